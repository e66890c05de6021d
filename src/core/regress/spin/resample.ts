/** Resampling by triangle filters that widen where the picture shrinks, rows and columns apart. */

/** Which source pixels make a pixel of the result, along one axis. */
export interface ResampleWeights {
  readonly sizePx: number;
  /** First source pixel of each pixel of the result, shape [size]. */
  readonly first: Int32Array;
  /** Number of source pixels of each, shape [size]. */
  readonly count: Int32Array;
  /** Shape [size, widest]. */
  readonly weights: Float64Array;
  readonly widest: number;
}

/** Pillow's 8-bit resizing has coefficients of so many bits, and rounds after each axis. */
const PILLOW_ONE = 2 ** 22;

/**
 * Weights of an interval that may reach over the source's edges, where there is black.
 *
 * @param start where the interval begins, pixels of the source, which covers [0, sourcePx]
 */
export function exactWeights(
  start: number,
  lengthPx: number,
  sourcePx: number,
  sizePx: number,
): ResampleWeights {
  const step = lengthPx / sizePx;
  const radius = Math.max(1, step);
  const out = empty(sizePx, Math.ceil(2 * radius) + 2);
  for (let i = 0; i < sizePx; i++) {
    const center = start + (i + 0.5) * step;
    const from = Math.floor(center - radius);
    const to = Math.ceil(center + radius);
    let sum = 0;
    for (let k = from; k < to; k++) sum += triangle((k + 0.5 - center) / radius);
    out.first[i] = Math.max(0, from);
    out.count[i] = Math.max(0, Math.min(sourcePx, to) - out.first[i]);
    for (let n = 0; n < out.count[i]; n++) {
      const k = out.first[i] + n;
      out.weights[i * out.widest + n] = triangle((k + 0.5 - center) / radius) / sum;
    }
  }
  return out;
}

/** Pillow's coefficients for a whole axis (`precompute_coeffs` of its `Resample.c`), in units of 2⁻²². */
export function pillowWeights(sourcePx: number, sizePx: number): ResampleWeights {
  const step = sourcePx / sizePx;
  const radius = Math.max(1, step);
  const out = empty(sizePx, Math.ceil(radius) * 2 + 1);
  for (let i = 0; i < sizePx; i++) {
    const center = (i + 0.5) * step;
    const from = Math.max(0, Math.trunc(center - radius + 0.5));
    const to = Math.min(sourcePx, Math.trunc(center + radius + 0.5));
    let sum = 0;
    for (let k = from; k < to; k++) sum += triangle((k - center + 0.5) / radius);
    out.first[i] = from;
    out.count[i] = to - from;
    for (let n = 0; n < to - from; n++) {
      const weight = triangle((from + n - center + 0.5) / radius) / sum;
      out.weights[i * out.widest + n] = Math.trunc(0.5 + weight * PILLOW_ONE);
    }
  }
  return out;
}

function empty(sizePx: number, widest: number): ResampleWeights {
  return {
    sizePx,
    first: new Int32Array(sizePx),
    count: new Int32Array(sizePx),
    weights: new Float64Array(sizePx * widest),
    widest,
  };
}

function triangle(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}

/** RGB bytes resampled by {@link exactWeights}, rounded once. */
export function resampleExactly(
  bytes: Uint8Array,
  widthPx: number,
  across: ResampleWeights,
  down: ResampleWeights,
): Uint8Array {
  return resample(bytes, widthPx, { across, down, afterEach: (sum) => sum, last: Math.round });
}

/** The same by {@link pillowWeights}, rounded as Pillow does after each axis. */
export function resampleAsPillow(
  bytes: Uint8Array,
  widthPx: number,
  across: ResampleWeights,
  down: ResampleWeights,
): Uint8Array {
  const rounded = (sum: number) =>
    Math.min(255, Math.max(0, Math.floor((sum + PILLOW_ONE / 2) / PILLOW_ONE)));
  return resample(bytes, widthPx, { across, down, afterEach: rounded, last: rounded });
}

interface Axes {
  readonly across: ResampleWeights;
  readonly down: ResampleWeights;
  readonly afterEach: (sum: number) => number;
  readonly last: (sum: number) => number;
}

function resample(bytes: Uint8Array, widthPx: number, axes: Axes): Uint8Array {
  const { across, down } = axes;
  const used = Array.from(down.count.keys()).filter((i) => down.count[i] > 0);
  const top = Math.min(...used.map((i) => down.first[i]));
  const bottom = Math.max(...used.map((i) => down.first[i] + down.count[i]));
  const out = new Uint8Array(3 * across.sizePx * down.sizePx);
  if (used.length === 0) return out;
  const rowSize = 3 * across.sizePx;
  const rows = new Float64Array(rowSize * (bottom - top));
  for (let y = top; y < bottom; y++) {
    const row = rows.subarray(rowSize * (y - top), rowSize * (y - top + 1));
    resampleRow(bytes, 3 * widthPx * y, axes, row);
  }
  for (let i = 0; i < down.sizePx; i++) combineRows(rows, rowSize, top, axes, i, out);
  return out;
}

function resampleRow(
  bytes: Uint8Array,
  offset: number,
  { across, afterEach }: Axes,
  row: Float64Array,
): void {
  for (let i = 0; i < across.sizePx; i++) {
    let [r, g, b] = [0, 0, 0];
    let at = offset + 3 * across.first[i];
    const weightsAt = i * across.widest;
    for (let n = 0; n < across.count[i]; n++) {
      const weight = across.weights[weightsAt + n];
      r += weight * bytes[at++];
      g += weight * bytes[at++];
      b += weight * bytes[at++];
    }
    row[3 * i] = afterEach(r);
    row[3 * i + 1] = afterEach(g);
    row[3 * i + 2] = afterEach(b);
  }
}

/** Row `i` of the result from the rows that it lies over; `rows` begin at row `top`. */
function combineRows(
  rows: Float64Array,
  rowSize: number,
  top: number,
  { down, last }: Axes,
  i: number,
  out: Uint8Array,
): void {
  for (let x = 0; x < rowSize; x++) {
    let sum = 0;
    let at = rowSize * (down.first[i] - top) + x;
    for (let n = 0; n < down.count[i]; n++, at += rowSize) {
      sum += down.weights[i * down.widest + n] * rows[at];
    }
    out[i * rowSize + x] = last(sum);
  }
}
