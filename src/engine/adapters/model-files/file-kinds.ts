/** What a file is, by what is in it; its name only tells the gender. */
import { readFileSync } from 'node:fs';
import type { BodyName, ModelFile, ModelFinding } from '../../../contract/models.ts';
import { prepareMixture } from '../../../core/fit/terms/mixture-prior.ts';
import type { ByteSource } from '../../../core/formats/byte-source.ts';
import { readNpy } from '../../../core/formats/npy.ts';
import { readNpz } from '../../../core/formats/npz.ts';
import { textKeys } from '../../../core/formats/pickle/python-arrays.ts';
import { readPickle } from '../../../core/formats/pickle/read-pickle.ts';
import { posePriorFrom, readMeanParameters } from '../../../core/formats/pose-prior.ts';
import { readJointRegressor } from '../../../core/formats/smpl/joint-regressors.ts';
import {
  arraysOfNpz,
  arraysOfPickle,
  type NamedArrays,
} from '../../../core/formats/smpl/named-arrays.ts';
import { smplBody } from '../../../core/formats/smpl/smpl-body.ts';
import { SMPL, type SmplGender } from '../../../core/formats/smpl/smpl-layout.ts';
import { openCheckpoint } from '../../../core/formats/torch/checkpoint.ts';
import { looksLikeLegacyTorch } from '../../../core/formats/torch/containers.ts';
import { spinFindings } from './spin-findings.ts';

export type Recognised = Pick<ModelFile, 'kind' | 'title' | 'body' | 'findings'>;

/** Arrays of an .npz that some model has; datasets with other names are not unpacked. */
const MODEL_ARRAYS = [
  ...[
    'v_template',
    'default_v',
    'template_v',
    'f',
    'faces',
    'shapedirs',
    'posedirs',
    'blendshapes',
  ],
  ...['weights', 'lbs_weights', 'kintree_table', 'J_regressor', 'joint_regressor'],
];
const NOTHING = { rowCount: 9, columns: new Int32Array(0), rows: new Int32Array(0) };
/** Non-zero entries of each row in the published files. */
const EXTRA_ENTRIES = '5,5,9,1,8,12,6,8,8';
const H36M_ENTRIES = '8,6,6,5,5,7,4,6,8,8,6,8,5,6,9,6,4';

/** @throws StudioError when it is damaged, of another size or tries to run code */
export function recognise(path: string, source: ByteSource): Recognised {
  if (/\.npy$/i.test(path)) return npyFile(readFileSync(path), source.name);
  if (/\.npz$/i.test(path)) return npzFile(readFileSync(path), source.name);
  const isPickle = /\.pkl$/i.test(path) && !looksLikeLegacyTorch(source);
  return isPickle ? pickleFile(readFileSync(path), source.name) : checkpointFile(source);
}

function npyFile(bytes: Uint8Array, name: string): Recognised {
  const { shape } = readNpy(bytes, name);
  const rows = shape.length === 2 ? shape[0] : undefined;
  if (rows === 9 || /regressor_extra/i.test(name)) {
    const findings = entriesFinding(bytes, name, 9, EXTRA_ENTRIES);
    return { kind: 'extra-joints', title: "SPIN's nine extra joints", body: null, findings };
  }
  if (rows === 17 || /regressor_h36m/i.test(name)) {
    const findings = entriesFinding(bytes, name, 17, H36M_ENTRIES);
    return { kind: 'h36m-joints', title: 'Joints of Human3.6M', body: null, findings };
  }
  return other(`A NumPy array, ${shape.join(' × ')}`);
}

/** No checksum is published for these files; how full their rows are tells them as well. */
function entriesFinding(
  bytes: Uint8Array,
  name: string,
  rowCount: number,
  published: string,
): ModelFinding[] {
  const { rows } = readJointRegressor(bytes, name, { rowCount, columnCount: SMPL.vertexCount });
  const counts = new Array<number>(rowCount).fill(0);
  for (const row of rows) counts[row] = (counts[row] ?? 0) + 1;
  if (counts.join(',') === published) return [];
  const message = 'It is of the right size, but not the published file: rows name other vertices.';
  return [{ severity: 'warning', message }];
}

function npzFile(bytes: Uint8Array, name: string): Recognised {
  const names = Object.keys(readNpz(bytes, name, ['pose', 'shape', 'cam', ...MODEL_ARRAYS]));
  if (names.some((each) => /v_template|default_v|template_v/.test(each))) {
    return bodyFile(arraysOfNpz(readNpz(bytes, name, MODEL_ARRAYS), name), name);
  }
  if (['pose', 'shape', 'cam'].every((each) => names.includes(each)) && names.length === 3) {
    readMeanParameters(bytes, name);
    const title = "SPIN's mean pose, shape and camera";
    return { kind: 'mean-parameters', title, body: null, findings: [] };
  }
  return other('NumPy arrays of another kind');
}

function pickleFile(bytes: Uint8Array, name: string): Recognised {
  const { value } = readPickle(bytes, { source: name });
  if (!(value instanceof Map)) return other('A pickle of another kind');
  const arrays = arraysOfPickle(textKeys(value, name), name);
  const has = (...names: string[]) => names.every((each) => arrays.names.includes(each));
  if (has('v_template') || has('default_v') || has('template_v')) return bodyFile(arrays, name);
  if (!has('means', 'covars', 'weights')) return other('A pickle of another kind');
  prepareMixture(posePriorFrom(arrays));
  return { kind: 'pose-prior', title: "SMPLify's mixture of poses", body: null, findings: [] };
}

function bodyFile(arrays: NamedArrays, name: string): Recognised {
  const gender = genderOf(name);
  const columns = arrays.numbers('shapedirs')?.shape[2];
  const version = columns === undefined ? '' : columns > 10 ? ', v1.1.0' : ', v1.0.0';
  const title = `SMPL body, ${gender ?? 'gender not known'}${version}`;
  const extraJointRegressor = { ...NOTHING, values: new Float32Array(0) };
  smplBody({ arrays, gender: gender ?? 'neutral', hash: '', extraJointRegressor });
  const findings: ModelFinding[] = gender === undefined ? [NO_GENDER] : [];
  const body: BodyName | null = gender === undefined ? null : `smpl-${gender}`;
  return { kind: 'smpl-body', title, body, findings };
}

const NO_GENDER: ModelFinding = {
  severity: 'error',
  message:
    'Its name does not say whose body it is, and nothing in it does. Give it the name ' +
    'SMPL_NEUTRAL, SMPL_MALE or SMPL_FEMALE.',
};

/** As the published names and smplx have it. */
export function genderOf(name: string): SmplGender | undefined {
  const file = name.split('/').at(-1) ?? name;
  if (/neutral/i.test(file)) return 'neutral';
  if (/female|model_f_/i.test(file)) return 'female';
  if (/male|model_m_/i.test(file)) return 'male';
  return undefined;
}

function checkpointFile(source: ByteSource): Recognised {
  const { tensors, container } = openCheckpoint(source);
  const findings = spinFindings(tensors);
  if (findings === undefined) {
    return other(`A ${container} checkpoint of another network, ${tensors.size} tensors`);
  }
  const title = `SPIN's network, ${container} checkpoint`;
  return { kind: 'spin-checkpoint', title, body: null, findings };
}

function other(title: string): Recognised {
  return { kind: 'other', title, body: null, findings: [] };
}
