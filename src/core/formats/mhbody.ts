/**
 * The studio's own file of a body: the embedded CC0 one, `resources/body/mhbody.npz`, described in
 * the README beside it, and what a page gets of a body that is read from the user's files.
 */

import type { BodyModel, LoopName, MeasuringLoops, SparseRows } from '../body/body-model.ts';
import { assert } from '../common/assert.ts';
import { type NpzArrays, readNpz, requireArray } from './npz.ts';

const SOURCE = 'mhbody.npz';
const NEEDED = [
  'v_template',
  'faces',
  'shapedirs',
  'weights_idx',
  'weights_val',
  'parents',
  'vertex_joint_ids',
  'mirror_vertices',
  'loop_edges',
  'loop_t',
  'loop_offsets',
  ...['J_regressor', 'J_regressor_extra'].flatMap((name) =>
    ['row', 'col', 'val'].map((part) => `${name}_${part}`),
  ),
];

/** The file's order. */
const LOOPS: readonly LoopName[] = [
  'chest',
  'waist',
  'hip',
  'leftThigh',
  'leftCalf',
  'leftUpperArm',
  'leftForearm',
  'leftWrist',
  'neck',
  'rightThigh',
  'rightCalf',
  'rightUpperArm',
  'rightForearm',
  'rightWrist',
];

/**
 * @param hash SHA-256 of the bytes, lower-case hex
 * @throws StudioError `format/invalid` naming the array that is missing or of a wrong shape
 */
export function readMhbody(bytes: Uint8Array, hash: string): BodyModel {
  const arrays = readNpz(bytes, SOURCE, NEEDED);
  const template = requireArray(arrays, 'v_template', [undefined, 3], SOURCE);
  const vertexCount = template.shape[0];
  return {
    name: 'mhbody',
    hash,
    isSmpl: false,
    vertexCount,
    jointCount: 24,
    betaCount: 10,
    template: floats(arrays, 'v_template', [vertexCount, 3]),
    faces: Uint32Array.from(integers(arrays, 'faces', [undefined, 3])),
    shapedirs: floats(arrays, 'shapedirs', [vertexCount, 3, 10]),
    posedirs: undefined,
    skinJoints: Uint8Array.from(integers(arrays, 'weights_idx', [vertexCount, 4])),
    skinWeights: floats(arrays, 'weights_val', [vertexCount, 4]),
    parents: integers(arrays, 'parents', [24]),
    jointRegressor: sparse(arrays, 'J_regressor', 24),
    vertexJoints: integers(arrays, 'vertex_joint_ids', [21]),
    extraJointRegressor: sparse(arrays, 'J_regressor_extra', 9),
    mirrorVertices: integers(arrays, 'mirror_vertices', [vertexCount]),
    measuringLoops: measuringLoops(arrays),
  };
}

function measuringLoops(arrays: NpzArrays): MeasuringLoops {
  const offsets = integers(arrays, 'loop_offsets', [LOOPS.length + 1]);
  const edges = integers(arrays, 'loop_edges', [undefined, 2]);
  const t = floats(arrays, 'loop_t', [undefined]);
  const loops = LOOPS.map((name, i) => {
    const [start, end] = [offsets[i], offsets[i + 1]];
    return [name, { edges: edges.slice(2 * start, 2 * end), t: t.slice(start, end) }];
  });
  return Object.fromEntries(loops);
}

function floats(arrays: NpzArrays, name: string, shape: (number | undefined)[]): Float32Array {
  const { data } = requireArray(arrays, name, shape, SOURCE);
  assert(data instanceof Float32Array, `${name} is float32`);
  return data;
}

function integers(arrays: NpzArrays, name: string, shape: (number | undefined)[]): Int32Array {
  const { data } = requireArray(arrays, name, shape, SOURCE);
  assert(ArrayBuffer.isView(data), `${name} holds numbers`);
  return Int32Array.from(data);
}

function sparse(arrays: NpzArrays, name: string, rowCount: number): SparseRows {
  return {
    rowCount,
    rows: integers(arrays, `${name}_row`, [undefined]),
    columns: integers(arrays, `${name}_col`, [undefined]),
    values: floats(arrays, `${name}_val`, [undefined]),
  };
}
