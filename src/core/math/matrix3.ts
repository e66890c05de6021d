/** Products of 3×3 matrices and vectors: row-major, `out` must not overlap an input. */

/** out = a b. */
export function multiply3(
  a: Float64Array,
  aOffset: number,
  b: Float64Array,
  bOffset: number,
  out: Float64Array,
  outOffset: number,
): void {
  for (let row = 0; row < 9; row += 3) {
    const x = a[aOffset + row];
    const y = a[aOffset + row + 1];
    const z = a[aOffset + row + 2];
    for (let column = 0; column < 3; column++) {
      const c = bOffset + column;
      out[outOffset + row + column] = x * b[c] + y * b[c + 3] + z * b[c + 6];
    }
  }
}

/** out = a v. */
export function apply3(
  a: Float64Array,
  aOffset: number,
  v: Float64Array,
  vOffset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const x = v[vOffset];
  const y = v[vOffset + 1];
  const z = v[vOffset + 2];
  for (let row = 0; row < 3; row++) {
    const i = aOffset + 3 * row;
    out[outOffset + row] = a[i] * x + a[i + 1] * y + a[i + 2] * z;
  }
}

/** The transpose, as a new matrix. */
export function transposed3(a: Float64Array, offset = 0): Float64Array {
  const out = new Float64Array(9);
  for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) out[3 * i + j] = a[offset + 3 * j + i];
  return out;
}
