/**
 * Rotations in SO(3) as axis-angle vectors, 3×3 matrices and the 6D representation.
 *
 * A matrix is row-major, `R[3 * row + column]`, and acts on column vectors: `y = R x`. An axis-angle
 * vector has the unit axis as direction and the angle in radians as length. Functions write to `out`
 * from `outOffset` on and allocate nothing; `out` must not overlap the input.
 */

/** Below this squared angle (radians²) the coefficients use their Taylor series. */
const SMALL_ANGLE_SQUARED = 1e-8;

/**
 * Rodrigues' formula, `R = I + a K + b K²` with `K = [omega]×`, `a = sin φ / φ`, `b = (1 − cos φ) / φ²`.
 * Accurate to rounding for every angle; no epsilon is added, which would cost orthogonality.
 */
export function matrixFromAxisAngle(
  omega: Float64Array,
  offset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const x = omega[offset];
  const y = omega[offset + 1];
  const z = omega[offset + 2];
  const squared = x * x + y * y + z * z;
  let a = 1 - squared / 6;
  let b = 0.5 - squared / 24;
  if (squared >= SMALL_ANGLE_SQUARED) {
    const angle = Math.sqrt(squared);
    const sinHalf = Math.sin(angle / 2);
    a = Math.sin(angle) / angle;
    b = (2 * sinHalf * sinHalf) / squared; // (1 − cos φ) / φ² without cancellation
  }
  writeQuadratic(x, y, z, a, b, out, outOffset);
}

/**
 * Left Jacobian of SO(3), `Exp(ω + δ) ≈ Exp(J_l(ω) δ) Exp(ω)`:
 * `J_l = I + (1 − cos φ)/φ² K + (φ − sin φ)/φ³ K²`.
 */
export function leftJacobian(
  omega: Float64Array,
  offset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const x = omega[offset];
  const y = omega[offset + 1];
  const z = omega[offset + 2];
  const squared = x * x + y * y + z * z;
  let a = 0.5 - squared / 24;
  let b = 1 / 6 - squared / 120;
  if (squared >= SMALL_ANGLE_SQUARED) {
    const angle = Math.sqrt(squared);
    const sinHalf = Math.sin(angle / 2);
    a = (2 * sinHalf * sinHalf) / squared;
    b = (angle - Math.sin(angle)) / (squared * angle);
  }
  writeQuadratic(x, y, z, a, b, out, outOffset);
}

/**
 * Inverse of {@link leftJacobian}, `Log(Exp(δ) Exp(ω)) ≈ ω + J_l⁻¹(ω) δ`:
 * `J_l⁻¹ = I − ½ K + (1 − (φ/2) cot(φ/2))/φ² K²`, for angles below 2π.
 */
export function inverseLeftJacobian(
  omega: Float64Array,
  offset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const x = omega[offset];
  const y = omega[offset + 1];
  const z = omega[offset + 2];
  const squared = x * x + y * y + z * z;
  let b = 1 / 12 + squared / 720;
  if (squared >= SMALL_ANGLE_SQUARED) {
    const half = Math.sqrt(squared) / 2;
    b = (1 - half / Math.tan(half)) / squared;
  }
  writeQuadratic(x, y, z, -0.5, b, out, outOffset);
}

/** out = I + a [v]× + b [v]×². */
function writeQuadratic(
  x: number,
  y: number,
  z: number,
  a: number,
  b: number,
  out: Float64Array,
  outOffset: number,
): void {
  out[outOffset] = 1 - b * (y * y + z * z);
  out[outOffset + 1] = b * x * y - a * z;
  out[outOffset + 2] = b * x * z + a * y;
  out[outOffset + 3] = b * x * y + a * z;
  out[outOffset + 4] = 1 - b * (x * x + z * z);
  out[outOffset + 5] = b * y * z - a * x;
  out[outOffset + 6] = b * x * z - a * y;
  out[outOffset + 7] = b * y * z + a * x;
  out[outOffset + 8] = 1 - b * (x * x + y * y);
}

/**
 * Inverse of {@link matrixFromAxisAngle}: the axis-angle vector with its angle in [0, π].
 *
 * Through the unit quaternion, largest component first (Shepperd 1978), so it stays accurate near π.
 * At exactly π either of the two opposite axes may come out. `R` must be orthonormal to about 1e-6.
 */
export function axisAngleFromMatrix(
  R: Float64Array,
  offset: number,
  out: Float64Array,
  outOffset: number,
): void {
  const q = quaternionFromMatrix(R, offset);
  const sinHalf = Math.hypot(q[1], q[2], q[3]);
  const sign = q[0] < 0 ? -1 : 1;
  const angle = 2 * Math.atan2(sinHalf, sign * q[0]);
  const scale = sinHalf < 1e-12 ? 2 * sign : (sign * angle) / sinHalf;
  for (let i = 0; i < 3; i++) out[outOffset + i] = scale * q[i + 1];
}

/** (w, x, y, z) of a rotation matrix. */
function quaternionFromMatrix(
  R: Float64Array,
  offset: number,
): readonly [number, number, number, number] {
  const r00 = R[offset];
  const r11 = R[offset + 4];
  const r22 = R[offset + 8];
  const dx = R[offset + 7] - R[offset + 5];
  const dy = R[offset + 2] - R[offset + 6];
  const dz = R[offset + 3] - R[offset + 1];
  const sxy = R[offset + 1] + R[offset + 3];
  const sxz = R[offset + 2] + R[offset + 6];
  const syz = R[offset + 5] + R[offset + 7];
  if (r00 + r11 + r22 > 0) {
    const s = 2 * Math.sqrt(1 + r00 + r11 + r22);
    return [s / 4, dx / s, dy / s, dz / s];
  }
  if (r00 >= r11 && r00 >= r22) {
    const s = 2 * Math.sqrt(1 + r00 - r11 - r22);
    return [dx / s, s / 4, sxy / s, sxz / s];
  }
  if (r11 >= r22) {
    const s = 2 * Math.sqrt(1 - r00 + r11 - r22);
    return [dy / s, sxy / s, s / 4, syz / s];
  }
  const s = 2 * Math.sqrt(1 - r00 - r11 + r22);
  return [dz / s, sxz / s, syz / s, s / 4];
}

/**
 * Gram–Schmidt map from the 6D representation to a rotation matrix (Zhou et al., CVPR 2019).
 * The six numbers are the first two columns as a row-major 3×2 block, the layout of SPIN's
 * regressor: `a₁ = (x₀, x₂, x₄)`, `a₂ = (x₁, x₃, x₅)`.
 *
 * @returns false, with `out` untouched, when the two columns are parallel or zero
 */
export function matrixFrom6d(
  x: Float64Array | Float32Array,
  offset: number,
  out: Float64Array,
  outOffset: number,
): boolean {
  const norm1 = Math.hypot(x[offset], x[offset + 2], x[offset + 4]);
  if (norm1 === 0) return false;
  const b1 = [x[offset] / norm1, x[offset + 2] / norm1, x[offset + 4] / norm1];
  const dot = b1[0] * x[offset + 1] + b1[1] * x[offset + 3] + b1[2] * x[offset + 5];
  const u = b1.map((value, i) => x[offset + 1 + 2 * i] - dot * value);
  const norm2 = Math.hypot(u[0], u[1], u[2]);
  if (norm2 === 0 || norm2 <= 1e-12 * Math.abs(dot)) return false;
  const b2 = u.map((value) => value / norm2);
  for (let row = 0; row < 3; row++) {
    const next = (row + 1) % 3;
    const last = (row + 2) % 3;
    out[outOffset + 3 * row] = b1[row];
    out[outOffset + 3 * row + 1] = b2[row];
    out[outOffset + 3 * row + 2] = b1[next] * b2[last] - b1[last] * b2[next];
  }
  return true;
}

/** Inverse of {@link matrixFrom6d} on rotations: the first two columns, interleaved. */
export function sixDFromMatrix(
  R: Float64Array,
  offset: number,
  out: Float64Array | Float32Array,
  outOffset: number,
): void {
  for (let row = 0; row < 3; row++) {
    out[outOffset + 2 * row] = R[offset + 3 * row];
    out[outOffset + 2 * row + 1] = R[offset + 3 * row + 1];
  }
}
