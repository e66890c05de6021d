/**
 * `Σ_k w_k ‖ω_k(f) − ω_k(f − 1)‖²` with `ω_k(f) = Log(R_k(f + 1) R_k(f)ᵀ)`, the turn of a local
 * rotation from one frame to the next. Turns, not axis-angle vectors, are subtracted: a body that
 * faces the camera is turned by π, where the vector of a small turn jumps.
 */
import { bandStride, blockOffset } from '../../math/block-band-cholesky.ts';
import { multiply3 } from '../../math/matrix3.ts';
import { axisAngleFromMatrix, inverseLeftJacobian } from '../../math/rotation.ts';
import { JOINT_COUNT, POSE } from '../skeleton/unknowns.ts';
import type { FrameState } from './frame-state.ts';
import type { Triple } from './joint-acceleration.ts';
import { FRAME_ORDER, type SequenceEquations } from './sequence-equations.ts';

const transposed = new Float64Array(9);
const turn = new Float64Array(9);
/** ω(f − 1), ω(f), and their difference. */
const earlier = new Float64Array(3);
const later = new Float64Array(3);
const residual = new Float64Array(3);
/** ∂residual/∂θ_k of the three frames, and what they are made of. */
const derivatives = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
const inverse = new Float64Array(9);
const inverseOther = new Float64Array(9);
const negated = new Float64Array(3);

export function rotationAccelerationEnergy(triple: Triple, weights: Float64Array): number {
  let energy = 0;
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    placeResidual(triple, joint);
    const [x, y, z] = residual;
    energy += weights[joint] * (x * x + y * y + z * z);
  }
  return energy;
}

/** @param first index of the first of the three frames */
export function addRotationAcceleration(
  triple: Triple,
  first: number,
  weights: Float64Array,
  equations: SequenceEquations,
): void {
  for (let joint = 0; joint < JOINT_COUNT; joint++) {
    placeResidual(triple, joint);
    placeDerivatives(triple, joint);
    for (let i = 0; i < 3; i++) {
      if (equations.fixed[first + i] === 1) continue;
      addGradient(first + i, joint, derivatives[i], weights[joint], equations);
      for (let j = 0; j <= i; j++) {
        if (equations.fixed[first + j] === 1) continue;
        const pair = [derivatives[i], derivatives[j]] as const;
        addBlock(first + i, first + j, joint, pair, weights[joint], equations);
      }
    }
  }
}

function placeResidual([before, here, after]: Triple, joint: number): void {
  placeTurn(before, here, joint, earlier);
  placeTurn(here, after, joint, later);
  for (let i = 0; i < 3; i++) residual[i] = later[i] - earlier[i];
}

/** Log(R_to R_fromᵀ). */
function placeTurn(from: FrameState, to: FrameState, joint: number, out: Float64Array): void {
  for (let i = 0; i < 9; i++) {
    transposed[i] = from.rotations[9 * joint + 3 * (i % 3) + Math.trunc(i / 3)];
  }
  multiply3(to.rotations, 9 * joint, transposed, 0, turn, 0);
  axisAngleFromMatrix(turn, 0, out, 0);
}

/**
 * With R(f) ← Exp(δ) R(f), δ = J_l(θ) dθ: Log(Exp(δ) Exp(ω)) ≈ ω + J_l⁻¹(ω) δ, and
 * Log(Exp(ω) Exp(−δ)) ≈ ω − J_l⁻¹(−ω) δ.
 */
function placeDerivatives([before, here, after]: Triple, joint: number): void {
  inverseLeftJacobian(later, 0, inverse, 0);
  multiply3(inverse, 0, after.axes, 9 * joint, derivatives[2], 0);
  negate(earlier);
  inverseLeftJacobian(negated, 0, inverse, 0);
  multiply3(inverse, 0, before.axes, 9 * joint, derivatives[0], 0);
  negate(later);
  inverseLeftJacobian(negated, 0, inverse, 0);
  inverseLeftJacobian(earlier, 0, inverseOther, 0);
  for (let i = 0; i < 9; i++) inverse[i] = -(inverse[i] + inverseOther[i]);
  multiply3(inverse, 0, here.axes, 9 * joint, derivatives[1], 0);
}

function negate(vector: Float64Array): void {
  for (let i = 0; i < 3; i++) negated[i] = -vector[i];
}

function addGradient(
  frame: number,
  joint: number,
  D: Float64Array,
  weight: number,
  { gradient }: SequenceEquations,
): void {
  const offset = FRAME_ORDER * frame + POSE + 3 * joint;
  for (let i = 0; i < 3; i++) {
    const slope = D[i] * residual[0] + D[3 + i] * residual[1] + D[6 + i] * residual[2];
    gradient[offset + i] += weight * slope;
  }
}

function addBlock(
  row: number,
  column: number,
  joint: number,
  [left, right]: readonly [Float64Array, Float64Array],
  weight: number,
  { band }: SequenceEquations,
): void {
  const start = blockOffset(band, row, column) + (bandStride(band) + 1) * (POSE + 3 * joint);
  for (let i = 0; i < 3; i++) {
    const end = row === column ? i + 1 : 3;
    for (let j = 0; j < end; j++) {
      const value = left[i] * right[j] + left[3 + i] * right[3 + j] + left[6 + i] * right[6 + j];
      band.data[start + i * bandStride(band) + j] += weight * value;
    }
  }
}
