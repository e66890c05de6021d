/**
 * `cholesky.ts` in AssemblyScript with two doubles at a time; there the algorithm is explained.
 * Addresses and strides are in bytes. `npm run build:wasm` compiles this into `cholesky-wasm.ts`.
 */

const BLOCK: usize = 4;
const DOUBLE: usize = 8;

/** x y + sum, for both lanes: in one rounding and half the time where the host can. */
function multiplyAdd(x: v128, y: v128, sum: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? f64x2.relaxed_madd(x, y, sum) : f64x2.add(sum, f64x2.mul(x, y));
}

/** @returns 0 when the matrix is not positive definite or not finite */
export function factorize(a: usize, order: usize, stride: usize, inverseDiagonal: usize): i32 {
  for (let column: usize = 0; column < order; column += BLOCK) {
    for (let row = column; row < order; row += 2) subtractDots(a, stride, row, column);
    if (!factorizeDiagonalBlock(a, stride, column, inverseDiagonal)) return 0;
    for (let row = column + BLOCK; row < order; row++) {
      solveAgainstBlock(a, stride, row, column, inverseDiagonal);
    }
  }
  return 1;
}

/** Two rows and four columns: eight sums of two lanes fit the registers of the machine. */
function subtractDots(a: usize, stride: usize, row: usize, column: usize): void {
  let i0 = a + row * stride;
  let i1 = i0 + stride;
  let j0 = a + column * stride;
  let j1 = j0 + stride;
  let j2 = j1 + stride;
  let j3 = j2 + stride;
  let s00 = f64x2.splat(0);
  let s01 = f64x2.splat(0);
  let s02 = f64x2.splat(0);
  let s03 = f64x2.splat(0);
  let s10 = f64x2.splat(0);
  let s11 = f64x2.splat(0);
  let s12 = f64x2.splat(0);
  let s13 = f64x2.splat(0);
  const end = i0 + column * DOUBLE;
  while (i0 < end) {
    const x0 = v128.load(i0);
    const x1 = v128.load(i1);
    const y0 = v128.load(j0);
    s00 = multiplyAdd(x0, y0, s00);
    s10 = multiplyAdd(x1, y0, s10);
    const y1 = v128.load(j1);
    s01 = multiplyAdd(x0, y1, s01);
    s11 = multiplyAdd(x1, y1, s11);
    const y2 = v128.load(j2);
    s02 = multiplyAdd(x0, y2, s02);
    s12 = multiplyAdd(x1, y2, s12);
    const y3 = v128.load(j3);
    s03 = multiplyAdd(x0, y3, s03);
    s13 = multiplyAdd(x1, y3, s13);
    i0 += 2 * DOUBLE;
    i1 += 2 * DOUBLE;
    j0 += 2 * DOUBLE;
    j1 += 2 * DOUBLE;
    j2 += 2 * DOUBLE;
    j3 += 2 * DOUBLE;
  }
  subtractPair(i0, s00, s01);
  subtractPair(i0 + 2 * DOUBLE, s02, s03);
  subtractPair(i1, s10, s11);
  subtractPair(i1 + 2 * DOUBLE, s12, s13);
}

/** Subtracts the lanes' sum of p from one number and that of q from the next. */
function subtractPair(out: usize, p: v128, q: v128): void {
  const low = v128.shuffle<f64>(p, q, 0, 2);
  const high = v128.shuffle<f64>(p, q, 1, 3);
  v128.store(out, f64x2.sub(v128.load(out), f64x2.add(low, high)));
}

function factorizeDiagonalBlock(
  a: usize,
  stride: usize,
  column: usize,
  inverseDiagonal: usize,
): bool {
  for (let i = column; i < column + BLOCK; i++) {
    const row = a + i * stride;
    for (let j = column; j <= i; j++) {
      let sum = load<f64>(row + j * DOUBLE);
      const other = a + j * stride;
      for (let k = column; k < j; k++) {
        sum -= load<f64>(row + k * DOUBLE) * load<f64>(other + k * DOUBLE);
      }
      if (j < i) store<f64>(row + j * DOUBLE, sum * load<f64>(inverseDiagonal + j * DOUBLE));
      else if (sum > 0 && sum < Infinity) store<f64>(inverseDiagonal + i * DOUBLE, 1 / sqrt(sum));
      else return false;
    }
  }
  return true;
}

function solveAgainstBlock(
  a: usize,
  stride: usize,
  row: usize,
  column: usize,
  inverseDiagonal: usize,
): void {
  const i = a + row * stride + column * DOUBLE;
  const d = inverseDiagonal + column * DOUBLE;
  const j1 = a + (column + 1) * stride + column * DOUBLE;
  const j2 = j1 + stride;
  const j3 = j2 + stride;
  const x0 = load<f64>(i) * load<f64>(d);
  const x1 = (load<f64>(i, 8) - x0 * load<f64>(j1)) * load<f64>(d, 8);
  const x2 = (load<f64>(i, 16) - x0 * load<f64>(j2) - x1 * load<f64>(j2, 8)) * load<f64>(d, 16);
  const rest3 =
    load<f64>(i, 24) - x0 * load<f64>(j3) - x1 * load<f64>(j3, 8) - x2 * load<f64>(j3, 16);
  store<f64>(i, x0);
  store<f64>(i, x1, 8);
  store<f64>(i, x2, 16);
  store<f64>(i, rest3 * load<f64>(d, 24), 24);
}

/** Solves L Lᵀ x = b in place for a factor of {@link factorize}; the order is a multiple of 4. */
export function solve(
  factor: usize,
  order: usize,
  stride: usize,
  inverseDiagonal: usize,
  x: usize,
): void {
  for (let i: usize = 0; i < order; i++) {
    const dot = dotWith(factor + i * stride, x, i);
    const rest = load<f64>(x + i * DOUBLE) - dot;
    store<f64>(x + i * DOUBLE, rest * load<f64>(inverseDiagonal + i * DOUBLE));
  }
  for (let i = order; i > 0; ) {
    i--;
    const value = load<f64>(x + i * DOUBLE) * load<f64>(inverseDiagonal + i * DOUBLE);
    store<f64>(x + i * DOUBLE, value);
    subtractScaled(x, factor + i * stride, value, i);
  }
}

/** Dot product of the first `count` numbers. */
function dotWith(a: usize, b: usize, count: usize): f64 {
  let even = f64x2.splat(0);
  let odd = f64x2.splat(0);
  let k: usize = 0;
  for (; k + 4 <= count; k += 4) {
    const at = k * DOUBLE;
    even = multiplyAdd(v128.load(a + at), v128.load(b + at), even);
    odd = multiplyAdd(v128.load(a + at, 16), v128.load(b + at, 16), odd);
  }
  const both = f64x2.add(even, odd);
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; k < count; k++) sum += load<f64>(a + k * DOUBLE) * load<f64>(b + k * DOUBLE);
  return sum;
}

/** x −= value · row, for the first `count` numbers. */
function subtractScaled(x: usize, row: usize, value: f64, count: usize): void {
  const scale = f64x2.splat(value);
  let k: usize = 0;
  for (; k + 2 <= count; k += 2) {
    const at = k * DOUBLE;
    const product = f64x2.mul(v128.load(row + at), scale);
    v128.store(x + at, f64x2.sub(v128.load(x + at), product));
  }
  if (k < count) {
    const at = k * DOUBLE;
    store<f64>(x + at, load<f64>(x + at) - load<f64>(row + at) * value);
  }
}
