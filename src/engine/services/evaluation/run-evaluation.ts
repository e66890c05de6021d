/** One evaluation: files read, people measured, report written. */

import { Readable } from 'node:stream';
import type { ImageFile } from '../../../contract/compute-contract.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { counted } from '../../../core/common/counted.ts';
import { isStudioError, StudioError } from '../../../core/common/errors.ts';
import { type StartedEvaluation, startEvaluation } from '../../../core/evaluation/evaluate.ts';
import type { Evaluation, EvaluationRow } from '../../../core/evaluation/evaluation.ts';
import type { TruthFile } from '../../../core/evaluation/subject.ts';
import {
  readTruth,
  type TruthSource,
  truthFormatOf,
} from '../../../core/evaluation/truths/read-truth.ts';
import { readSpinResult } from '../../../core/evaluation/truths/spin-result.ts';
import type { JobContext, JobResult } from '../jobs.ts';
import type { ExportFiles, OpenProject, TruthFiles } from '../ports.ts';
import type { BodiesAtHand } from './bodies-at-hand.ts';
import { evaluationFiles } from './evaluation-files.ts';
import type { EvaluationOrder } from './order.ts';
import { originOf, titleOf } from './origin.ts';
import { projectPredictions } from './project-predictions.ts';
import { withVideo } from './video-truths.ts';
import { worstPictures } from './worst-pictures.ts';

export interface EvaluationParts {
  readonly files: ExportFiles;
  readonly truths: TruthFiles;
  /** The project's body, and what the user has of SMPL. */
  bodies(): Promise<BodiesAtHand>;
  readonly version: string;
  /** An upright JPEG of a picture. */
  picture(file: ImageFile, maxSidePx: number): Promise<Uint8Array>;
}

export interface EndedEvaluation {
  readonly result: JobResult;
  readonly evaluation: Evaluation;
}

export async function runEvaluation(
  parts: EvaluationParts,
  project: OpenProject,
  order: EvaluationOrder,
  job: JobContext,
): Promise<EndedEvaluation> {
  const source = await parts.truths.read(order.truth);
  const format = order.format ?? truthFormatOf(source);
  const truth = readTruth(source, format);
  const atHand = await parts.bodies();
  const predicted = predictedBody(atHand, order);
  const { predictions, notes, pictures } = await predictionsOf(
    parts.truths,
    predicted,
    project,
    order,
    source,
  );
  const truths = withVideo(truth.truths, pictures, project.store.video.get().setting);
  const started = startEvaluation({
    bodies: { predicted, smpl: atHand.smpl },
    h36m: atHand.h36m,
    predictions,
    truth: { ...truth, truths, notes: [...truth.notes, ...notes] },
    imageNames: pictures.map(({ name }) => name),
    protocol: order.protocol,
    isByRow: order.predictions !== undefined,
  });
  requirePairs(started, truth);
  const rows = await measured(started, job);
  if (rows.length === 0) throw noTruth(['nobody could be compared with it']);
  const { protocol } = started;
  const origin = originOf(
    { model: predicted, protocol, version: parts.version },
    project.folder.name,
    order,
    { source, format },
  );
  const evaluation = started.finish(rows, { title: titleOf(project.folder.name, order), origin });
  const worst = await worstPictures(started, evaluation, (name, side) =>
    parts.picture(project.folder.file(name), side),
  );
  const files = evaluationFiles(order.name, evaluation, worst);
  const { place } = await parts.files.write({
    folder: project.exportFolder,
    parts: files.map(({ name }) => name),
    files: () => Readable.from(files),
    replace: order.replace,
  });
  const message = `${counted(rows.length, 'person', 'people')} compared with the truth.\nFolder: ${place}`;
  return { result: { message, files: files.map(({ name }) => name) }, evaluation };
}

/** A result file is of neutral SMPL, whatever body the project has. */
function predictedBody({ predicted, smpl }: BodiesAtHand, order: EvaluationOrder): BodyModel {
  return order.predictions === undefined ? predicted : (smpl.n ?? predicted);
}

async function predictionsOf(
  truths: TruthFiles,
  model: BodyModel,
  project: OpenProject,
  order: EvaluationOrder,
  truth: TruthSource,
): Promise<ReturnType<typeof projectPredictions>> {
  if (order.predictions === undefined) return projectPredictions(project, model);
  const { bytes, source } = await truths.read(order.predictions);
  const said = readSpinResult(bytes, source, truth);
  if (model.isSmpl) return { predictions: said, notes: [], pictures: [] };
  const jointsOnly = said.map((prediction) => ({ ...prediction, bodies: {} }));
  return { predictions: jointsOnly, notes: [NOT_SMPL], pictures: [] };
}

const NOT_SMPL =
  'The result file’s bodies are of SMPL, which are not at hand: only its joints are compared. Name their folder with --models.';

function requirePairs({ pairs }: StartedEvaluation, { truths }: TruthFile): void {
  if (pairs.length > 0) return;
  const reason = `none of its ${counted(truths.length, 'person', 'people')} is where somebody was predicted`;
  throw noTruth([reason]);
}

/** Somebody who cannot be compared is named and left out. A cancel is seen, and others get their turn, between people. */
async function measured(
  started: StartedEvaluation,
  { signal, setTotal, step, fail }: JobContext,
): Promise<EvaluationRow[]> {
  setTotal(started.pairs.length);
  const rows: EvaluationRow[] = [];
  for (const pair of started.pairs) {
    await new Promise(setImmediate);
    signal.throwIfAborted();
    try {
      rows.push(started.measure(pair));
    } catch (error) {
      if (!isStudioError(error)) throw error;
      fail(pair.truth.imageName, error.message);
    }
    step();
  }
  return rows;
}

export function noTruth(reasons: readonly string[]): StudioError<'evaluation/no-truth'> {
  const message = `There is no truth to compare with: ${reasons.join(', ')}. Nothing was written.`;
  return new StudioError('evaluation/no-truth', message, { reasons });
}
