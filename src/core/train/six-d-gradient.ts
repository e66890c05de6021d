/** Gradient through Gram–Schmidt: from a rotation matrix back to its 6D block. */

const [a1, a2, b1, b2, g1, g2, g3] = Array.from({ length: 7 }, () => new Float64Array(3));

function dot(u: Float64Array, v: Float64Array): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}

/** out += u × v */
function addCross(u: Float64Array, v: Float64Array, out: Float64Array): void {
  out[0] += u[1] * v[2] - u[2] * v[1];
  out[1] += u[2] * v[0] - u[0] * v[2];
  out[2] += u[0] * v[1] - u[1] * v[0];
}

/** g ← (g − (b·g) b) / length: the gradient of normalising. */
function backFromUnit(g: Float64Array, b: Float64Array, length: number): void {
  const along = dot(b, g);
  for (let i = 0; i < 3; i++) g[i] = (g[i] - along * b[i]) / length;
}

/**
 * @param six 6D blocks in SPIN's layout (two interleaved columns)
 * @param matrixGradient gradient with respect to the row-major matrix of the block
 * @param out receives the gradient with respect to the block's six numbers
 */
export function backFrom6d(
  six: ArrayLike<number>,
  sixOffset: number,
  matrixGradient: Float64Array,
  matrixOffset: number,
  out: Float32Array | Float64Array,
  outOffset: number,
): void {
  for (let i = 0; i < 3; i++) {
    a1[i] = six[sixOffset + 2 * i];
    a2[i] = six[sixOffset + 2 * i + 1];
    g1[i] = matrixGradient[matrixOffset + 3 * i];
    g2[i] = matrixGradient[matrixOffset + 3 * i + 1];
    g3[i] = matrixGradient[matrixOffset + 3 * i + 2];
  }
  const firstLength = Math.hypot(a1[0], a1[1], a1[2]);
  for (let i = 0; i < 3; i++) b1[i] = a1[i] / firstLength;
  const along = dot(b1, a2);
  for (let i = 0; i < 3; i++) b2[i] = a2[i] - along * b1[i];
  const secondLength = Math.hypot(b2[0], b2[1], b2[2]);
  for (let i = 0; i < 3; i++) b2[i] /= secondLength;
  addCross(b2, g3, g1);
  addCross(g3, b1, g2);
  backFromUnit(g2, b2, secondLength);
  const across = dot(b1, g2);
  for (let i = 0; i < 3; i++) {
    g1[i] -= across * a2[i] + along * g2[i];
    out[outOffset + 2 * i + 1] = g2[i] - across * b1[i];
  }
  backFromUnit(g1, b1, firstLength);
  for (let i = 0; i < 3; i++) out[outOffset + 2 * i] = g1[i];
}
