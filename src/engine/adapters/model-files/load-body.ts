/** Reads the body and the prior of a project, from the program's own files or the user's. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BodySource } from '../../../contract/body-source.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import type { PosePrior } from '../../../core/body/pose-statistics.ts';
import { StudioError } from '../../../core/common/errors.ts';
import { readNpz } from '../../../core/formats/npz.ts';
import { textKeys } from '../../../core/formats/pickle/python-arrays.ts';
import { readPickle } from '../../../core/formats/pickle/read-pickle.ts';
import { posePriorFrom } from '../../../core/formats/pose-prior.ts';
import { readJointRegressor } from '../../../core/formats/smpl/joint-regressors.ts';
import {
  arraysOfNpz,
  arraysOfPickle,
  type NamedArrays,
} from '../../../core/formats/smpl/named-arrays.ts';
import { smplBody } from '../../../core/formats/smpl/smpl-body.ts';
import { SMPL, type SmplGender } from '../../../core/formats/smpl/smpl-layout.ts';
import { loadBodyModel, loadFitter, loadPosePrior } from '../embedded-models.ts';

type File = NonNullable<BodySource['prior']>;

/** @throws StudioError `model/missing` when a file is gone or another one, `model/invalid` */
export function loadBody({ body, smpl }: BodySource): BodyModel {
  if (smpl === null) return loadBodyModel();
  const { model, extraJoints } = smpl;
  const size = { rowCount: 9, columnCount: SMPL.vertexCount };
  const extraJointRegressor = readJointRegressor(bytesOf(extraJoints), extraJoints.path, size);
  const gender = body.replace('smpl-', '') as SmplGender;
  return smplBody({ arrays: arraysOf(model), gender, hash: model.sha256, extraJointRegressor });
}

/** @throws StudioError `model/missing`, `model/invalid` */
export function loadFitterOf(source: BodySource, model: BodyModel) {
  return loadFitter(model, loadPriorOf(source));
}

/** @throws StudioError `model/missing`, `model/invalid` */
export function loadPriorOf({ prior }: BodySource): PosePrior {
  return prior === null ? loadPosePrior() : posePriorFrom(arraysOf(prior));
}

function arraysOf(file: File): NamedArrays {
  const bytes = bytesOf(file);
  if (/\.npz$/i.test(file.path)) return arraysOfNpz(readNpz(bytes, file.path), file.path);
  const { value } = readPickle(bytes, { source: file.path });
  return arraysOfPickle(textKeys(value, file.path), file.path);
}

function bytesOf({ path, sha256 }: File): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw missing(path, error instanceof Error ? error.message : String(error));
  }
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw missing(path, 'it is another file than the one that the bodies were fitted with');
}

function missing(path: string, reason: string): StudioError<'model/missing'> {
  const message =
    `The project's body cannot be read: ${reason}. Pictures, points and bodies of the project are ` +
    `kept. Put ${basename(path)} back, or choose the folder with it under Settings → Models ` +
    `(command line: --models FOLDER).\nFile: ${path}`;
  return new StudioError('model/missing', message, { source: path, reason });
}
