/** How long a person takes for what they do, milliseconds, and how exactly they do it. */
import type { Random } from '../../../src/core/math/random.ts';

/** Look and decide: the mental operator M of the keystroke-level model (Card, Moran and Newell 1983). */
export const LOOK_MS = 1350;
/** A key or a click: the same model's K for an average typist, its B for both ways of a button. */
export const KEY_MS = 200;
export const CLICK_MS = 200;
/** A button goes down, or up, in a drag. */
const HALF_CLICK_MS = CLICK_MS / 2;
/**
 * Fitts' law in Shannon's form, MT = a + b log2(D / W + 1), with a mouse: MacKenzie, Sellen and Buxton,
 * "A comparison of input devices in elemental pointing and dragging tasks", CHI 1991.
 */
const POINTING = { aMs: -107, bMs: 223 };
const DRAGGING = { aMs: 135, bMs: 249 };
const SHORTEST_MS = 100;
/** Of a handle, CSS pixels. */
export const HANDLE_PX = 24;
/** Standard deviation of where a joint is put, along each axis, as a share of the person's height. */
export const PLACEMENT_SD = 0.005;
/** Width of the target that such a spread speaks of (ISO 9241-9: We = 4.133 SD). */
const EFFECTIVE_WIDTH = 4.133;

export interface Place {
  readonly x: number;
  readonly y: number;
}

export function pointingMs(distancePx: number): number {
  return fittsMs(POINTING, distancePx, HANDLE_PX);
}

/** @param heightPx of the person on screen */
export function draggingMs(distancePx: number, heightPx: number): number {
  const widthPx = EFFECTIVE_WIDTH * PLACEMENT_SD * heightPx;
  return 2 * HALF_CLICK_MS + fittsMs(DRAGGING, distancePx, widthPx);
}

function fittsMs({ aMs, bMs }: { aMs: number; bMs: number }, distance: number, width: number) {
  return Math.max(SHORTEST_MS, aMs + bMs * Math.log2(distance / width + 1));
}

/** Where a hand that aims at a place puts it. */
export function aimed({ x, y }: Place, heightPx: number, random: Random): Place {
  const sd = PLACEMENT_SD * heightPx;
  return { x: x + sd * random.normal(), y: y + sd * random.normal() };
}

/** Share of the way after a share of the time: minimum jerk (Flash and Hogan 1985). */
export function shareOfWay(time: number): number {
  const t = Math.min(1, Math.max(0, time));
  return t ** 3 * (10 - 15 * t + 6 * t ** 2);
}
