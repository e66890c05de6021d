/**
 * SMPL's pose blend shapes in the compact landmarks: a pair's offset is o = T + S β + P φ with
 * φ = rowmajor(R_k − I), k = 1 … 23, so a corrected landmark moves with every joint but the root,
 * ∂x/∂θ_ki = Σ_pairs G_j P_k ∂φ_k/∂θ_ki, also with those that it does not hang on.
 */
import { type CompactLandmarks, POSE_FEATURE_COUNT } from '../../body/landmarks.ts';
import { JOINT_COUNT } from './unknowns.ts';

/** Landmarks from this one on lie on the skin; the joints before it have no correctives. */
const FIRST_ON_SKIN = JOINT_COUNT;
/** Those of the skeleton's joints come first, one each. */
const SKELETON_PAIRS = JOINT_COUNT;
/** Entries of ∂φ_k/∂θ_k, shape [9, 3]. */
const SLOPES = 27;

/** What is needed here of `Kinematics`. */
interface Posed {
  readonly landmarks: CompactLandmarks;
  readonly rotations: Float64Array;
  readonly features: Float64Array;
  readonly featureSlopes: Float64Array;
}

export function isCorrected({ landmarks }: Posed, landmark: number): boolean {
  return landmarks.pairCorrective !== undefined && landmark >= FIRST_ON_SKIN;
}

/** Writes φ, shape [207]. */
export function writePoseFeatures(localRotations: Float64Array, features: Float64Array): void {
  for (let i = 0; i < POSE_FEATURE_COUNT; i++) {
    features[i] = localRotations[9 + i] - (i % 9 === 0 || i % 9 === 4 || i % 9 === 8 ? 1 : 0);
  }
}

/**
 * Writes ∂φ_k/∂θ_k, shape [23, 9, 3]: column i is rowmajor([a_i]× R_k), a_i being column i of the
 * left Jacobian.
 */
export function writeFeatureSlopes(
  localAxes: Float64Array,
  localRotations: Float64Array,
  slopes: Float64Array,
): void {
  for (let joint = 1; joint < JOINT_COUNT; joint++) {
    const R = 9 * joint;
    for (let i = 0; i < 3; i++) {
      const x = localAxes[R + i];
      const y = localAxes[R + 3 + i];
      const z = localAxes[R + 6 + i];
      for (let column = 0; column < 3; column++) {
        const r0 = localRotations[R + column];
        const r1 = localRotations[R + 3 + column];
        const r2 = localRotations[R + 6 + column];
        const out = SLOPES * (joint - 1) + 3 * column + i;
        slopes[out] = y * r2 - z * r1;
        slopes[out + 9] = z * r0 - x * r2;
        slopes[out + 18] = x * r1 - y * r0;
      }
    }
  }
}

/** out += P φ of a pair. */
export function addCorrective(
  { landmarks: { pairCorrective }, features }: Posed,
  pair: number,
  out: Float64Array,
): void {
  if (pairCorrective === undefined || pair < SKELETON_PAIRS) return;
  for (let axis = 0; axis < 3; axis++) {
    const row = POSE_FEATURE_COUNT * (3 * pair + axis);
    let sum = 0;
    for (let f = 0; f < POSE_FEATURE_COUNT; f++) sum += pairCorrective[row + f] * features[f];
    out[axis] += sum;
  }
}

/** Column i of P_k ∂φ_k/∂θ_k in the pair's own frame, for all joints. */
const local = new Float64Array(3);

/**
 * Writes how a corrected landmark moves with each joint by its correctives alone; skeleton and its
 * derivatives must be those of x.
 *
 * @param out ∂x/∂θ_k, shape [24, 3, 3], rows x, y, z; of the root zero
 */
export function correctiveMotion(state: Posed, landmark: number, out: Float64Array): void {
  const { pairStart, pairJoint } = state.landmarks;
  out.fill(0);
  for (let pair = pairStart[landmark]; pair < pairStart[landmark + 1]; pair++) {
    for (let joint = 1; joint < JOINT_COUNT; joint++) {
      for (let i = 0; i < 3; i++) {
        correctiveSlope(state, pair, joint, i);
        addTurned(state.rotations, 9 * pairJoint[pair], out, 9 * joint + i);
      }
    }
  }
}

/** Writes `local`. */
function correctiveSlope(
  { landmarks: { pairCorrective }, featureSlopes }: Posed,
  pair: number,
  joint: number,
  i: number,
): void {
  if (pairCorrective === undefined) return;
  const slope = SLOPES * (joint - 1) + i;
  for (let axis = 0; axis < 3; axis++) {
    const row = POSE_FEATURE_COUNT * (3 * pair + axis) + 9 * (joint - 1);
    let sum = 0;
    for (let f = 0; f < 9; f++) sum += pairCorrective[row + f] * featureSlopes[slope + 3 * f];
    local[axis] = sum;
  }
}

/** Column of a 3 × 3 block += G `local`. */
function addTurned(rotations: Float64Array, g: number, out: Float64Array, column: number): void {
  const [x, y, z] = local;
  for (let row = 0; row < 3; row++) {
    const at = g + 3 * row;
    out[column + 3 * row] += rotations[at] * x + rotations[at + 1] * y + rotations[at + 2] * z;
  }
}

/**
 * Adds what a force on a pair, in the pair's own frame, does to the features: forces += Pᵀ f.
 *
 * @param forces shape [207]
 */
export function pullFeatures(
  { landmarks: { pairCorrective } }: Posed,
  pair: number,
  along: ArrayLike<number>,
  forces: Float64Array,
): void {
  if (pairCorrective === undefined || pair < SKELETON_PAIRS) return;
  for (let axis = 0; axis < 3; axis++) {
    const row = POSE_FEATURE_COUNT * (3 * pair + axis);
    for (let f = 0; f < POSE_FEATURE_COUNT; f++) forces[f] += along[axis] * pairCorrective[row + f];
  }
}

/** gradient of θ_k += (∂φ_k/∂θ_k)ᵀ forces_k; `first` is where θ_0 stands in the gradient. */
export function turnByFeatures(
  { featureSlopes }: Posed,
  forces: Float64Array,
  gradient: Float64Array,
  first: number,
): void {
  for (let f = 0; f < POSE_FEATURE_COUNT; f++) {
    const joint = 1 + Math.floor(f / 9);
    for (let i = 0; i < 3; i++)
      gradient[first + 3 * joint + i] += forces[f] * featureSlopes[3 * f + i];
  }
}
