/** What moves or changes several points at once, and how the picture is looked at meanwhile. */
import { grab } from '../state/grabbing.ts';
import {
  changeLook,
  hideEarlier,
  resetLook,
  showEarlier,
  toggleEarlier,
} from '../state/looking.ts';
import {
  copyFromPrevious,
  copyPose,
  mergePair,
  nudgePerson,
  pastePose,
  resetJoint,
  resetPerson,
  swapSides,
} from '../state/pose-edits.ts';
import { studio } from '../state/studio-state.ts';
import type { Command } from './command.ts';
import { needsImage, needsJoint, needsPeople, needsPerson } from './conditions.ts';

const grabs: Command[] = (
  [
    ['joint', 'g', 'Grab the joint: it follows the pointer, a click places it'],
    ['limb', 'Shift+g', 'Grab the joint with what hangs on it'],
    ['person', 'Alt+g', 'Grab the whole person'],
  ] as const
).map(([reach, key, title]) => ({
  id: `joint.grab-${reach}`,
  title,
  group: 'Joints',
  keys: [key],
  when: reach === 'person' ? needsPerson : needsJoint,
  undoLabel: 'Move',
  run: () => grab(reach),
}));

const nudges: Command[] = (
  [
    ['ArrowLeft', 'left', -1, 0],
    ['ArrowRight', 'right', 1, 0],
    ['ArrowUp', 'up', 0, -1],
    ['ArrowDown', 'down', 0, 1],
  ] as const
).flatMap(([key, way, x, y]) =>
  [1, 10].map((px) => ({
    id: `person.nudge-${way}-${px}`,
    title: `Move the person ${way} ${px} px`,
    group: 'People' as const,
    keys: [px === 1 ? `$mod+${key}` : `$mod+Shift+${key}`],
    sheet: key === 'ArrowLeft' &&
      px === 1 && { keys: 'Ctrl+arrows', title: 'Move the person 1 px (Shift 10)' },
    when: needsPerson,
    repeats: true,
    undoLabel: 'Nudge',
    run: () => nudgePerson(px * x, px * y),
  })),
);

export const POSE_COMMANDS: readonly Command[] = [
  ...grabs,
  ...nudges,
  {
    id: 'joint.swap-limb',
    title: 'Swap left and right of the limb',
    group: 'Joints',
    keys: ['t'],
    when: needsJoint,
    undoLabel: 'Swap',
    run: () => swapSides('limb'),
  },
  {
    id: 'joint.swap-body',
    title: 'Swap left and right of the body',
    group: 'Joints',
    keys: ['Shift+t'],
    when: needsPerson,
    undoLabel: 'Swap',
    run: () => swapSides('body'),
  },
  {
    id: 'joint.reset',
    title: 'Joint back to the machine’s place',
    group: 'Joints',
    keys: ['Backspace'],
    when: needsJoint,
    undoLabel: 'Reset',
    run: resetJoint,
  },
  {
    id: 'person.reset',
    title: 'Person back to the machine’s result',
    group: 'People',
    keys: ['$mod+Backspace'],
    when: needsPerson,
    undoLabel: 'Back to',
    run: resetPerson,
  },
  {
    id: 'person.copy-previous',
    title: 'Copy the pose from the previous image',
    group: 'People',
    keys: ['c'],
    when: needsPerson,
    undoLabel: 'Copy',
    run: copyFromPrevious,
  },
  {
    id: 'person.copy',
    title: 'Copy the pose',
    group: 'People',
    keys: ['$mod+c'],
    when: needsPerson,
    run: copyPose,
  },
  {
    id: 'person.paste',
    title: 'Paste the pose',
    group: 'People',
    keys: ['$mod+v'],
    when: needsPerson,
    undoLabel: 'Paste',
    run: () => pastePose(false),
  },
  {
    id: 'person.paste-mirrored',
    title: 'Paste the pose mirrored',
    group: 'People',
    keys: ['$mod+Shift+v'],
    when: needsPerson,
    undoLabel: 'Paste',
    run: () => pastePose(true),
  },
  {
    id: 'person.merge',
    title: 'Merge two people who are one',
    group: 'People',
    keys: ['Shift+m'],
    when: needsPeople,
    undoLabel: 'Merge',
    run: mergePair,
  },
  {
    id: 'view.residuals',
    title: 'Lines from the joints to the body',
    group: 'View',
    keys: ['Shift+o'],
    run: () => studio.setState({ showsResiduals: !studio.getState().showsResiduals }),
  },
  {
    id: 'view.before',
    title: 'Hold: the body before',
    group: 'View',
    keys: ['\\'],
    when: needsPerson,
    run: showEarlier,
    release: hideEarlier,
  },
  {
    id: 'view.before-toggle',
    title: 'The body before, on or off',
    group: 'View',
    keys: ['Shift+Backslash'],
    when: needsPerson,
    run: toggleEarlier,
  },
  ...(
    [
      ['brighter', 'Brighter', 'BracketRight', 'brightness', 1],
      ['darker', 'Darker', 'BracketLeft', 'brightness', -1],
      ['more-contrast', 'More contrast', 'Shift+BracketRight', 'contrast', 1],
      ['less-contrast', 'Less contrast', 'Shift+BracketLeft', 'contrast', -1],
    ] as const
  ).map(
    ([id, title, key, what, steps]): Command => ({
      id: `view.${id}`,
      title,
      group: 'View',
      keys: [key],
      when: needsImage,
      repeats: true,
      run: () => changeLook(what, steps),
    }),
  ),
  {
    id: 'view.look-reset',
    title: 'Brightness and contrast as they were ([ and ] together)',
    group: 'View',
    keys: [],
    run: resetLook,
  },
];
