/** √(eᵀ C⁻¹ e) of landmark l, C being block l of [54, 3, 3] and e row l of [54, 3]. */
export function ellipsoidDistance(blocks: Float64Array, l: number, vectors: Float64Array): number {
  const C = blocks.subarray(9 * l, 9 * l + 9);
  const e = vectors.subarray(3 * l, 3 * l + 3);
  // By the Cholesky factor of C: the squares of L⁻¹ e.
  const l00 = Math.sqrt(C[0]);
  const l10 = C[3] / l00;
  const l20 = C[6] / l00;
  const l11 = Math.sqrt(C[4] - l10 * l10);
  const l21 = (C[7] - l20 * l10) / l11;
  const l22 = Math.sqrt(C[8] - l20 * l20 - l21 * l21);
  const x = e[0] / l00;
  const y = (e[1] - l10 * x) / l11;
  return Math.hypot(x, y, (e[2] - l20 * x - l21 * y) / l22);
}
