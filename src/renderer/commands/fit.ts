import { refitSelected } from '../state/deciding.ts';
import { cycleDepth, nextCandidate, straighten } from '../state/depth-picks.ts';
import type { Command } from './command.ts';
import { needsBody, needsPerson } from './conditions.ts';

export const FIT_COMMANDS: readonly Command[] = [
  {
    id: 'fit.refit',
    title: 'Refit',
    group: 'Fit',
    keys: ['r'],
    when: needsPerson,
    run: refitSelected,
  },
  {
    id: 'fit.depth',
    title: 'Depth of the bone: the other way, flat, released',
    group: 'Fit',
    keys: ['f'],
    when: needsBody,
    run: cycleDepth,
  },
  {
    id: 'fit.next-body',
    title: 'Next body that the points allow',
    group: 'Fit',
    keys: ['Shift+f'],
    when: needsBody,
    run: nextCandidate,
  },
  {
    id: 'fit.straighten',
    title: 'Bone flat to the camera',
    group: 'Fit',
    keys: ['k'],
    when: needsBody,
    run: straighten,
  },
];
