import { cycleUse, cycleVisibility, nudge } from '../state/editing.ts';
import { selectedPerson, studio } from '../state/studio-state.ts';
import type { Command } from './command.ts';
import { needsJoint, needsPerson } from './conditions.ts';

const ARROWS = [
  ['ArrowLeft', 'left', -1, 0],
  ['ArrowRight', 'right', 1, 0],
  ['ArrowUp', 'up', 0, -1],
  ['ArrowDown', 'down', 0, 1],
] as const;
const STEPS = [
  ['', 1],
  ['Shift+', 10],
  ['Alt+', 0.1],
] as const;

const nudges: Command[] = ARROWS.flatMap(([key, way, x, y]) =>
  STEPS.map(([modifier, px]) => ({
    id: `joint.nudge-${way}-${px}`,
    title: `Nudge the joint ${way} ${px} px`,
    group: 'Joints' as const,
    keys: [`${modifier}${key}`],
    sheet: key === 'ArrowLeft' &&
      px === 1 && { keys: 'Arrows', title: 'Nudge the joint 1 px (Shift 10, Alt 0.1)' },
    when: needsJoint,
    repeats: true,
    undoLabel: 'Nudge',
    run: () => nudge(px * x, px * y),
  })),
);

export const JOINT_COMMANDS: readonly Command[] = [
  {
    id: 'joint.next',
    title: 'Next joint',
    group: 'Joints',
    keys: ['s'],
    when: needsPerson,
    repeats: true,
    run: () => walkPoints(1),
  },
  {
    id: 'joint.previous',
    title: 'Previous joint',
    group: 'Joints',
    keys: ['w'],
    when: needsPerson,
    repeats: true,
    run: () => walkPoints(-1),
  },
  ...nudges,
  {
    id: 'joint.visibility',
    title: 'Visible, occluded, absent',
    group: 'Joints',
    keys: ['v'],
    when: needsJoint,
    undoLabel: 'Set',
    run: cycleVisibility,
  },
  {
    id: 'joint.weight',
    title: 'Weight normal, pinned, ignored',
    group: 'Joints',
    keys: ['p'],
    when: needsJoint,
    undoLabel: 'Set',
    run: cycleUse,
  },
];

function walkPoints(by: number): void {
  const state = studio.getState();
  const count = selectedPerson(state)?.keypoints.length ?? 0;
  if (count === 0) return;
  const from = state.point ?? (by > 0 ? -1 : 0);
  studio.setState({ point: (from + by + count) % count });
}
