import { decide } from '../state/deciding.ts';
import { giveReason, openNote, REASONS, toggleMark } from '../state/review.ts';
import type { Command } from './command.ts';
import { needsDecidable, needsSomebody } from './conditions.ts';

const reasons: Command[] = REASONS.map((reason, i) => ({
  id: `decide.reason-${i + 1}`,
  title: `Rejected: ${reason}`,
  group: 'Decide',
  keys: [`Shift+Digit${i + 1}`],
  sheet: i === 0 && { keys: 'Shift+1 … 6', title: `Why it was rejected: ${REASONS.join(', ')}` },
  run: () => giveReason(i),
}));

export const DECIDE_COMMANDS: readonly Command[] = [
  {
    id: 'decide.accept',
    title: 'Accept and go on',
    group: 'Decide',
    keys: ['Enter'],
    when: needsDecidable,
    undoLabel: 'Accept a person',
    run: () => decide('accepted', true),
  },
  {
    id: 'decide.accept-stay',
    title: 'Accept and stay',
    group: 'Decide',
    keys: ['Shift+Enter'],
    when: needsDecidable,
    undoLabel: 'Accept a person',
    run: () => decide('accepted', false),
  },
  {
    id: 'decide.reject',
    title: 'Reject and go on',
    group: 'Decide',
    keys: ['x'],
    when: needsSomebody,
    undoLabel: 'Reject a person',
    run: () => decide('rejected', true),
  },
  {
    id: 'decide.reject-stay',
    title: 'Reject and stay',
    group: 'Decide',
    keys: ['Shift+x'],
    when: needsSomebody,
    undoLabel: 'Reject a person',
    run: () => decide('rejected', false),
  },
  {
    id: 'decide.take-back',
    title: 'Take the decision back',
    group: 'Decide',
    keys: ['u'],
    undoLabel: 'Take back the decision',
    run: () => decide('undecided', false),
  },
  {
    id: 'decide.mark',
    title: 'Mark, to come back to',
    group: 'Decide',
    keys: ['m'],
    when: needsSomebody,
    run: toggleMark,
  },
  {
    id: 'decide.note',
    title: 'Note on the person',
    group: 'Decide',
    keys: ['n'],
    when: needsSomebody,
    run: openNote,
  },
  ...reasons,
];
