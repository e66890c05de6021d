/** The keys of the body's own view: on a joint they pose it, beside one they turn the view. */
import {
  chosenJoint,
  focusNeighbour,
  letGo,
  moveJoint,
  orbit,
  rotateJoint,
} from '../mesh/body-keys.ts';
import type { Place } from '../mesh/view-geometry.ts';
import type { Command } from './command.ts';
import { needsBody } from './conditions.ts';

const CM = 0.01;
const ORBIT_DEG = 15;

/** To the right, up, towards the eye. */
const MOVES: readonly (readonly [string, string, Place])[] = [
  ['ArrowLeft', 'left', [-1, 0, 0]],
  ['ArrowRight', 'right', [1, 0, 0]],
  ['ArrowUp', 'up', [0, 1, 0]],
  ['ArrowDown', 'down', [0, -1, 0]],
  ['PageUp', 'away', [0, 0, -1]],
  ['PageDown', 'nearer', [0, 0, 1]],
];

const moves: Command[] = MOVES.flatMap(([key, way, [x, y, z]]) =>
  ([1, 5] as const).map((cm) => ({
    id: `body.move-${way}-${cm}`,
    title: `Move the joint ${way} by ${cm} cm`,
    group: 'Body in 3D' as const,
    keys: [cm === 1 ? key : `Shift+${key}`],
    scope: 'joint3d' as const,
    sheet: sheetOfMove(key, cm),
    when: needsBody,
    repeats: true,
    undoLabel: 'Nudge',
    run: () => moveJoint([cm * CM * x, cm * CM * y, cm * CM * z]),
  })),
);

function sheetOfMove(key: string, cm: number): Command['sheet'] {
  if (cm > 1) return false;
  if (key === 'ArrowLeft') return { keys: 'Arrows', title: 'Move the joint 1 cm (Shift 5 cm)' };
  return key === 'PageUp' && { keys: 'PgUp, PgDn', title: 'Move it away, nearer' };
}

/** Axis of the turn: the panel's right, up, and towards the eye. */
const TURNS: readonly (readonly [string, string, Place])[] = [
  ['Alt+ArrowLeft', 'left', [0, -1, 0]],
  ['Alt+ArrowRight', 'right', [0, 1, 0]],
  ['Alt+ArrowUp', 'up', [-1, 0, 0]],
  ['Alt+ArrowDown', 'down', [1, 0, 0]],
  ['Alt+Shift+ArrowLeft', 'anticlockwise', [0, 0, 1]],
  ['Alt+Shift+ArrowRight', 'clockwise', [0, 0, -1]],
];

const turns: Command[] = TURNS.map(([key, way, axis]) => ({
  id: `body.turn-${way}`,
  title: `Turn the joint ${way} by 5°`,
  group: 'Body in 3D',
  keys: [key],
  scope: 'joint3d',
  sheet: sheetOfTurn(way),
  when: (state) =>
    needsBody(state) ??
    (chosenJoint() === 0 ? 'The pelvis has no turn of its own: the fit sets it.' : undefined),
  repeats: true,
  undoLabel: 'Rotate',
  run: () => rotateJoint(axis),
}));

function sheetOfTurn(way: string): Command['sheet'] {
  if (way === 'left') return { keys: 'Alt + arrows', title: 'Turn the joint by 5°' };
  return (
    way === 'clockwise' && { keys: 'Alt+Shift + ← →', title: 'Turn it about the line of sight' }
  );
}

const orbits: Command[] = (
  [
    ['ArrowLeft', 'left', -ORBIT_DEG, 0],
    ['ArrowRight', 'right', ORBIT_DEG, 0],
    ['ArrowUp', 'up', 0, -ORBIT_DEG],
    ['ArrowDown', 'down', 0, ORBIT_DEG],
  ] as const
).map(([key, way, yaw, pitch]) => ({
  id: `body.orbit-${way}`,
  title: `Turn the view ${way} by ${ORBIT_DEG}°`,
  group: 'Body in 3D',
  keys: [key],
  scope: 'view3d',
  sheet: way === 'left' && { keys: 'Arrows', title: 'Beside a joint: turn the view by 15°' },
  repeats: true,
  run: () => orbit(yaw, pitch),
}));

export const BODY_COMMANDS: readonly Command[] = [
  ...moves,
  ...turns,
  {
    id: 'body.next-joint',
    title: 'Next joint',
    group: 'Body in 3D',
    keys: ['s'],
    scope: 'joint3d',
    repeats: true,
    run: () => focusNeighbour(1),
  },
  {
    id: 'body.previous-joint',
    title: 'Previous joint',
    group: 'Body in 3D',
    keys: ['w'],
    scope: 'joint3d',
    repeats: true,
    run: () => focusNeighbour(-1),
  },
  {
    id: 'body.let-go',
    title: 'Put back what is held; deselect',
    group: 'Body in 3D',
    keys: ['Escape'],
    scope: 'joint3d',
    run: letGo,
  },
  ...orbits,
];
