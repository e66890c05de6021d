/**
 * Products of a row-major matrix and a vector, for inner loops: four rows at a time, since a single
 * sum would wait for itself at every step.
 */

/** Writes to `out` the dot products of four rows, from `matrix[first]` on, with `vector[0 … length − 1]`. */
export function dotFourRows(
  matrix: Float64Array,
  first: number,
  stride: number,
  vector: Float64Array,
  length: number,
  out: Float64Array,
): void {
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let j = 0; j < length; j++) {
    const v = vector[j];
    s0 += matrix[first + j] * v;
    s1 += matrix[second + j] * v;
    s2 += matrix[third + j] * v;
    s3 += matrix[fourth + j] * v;
  }
  out[0] = s0;
  out[1] = s1;
  out[2] = s2;
  out[3] = s3;
}

export function dotRow(
  matrix: Float64Array,
  first: number,
  vector: Float64Array,
  length: number,
): number {
  let sum = 0;
  for (let j = 0; j < length; j++) sum += matrix[first + j] * vector[j];
  return sum;
}

const dots = new Float64Array(4);

/**
 * out = A v for a square A whose rows begin at `matrix[first]`; shape [order] each.
 *
 * @param rows so many of `out` are wanted
 */
export function multiplyVector(
  matrix: Float64Array,
  first: number,
  order: number,
  vector: Float64Array,
  out: Float64Array,
  rows = order,
): void {
  let row = 0;
  for (; row + 4 <= rows; row += 4) {
    dotFourRows(matrix, first + order * row, order, vector, order, dots);
    for (let i = 0; i < 4; i++) out[row + i] = dots[i];
  }
  for (; row < rows; row++) out[row] = dotRow(matrix, first + order * row, vector, order);
}
