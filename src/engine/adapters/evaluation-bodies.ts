/** The bodies that an evaluation can compare: the project's, and what the user has of SMPL. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BodyName, ModelFile, ModelKind } from '../../contract/models.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { readJointRegressor } from '../../core/formats/smpl/joint-regressors.ts';
import { SMPL } from '../../core/formats/smpl/smpl-layout.ts';
import type { BodiesAtHand } from '../services/evaluation/bodies-at-hand.ts';
import { loadBody } from './model-files/load-body.ts';
import { readModelFolder } from './model-files/read-folder.ts';

/**
 * @param folder with the user's licensed files; null without
 * @throws StudioError `folder/unreadable`, `model/missing`, `model/invalid`
 */
export async function evaluationBodies(
  predicted: BodyModel,
  folder: string | null,
): Promise<BodiesAtHand> {
  if (folder === null) return { predicted, smpl: {}, h36m: undefined };
  const { files } = await readModelFolder(folder);
  const usable = files.filter(({ isUsable, sha256 }) => isUsable && sha256 !== null);
  const bodyOf = (body: BodyName) => smplOf(folder, usable, body);
  return {
    predicted,
    smpl: { n: bodyOf('smpl-neutral'), m: bodyOf('smpl-male'), f: bodyOf('smpl-female') },
    h36m: h36mOf(folder, usable),
  };
}

function fileOf(folder: string, files: readonly ModelFile[], kind: ModelKind, body?: BodyName) {
  const found = files.find((file) => file.kind === kind && (body ?? file.body) === file.body);
  return found && { path: join(folder, found.name), sha256: found.sha256 ?? '' };
}

function smplOf(
  folder: string,
  files: readonly ModelFile[],
  body: BodyName,
): BodyModel | undefined {
  const model = fileOf(folder, files, 'smpl-body', body);
  const extraJoints = fileOf(folder, files, 'extra-joints');
  if (model === undefined || extraJoints === undefined) return undefined;
  return loadBody({ body, smpl: { model, extraJoints }, prior: null, spin: null });
}

function h36mOf(folder: string, files: readonly ModelFile[]) {
  const file = fileOf(folder, files, 'h36m-joints');
  const size = { rowCount: 17, columnCount: SMPL.vertexCount };
  return file && readJointRegressor(readFileSync(file.path), file.path, size);
}
