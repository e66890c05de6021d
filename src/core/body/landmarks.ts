/**
 * The 54 landmarks of a body without its mesh: 24 skeleton joints, 21 vertices, 9 points regressed
 * from posed vertices (`spin49_index_in_54` and the other joint sets point into this list).
 *
 * A landmark is a fixed linear combination r of skinned vertices, v_i = Σ_j W_ij (G_j (u_i − J_j) + p_j),
 * so it needs one pair (weight, offset) for each joint that moves it:
 *
 *     x_l = Σ_j [ w_lj p_j + G_j o_lj ],   o_lj = T_lj + S_lj β + P_lj φ(θ)
 *     w_lj = Σ_v r_v W_vj,   T_lj = Σ_v r_v W_vj T_v − w_lj J0_j,
 *     S_lj = Σ_v r_v W_vj S_v − w_lj dJ_j,   P_lj = Σ_v r_v W_vj P_v,   φ = rowmajor(R_k − I), k ≥ 1
 *
 * which is exact, not an approximation. A skeleton joint is the pair (1, 0).
 */
import { assert } from '../common/assert.ts';
import { type BodyModel, LANDMARK_COUNT, type SparseRows } from './body-model.ts';

/** Entries of a pose corrective: 23 joints × 9 matrix entries. */
export const POSE_FEATURE_COUNT = 207;

/** Arrays are row-major. B is the number of betas, Q the number of pairs. */
export interface CompactLandmarks {
  readonly betaCount: number;
  /** Shape [24]. */
  readonly parents: Int32Array;
  /** Rest joints J(β) = J0 + dJ β: J0 of shape [24, 3], metres. */
  readonly restJoints: Float64Array;
  /** dJ of shape [24, 3, B]. */
  readonly restJointShape: Float64Array;
  /** Shape [55]: the pairs of landmark l are pairStart[l] … pairStart[l + 1] − 1. */
  readonly pairStart: Int32Array;
  /** Shape [Q], ascending in a landmark. */
  readonly pairJoint: Int32Array;
  /** w, shape [Q]. */
  readonly pairWeight: Float64Array;
  /** T, shape [Q, 3]. */
  readonly pairOffset: Float64Array;
  /** S, shape [Q, 3, B]. */
  readonly pairShape: Float64Array;
  /** P, shape [Q, 3, 207]; undefined for a body without pose correctives. */
  readonly pairCorrective: Float64Array | undefined;
}

interface Pair {
  readonly joint: number;
  weight: number;
  readonly offset: Float64Array;
  readonly shape: Float64Array;
  readonly corrective: Float64Array | undefined;
}

type Combination = readonly { readonly vertex: number; readonly factor: number }[];

/** Reduces a body to what its 54 landmarks need. Takes a few milliseconds; once per body. */
export function compactLandmarks(model: BodyModel): CompactLandmarks {
  const rest = restJointsOf(model);
  const landmarks = [
    ...Array.from({ length: model.jointCount }, (_, joint) => [skeletonPair(model, joint)]),
    ...Array.from(model.vertexJoints, (vertex) => pairsOf(model, rest, [{ vertex, factor: 1 }])),
    ...combinations(model.extraJointRegressor).map((rows) => pairsOf(model, rest, rows)),
  ];
  assert(landmarks.length === LANDMARK_COUNT, `${landmarks.length} landmarks instead of 54`);
  return { betaCount: model.betaCount, parents: model.parents, ...rest, ...flatten(landmarks) };
}

interface RestJoints {
  readonly restJoints: Float64Array;
  readonly restJointShape: Float64Array;
}

function restJointsOf(model: BodyModel): RestJoints {
  const { rows, columns, values } = model.jointRegressor;
  const restJoints = new Float64Array(model.jointCount * 3);
  const shapeLength = 3 * model.betaCount;
  const restJointShape = new Float64Array(model.jointCount * shapeLength);
  for (let entry = 0; entry < values.length; entry++) {
    const [joint, vertex, factor] = [rows[entry], columns[entry], values[entry]];
    addScaledRow(restJoints.subarray(3 * joint, 3 * joint + 3), model.template, vertex, factor);
    const shape = restJointShape.subarray(joint * shapeLength, (joint + 1) * shapeLength);
    addScaledRow(shape, model.shapedirs, vertex, factor);
  }
  return { restJoints, restJointShape };
}

function emptyPair(model: BodyModel, joint: number): Pair {
  return {
    joint,
    weight: 0,
    offset: new Float64Array(3),
    shape: new Float64Array(3 * model.betaCount),
    corrective: model.posedirs && new Float64Array(3 * POSE_FEATURE_COUNT),
  };
}

function skeletonPair(model: BodyModel, joint: number): Pair {
  return { ...emptyPair(model, joint), weight: 1 };
}

function pairsOf(model: BodyModel, rest: RestJoints, combination: Combination): Pair[] {
  const pairs = new Map<number, Pair>();
  for (const { vertex, factor } of combination) {
    for (let slot = 4 * vertex; slot < 4 * vertex + 4; slot++) {
      const weight = factor * model.skinWeights[slot];
      if (weight === 0) continue;
      const joint = model.skinJoints[slot];
      const pair = pairs.get(joint) ?? emptyPair(model, joint);
      pairs.set(joint, pair);
      addVertex(pair, model, vertex, weight);
    }
  }
  for (const pair of pairs.values()) {
    addScaledRow(pair.offset, rest.restJoints, pair.joint, -pair.weight);
    addScaledRow(pair.shape, rest.restJointShape, pair.joint, -pair.weight);
  }
  return [...pairs.values()].sort((a, b) => a.joint - b.joint);
}

function addVertex(pair: Pair, model: BodyModel, vertex: number, weight: number): void {
  pair.weight += weight;
  addScaledRow(pair.offset, model.template, vertex, weight);
  addScaledRow(pair.shape, model.shapedirs, vertex, weight);
  if (pair.corrective && model.posedirs) {
    addScaledRow(pair.corrective, model.posedirs, vertex, weight);
  }
}

/** out += factor · (row `row` of `source`, as long as `out`). */
function addScaledRow(
  out: Float64Array,
  source: Float32Array | Float64Array,
  row: number,
  factor: number,
): void {
  const start = row * out.length;
  for (let i = 0; i < out.length; i++) out[i] += factor * source[start + i];
}

function combinations(regressor: SparseRows): Combination[] {
  const { rows, columns, values } = regressor;
  return Array.from({ length: regressor.rowCount }, (_, row) =>
    Array.from(values, (factor, entry) => ({
      row: rows[entry],
      vertex: columns[entry],
      factor,
    })).filter((item) => item.row === row),
  );
}

function flatten(landmarks: readonly (readonly Pair[])[]) {
  const pairs = landmarks.flat();
  const pairStart = new Int32Array(landmarks.length + 1);
  for (const [l, own] of landmarks.entries()) pairStart[l + 1] = pairStart[l] + own.length;
  const correctives = pairs.flatMap(({ corrective }) => (corrective ? [corrective] : []));
  return {
    pairStart,
    pairJoint: Int32Array.from(pairs, ({ joint }) => joint),
    pairWeight: Float64Array.from(pairs, ({ weight }) => weight),
    pairOffset: concatenate(pairs.map(({ offset }) => offset)),
    pairShape: concatenate(pairs.map(({ shape }) => shape)),
    pairCorrective: correctives.length === 0 ? undefined : concatenate(correctives),
  };
}

function concatenate(parts: readonly Float64Array[]): Float64Array {
  const width = parts[0].length;
  const joined = new Float64Array(parts.length * width);
  for (const [i, part] of parts.entries()) joined.set(part, i * width);
  return joined;
}
