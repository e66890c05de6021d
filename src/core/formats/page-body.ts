/** A body as a page gets it: what drawing and picking need, whatever file it came from. */
import type { BodyModel, SparseRows } from '../body/body-model.ts';
import { readMhbody } from './mhbody.ts';
import type { NpyArray } from './npy.ts';
import { type NpzArrays, readNpz, requireArray, writeNpz } from './npz.ts';

const SOURCE = 'body.npz';

/** The arrays of a body that does not come from the studio's own file, SMPL's. */
export function writePageBody(model: BodyModel): Uint8Array {
  const V = model.vertexCount;
  const posedirs = model.posedirs ?? new Float32Array(0);
  return writeNpz({
    name: { shape: [1], data: [model.name] },
    v_template: { shape: [V, 3], data: model.template },
    faces: { shape: [model.faces.length / 3, 3], data: Int32Array.from(model.faces) },
    shapedirs: { shape: [V, 3, model.betaCount], data: model.shapedirs },
    posedirs: { shape: [posedirs.length], data: posedirs },
    weights_idx: { shape: [V, 4], data: model.skinJoints },
    weights_val: { shape: [V, 4], data: model.skinWeights },
    parents: vector(model.parents),
    vertex_joint_ids: vector(model.vertexJoints),
    ...sparse('J_regressor', model.jointRegressor),
    ...sparse('J_regressor_extra', model.extraJointRegressor),
  });
}

/** @throws StudioError `format/invalid` */
export function readPageBody(bytes: Uint8Array, hash: string): BodyModel {
  const arrays = readNpz(bytes, SOURCE);
  if (arrays.name === undefined) return readMhbody(bytes, hash);
  const names = requireArray(arrays, 'name', [1], SOURCE).data;
  const V = requireArray(arrays, 'v_template', [undefined, 3], SOURCE).shape[0];
  const posedirs = Float32Array.from(numbers(arrays, 'posedirs'));
  return {
    name: String(names[0]),
    hash,
    isSmpl: true,
    vertexCount: V,
    jointCount: 24,
    betaCount: 10,
    template: Float32Array.from(numbers(arrays, 'v_template')),
    faces: Uint32Array.from(numbers(arrays, 'faces')),
    shapedirs: Float32Array.from(numbers(arrays, 'shapedirs')),
    posedirs: posedirs.length === 0 ? undefined : posedirs,
    skinJoints: Uint8Array.from(numbers(arrays, 'weights_idx')),
    skinWeights: Float32Array.from(numbers(arrays, 'weights_val')),
    parents: Int32Array.from(numbers(arrays, 'parents')),
    jointRegressor: sparseOf(arrays, 'J_regressor', 24),
    vertexJoints: Int32Array.from(numbers(arrays, 'vertex_joint_ids')),
    extraJointRegressor: sparseOf(arrays, 'J_regressor_extra', 9),
    mirrorVertices: undefined,
    measuringLoops: undefined,
  };
}

function vector(data: Int32Array | Float32Array): NpyArray {
  return { shape: [data.length], data };
}

function sparse(name: string, { rows, columns, values }: SparseRows): NpzArrays {
  return {
    [`${name}_row`]: vector(rows),
    [`${name}_col`]: vector(columns),
    [`${name}_val`]: vector(values),
  };
}

function sparseOf(arrays: NpzArrays, name: string, rowCount: number): SparseRows {
  return {
    rowCount,
    rows: Int32Array.from(numbers(arrays, `${name}_row`)),
    columns: Int32Array.from(numbers(arrays, `${name}_col`)),
    values: Float32Array.from(numbers(arrays, `${name}_val`)),
  };
}

function numbers(arrays: NpzArrays, name: string): ArrayLike<number> {
  const array = arrays[name];
  const shape = array?.shape ?? [];
  const { data } = requireArray(arrays, name, shape, SOURCE);
  return ArrayBuffer.isView(data) ? data : [];
}
