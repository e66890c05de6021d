/** What the menu round a joint offers. */
import { cycleDepth } from './depth-picks.ts';
import { setUse, setVisibility } from './editing.ts';
import { resetJoint, swapSides } from './pose-edits.ts';

export interface PieItem {
  readonly title: string;
  readonly key: string;
  run(): unknown;
}

/** Clockwise from the top. */
export const PIE: readonly PieItem[] = [
  { title: 'visible', key: 'V', run: () => setVisibility('visible') },
  { title: 'occluded', key: 'V', run: () => setVisibility('occluded') },
  { title: 'absent', key: 'Delete', run: () => setVisibility('absent') },
  { title: 'pin', key: 'P', run: () => setUse('pinned') },
  { title: 'ignore', key: 'P', run: () => setUse('ignored') },
  { title: 'swap limb', key: 'T', run: () => swapSides('limb') },
  { title: 'flip depth', key: 'F', run: cycleDepth },
  { title: 'reset', key: 'Backspace', run: resetJoint },
];

/** The item in the direction of the pointer; undefined in the middle. */
export function pieItemAt(dx: number, dy: number, innerPx: number): number | undefined {
  if (Math.hypot(dx, dy) < innerPx) return undefined;
  const turn = Math.atan2(dx, -dy) / (2 * Math.PI);
  return ((Math.round(turn * PIE.length) % PIE.length) + PIE.length) % PIE.length;
}
