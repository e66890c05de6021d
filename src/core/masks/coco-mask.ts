/** COCO's segmentations: polygons, and runs of columns, plain or packed (`pycocotools.mask`). */
import { type Mask, maskFromPixels } from './mask.ts';

/** Pixels whose centres lie in any of the polygons. */
export function maskFromPolygons(
  polygons: readonly (readonly number[])[],
  width: number,
  height: number,
): Mask {
  const runs: number[] = [];
  for (let y = 0; y < height; y++) {
    const spans = polygons.flatMap((polygon) => spansOfRow(polygon, y + 0.5, width));
    for (const [from, to] of merged(spans)) runs.push(y, from, to);
  }
  return { width, height, runs: Int32Array.from(runs) };
}

type Span = readonly [from: number, to: number];

/** Even-odd rule along one line. */
function spansOfRow(polygon: readonly number[], y: number, width: number): Span[] {
  const crossings: number[] = [];
  for (let i = 0, last = polygon.length - 2; i < polygon.length; last = i, i += 2) {
    const [x0, y0, x1, y1] = [polygon[last], polygon[last + 1], polygon[i], polygon[i + 1]];
    if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
  }
  crossings.sort((a, b) => a - b);
  const column = (x: number) => Math.min(Math.max(Math.ceil(x - 0.5), 0), width);
  const spans: Span[] = [];
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const span = [column(crossings[i]), column(crossings[i + 1])] as const;
    if (span[0] < span[1]) spans.push(span);
  }
  return spans;
}

/** Touching and overlapping spans become one. */
function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const span of spans.toSorted(([a], [b]) => a - b)) {
    const before = out.at(-1);
    if (before === undefined || span[0] > before[1]) out.push(span);
    else out[out.length - 1] = [before[0], Math.max(before[1], span[1])];
  }
  return out;
}

/**
 * @param counts lengths of runs down the columns, outside and inside in turn
 * @returns undefined when they do not fill the picture
 */
export function maskFromColumnRuns(
  counts: readonly number[],
  width: number,
  height: number,
): Mask | undefined {
  const inside = new Uint8Array(width * height);
  let at = 0;
  for (const [i, count] of counts.entries()) {
    if (!(count >= 0) || at + count > inside.length) return undefined;
    if (i % 2 === 1) inside.fill(1, at, at + count);
    at += count;
  }
  if (at !== inside.length) return undefined;
  const pixelOf = (index: number) => inside[(index % width) * height + Math.floor(index / width)];
  return maskFromPixels(width, height, (index) => pixelOf(index) === 1);
}

const FIRST_CHARACTER = 48;

/**
 * COCO's packed counts: 5 bits a character, least ones first, the sixth says that more follow; from
 * the fourth count on the difference from the count before the last.
 */
export function unpackCounts(text: string): number[] {
  const counts: number[] = [];
  let at = 0;
  while (at < text.length) {
    let [value, shift, more] = [0, 0, true];
    while (more) {
      const bits = text.charCodeAt(at++) - FIRST_CHARACTER;
      value |= (bits & 0x1f) << shift;
      shift += 5;
      more = (bits & 0x20) !== 0 && at < text.length;
      if (!more && (bits & 0x10) !== 0) value |= -1 << shift;
    }
    counts.push(value + (counts.length > 2 ? counts[counts.length - 2] : 0));
  }
  return counts;
}
