/**
 * A binary picture, such as a person's silhouette, by the runs of its rows: small to keep, and two
 * of them are compared without unpacking. Pixel (x, y) covers [x, x + 1] × [y, y + 1].
 */
export interface Mask {
  readonly width: number;
  readonly height: number;
  /** Shape [R, 3]: row, first column, column after the last; by row and column, none touching. */
  readonly runs: Int32Array;
}

/** @param isInside of the pixel at index y · width + x */
export function maskFromPixels(
  width: number,
  height: number,
  isInside: (index: number) => boolean,
): Mask {
  const runs: number[] = [];
  for (let y = 0; y < height; y++) {
    let start = -1;
    for (let x = 0; x <= width; x++) {
      const inside = x < width && isInside(y * width + x);
      if (inside && start < 0) start = x;
      if (inside || start < 0) continue;
      runs.push(y, start, x);
      start = -1;
    }
  }
  return { width, height, runs: Int32Array.from(runs) };
}

/** Pixels that are inside. */
export function maskArea({ runs }: Mask): number {
  let area = 0;
  for (let r = 0; r < runs.length; r += 3) area += runs[r + 2] - runs[r + 1];
  return area;
}

/** Pixels that are inside of both; they need not be of the same size. */
export function maskIntersection(a: Mask, b: Mask): number {
  let area = 0;
  let [i, j] = [0, 0];
  while (i < a.runs.length && j < b.runs.length) {
    const rows = a.runs[i] - b.runs[j];
    if (rows === 0) {
      const from = Math.max(a.runs[i + 1], b.runs[j + 1]);
      area += Math.max(0, Math.min(a.runs[i + 2], b.runs[j + 2]) - from);
    }
    const isFirstOver = rows < 0 || (rows === 0 && a.runs[i + 2] < b.runs[j + 2]);
    if (isFirstOver) i += 3;
    else j += 3;
  }
  return area;
}
