/**
 * SMPL's model files (https://smpl.is.tue.mpg.de): v1.0.0 with 10 shape coefficients and v1.1.0 with
 * 300, of which the first 10 are used, as pickles with or without chumpy and as .npz. `J` is not
 * read: the joints are regressed from the vertices.
 */
import type { BodyModel, SparseRows } from '../../body/body-model.ts';
import { type NamedArrays, requireNumbers, unusable } from './named-arrays.ts';
import { SMPL, SMPL_PARENTS, type SmplGender, type SmplLayout } from './smpl-layout.ts';

const JOINT_COUNT = 24;
const BETA_COUNT = 10;
const INFLUENCES = 4;
const FEATURE_COUNT = 207;
/** Four influences must hold all but this much of a vertex. */
const MAX_LOST_WEIGHT = 1e-3;

export interface SmplSource {
  readonly arrays: NamedArrays;
  readonly gender: SmplGender;
  /** SHA-256 of the file, lower-case hex. */
  readonly hash: string;
  /** Joints 45 … 53 from posed vertices, of `J_regressor_extra.npy`, 9 rows. */
  readonly extraJointRegressor: SparseRows;
  /** SMPL's own when left out; a stand-in's in tests. */
  readonly layout?: SmplLayout;
}

/** @throws StudioError `model/invalid` naming what is not SMPL's */
export function smplBody(from: SmplSource): BodyModel {
  const { arrays, gender, hash, extraJointRegressor, layout = SMPL } = from;
  const V = layout.vertexCount;
  const template = requireNumbers(arrays, ['v_template', 'default_v', 'template_v'], [V, 3]);
  return {
    name: `smpl-${gender}`,
    hash,
    isSmpl: true,
    vertexCount: V,
    jointCount: JOINT_COUNT,
    betaCount: BETA_COUNT,
    template: Float32Array.from(template.data),
    faces: faces(arrays, layout),
    shapedirs: shapedirs(arrays, V),
    posedirs: posedirs(arrays, V),
    ...skinning(arrays, V),
    parents: parents(arrays),
    jointRegressor: jointRegressor(arrays, V),
    vertexJoints: Int32Array.from(layout.vertexJoints),
    extraJointRegressor,
    mirrorVertices: undefined,
    measuringLoops: undefined,
  };
}

function faces(arrays: NamedArrays, { faceCount, vertexCount }: SmplLayout): Uint32Array {
  const { data } = requireNumbers(arrays, ['f', 'faces'], [faceCount, 3]);
  if (data.every((vertex) => vertex >= 0 && vertex < vertexCount)) return Uint32Array.from(data);
  throw unusable(arrays.source, 'a triangle has a vertex that is not there');
}

/** The first ten columns. */
function shapedirs(arrays: NamedArrays, vertexCount: number): Float32Array {
  const { shape, data } = requireNumbers(arrays, ['shapedirs'], [vertexCount, 3, undefined]);
  const columns = shape[2];
  if (columns < BETA_COUNT) {
    throw unusable(arrays.source, `"shapedirs" has ${columns} columns; ${BETA_COUNT} are needed`);
  }
  const out = new Float32Array(3 * vertexCount * BETA_COUNT);
  for (let row = 0; row < 3 * vertexCount; row++) {
    for (let b = 0; b < BETA_COUNT; b++) out[BETA_COUNT * row + b] = data[columns * row + b];
  }
  return out;
}

function posedirs(arrays: NamedArrays, vertexCount: number): Float32Array {
  const names = ['posedirs', 'blendshapes'];
  const { data } = requireNumbers(arrays, names, [vertexCount, 3, FEATURE_COUNT]);
  return Float32Array.from(data);
}

function parents(arrays: NamedArrays): Int32Array {
  const { data } = requireNumbers(arrays, ['kintree_table'], [2, JOINT_COUNT]);
  // The root's parent is −1, or what that is in 32 or 64 bits without a sign.
  const own = Array.from(data.subarray(0, JOINT_COUNT), (parent) => (parent > 1e9 ? -1 : parent));
  if (own.every((parent, joint) => parent === SMPL_PARENTS[joint])) return Int32Array.from(own);
  throw unusable(arrays.source, 'its skeleton is not the one of SMPL');
}

function jointRegressor(arrays: NamedArrays, vertexCount: number): SparseRows {
  const name = ['J_regressor', 'joint_regressor'].find((each) => arrays.matrix(each));
  const matrix = name === undefined ? undefined : arrays.matrix(name);
  if (matrix === undefined) throw unusable(arrays.source, 'it has no matrix "J_regressor"');
  const { rowCount, columnCount } = matrix;
  if (rowCount !== JOINT_COUNT || columnCount !== vertexCount) {
    const found = `${rowCount} × ${columnCount}`;
    const reason = `"J_regressor" is ${found} instead of ${JOINT_COUNT} × ${vertexCount}`;
    throw unusable(arrays.source, reason);
  }
  return matrix;
}

/** The four joints of most weight; SMPL's own files have no more. */
function skinning(arrays: NamedArrays, vertexCount: number) {
  const { data } = requireNumbers(arrays, ['weights', 'lbs_weights'], [vertexCount, JOINT_COUNT]);
  const skinJoints = new Uint8Array(INFLUENCES * vertexCount);
  const skinWeights = new Float32Array(INFLUENCES * vertexCount);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const own = data.subarray(JOINT_COUNT * vertex, JOINT_COUNT * (vertex + 1));
    const order = Array.from(own.keys()).sort((a, b) => own[b] - own[a] || a - b);
    const kept = order.slice(0, INFLUENCES);
    const lost = Math.abs(1 - kept.reduce((sum, joint) => sum + own[joint], 0));
    if (!(lost <= MAX_LOST_WEIGHT)) {
      throw unusable(arrays.source, `vertex ${vertex} is not moved by four joints or fewer`);
    }
    skinJoints.set(kept, INFLUENCES * vertex);
    skinWeights.set(
      kept.map((joint) => own[joint]),
      INFLUENCES * vertex,
    );
  }
  return { skinJoints, skinWeights };
}
