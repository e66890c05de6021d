/** Puts an evaluation together. Pure: reading files and showing progress are others' business. */
import type { SparseRows } from '../body/body-model.ts';
import { StudioError } from '../common/errors.ts';
import { type JointProtocol, PROTOCOLS, type ProtocolName } from '../metrics/joint-protocols.ts';
import {
  type Evaluation,
  type EvaluationRow,
  measureRow,
  type Origin,
  withAccelerations,
} from './evaluation.ts';
import { findingsOf } from './findings.ts';
import { type Matching, matchPeople, matchRows } from './match-people.ts';
import type { EvaluationParts } from './measure-pair.ts';
import { createPoser, landmarkPixels } from './posed-subject.ts';
import { posedTruth, truthPoints } from './posed-truth.ts';
import type { Drawing } from './report/worst-people.ts';
import { type EvaluationBodies, isComparable } from './same-body.ts';
import { createMeasures } from './shape-measure.ts';
import type { Method, Pair, Prediction, TruthFile } from './subject.ts';
import { summariseJoints, summariseMeasurements, summariseMetrics } from './summarise.ts';

export interface EvaluationRequest {
  readonly bodies: EvaluationBodies;
  readonly h36m: SparseRows | undefined;
  readonly predictions: readonly Prediction[];
  readonly truth: TruthFile;
  /** All pictures, also those in which nobody was found; those of the predictions when left out. */
  readonly imageNames?: readonly string[];
  /** Row i of the predictions is of row i of the truth: nothing is matched by name and place. */
  readonly isByRow?: boolean;
  /** What the truth suits best when left out. */
  readonly protocol?: ProtocolName | undefined;
}

/** An evaluation that is under way: its people can be measured one at a time. */
export interface StartedEvaluation {
  readonly pairs: readonly Pair[];
  readonly protocol: JointProtocol;
  measure(pair: Pair): EvaluationRow;
  /** Where everybody's landmarks are in the picture. */
  draw(pair: Pair): Drawing;
  finish(rows: readonly EvaluationRow[], about: { title: string; origin: Origin }): Evaluation;
}

const METHODS: readonly Method[] = ['regression', 'fit', 'file'];

/** @throws StudioError `evaluation/no-match`; `input/invalid` for joints that cannot be had */
export function startEvaluation(request: EvaluationRequest): StartedEvaluation {
  const { bodies, h36m, predictions, truth } = request;
  const protocol = PROTOCOLS[request.protocol ?? suitableProtocol(request)];
  if (protocol.from === 'h36m' && !hasH36m(request)) throw withoutRegressor(protocol);
  const parts: EvaluationParts = {
    bodies,
    h36m,
    protocol,
    poser: createPoser(),
    measuresOf: createMeasures(),
  };
  const methods = METHODS.filter((method) =>
    predictions.some((said) => said.bodies[method] ?? (method === 'file' && said.h36mJoints)),
  );
  const matching = request.isByRow
    ? matchRows(predictions, truth.truths)
    : matchPeople(parts, predictions, truth.truths, request.imageNames);
  return {
    pairs: matching.pairs,
    protocol,
    measure: (pair) => measureRow(parts, pair, methods),
    draw: (pair) => drawingOf(parts, pair),
    finish: (rows, about) => finished(parts, truth, matching, methods, rows, about),
  };
}

function finished(
  parts: EvaluationParts,
  truth: TruthFile,
  matching: Matching,
  methods: readonly Method[],
  measured: readonly EvaluationRow[],
  { title, origin }: { title: string; origin: Origin },
): Evaluation {
  const rows = withAccelerations(measured, methods);
  const { protocol } = parts;
  return {
    title,
    methods,
    protocol: { title: protocol.title, root: protocol.root.title },
    rows,
    metrics: summariseMetrics(rows, methods),
    joints: summariseJoints(rows, methods, protocol),
    measurements: summariseMeasurements(rows, methods),
    findings: findingsOf(parts, truth, matching),
    origin,
  };
}

function drawingOf(parts: EvaluationParts, { prediction, truth }: Pair): Drawing {
  const predicted = Object.entries(prediction.bodies).map(([method, { body, camera }]) => {
    return [method, landmarkPixels(parts.poser(parts.bodies.predicted, body), camera)] as const;
  });
  return {
    predicted: Object.fromEntries(predicted),
    truth: truthPoints(truth, posedTruth(parts, truth)),
  };
}

/** Everyone at once. */
export function evaluate(
  request: EvaluationRequest,
  about: { title: string; origin: Origin },
): Evaluation {
  const started = startEvaluation(request);
  return started.finish(started.pairs.map(started.measure), about);
}

/**
 * Human3.6M's joints for SMPL with the regressor, as papers have it; the file's own joints where its
 * body cannot be compared; LSP's 14 about the mid hips else.
 */
export function suitableProtocol({
  bodies,
  h36m,
  truth,
  predictions,
}: EvaluationRequest): ProtocolName {
  if (hasH36m({ bodies, h36m, predictions })) return 'h36m14';
  const { truths } = truth;
  if (truths.some(({ body }) => body && isComparable(bodies, body.of))) return 'lsp14';
  const lists = truths.map(({ joints3d }) => joints3d?.list);
  if (lists.includes('smpl24')) return 'smpl24';
  return lists.includes('dataset24') ? 'j14' : 'lsp14';
}

/** By the regressor from SMPL's vertices, or out of a result file. */
function hasH36m({
  bodies,
  h36m,
  predictions,
}: Pick<EvaluationRequest, 'bodies' | 'h36m' | 'predictions'>): boolean {
  const isRegressed = bodies.predicted.isSmpl && h36m !== undefined;
  return isRegressed || predictions.some(({ h36mJoints }) => h36mJoints);
}

function withoutRegressor({ title }: JointProtocol): StudioError<'input/invalid'> {
  const issues = [`${title} needs SMPL’s body and J_regressor_h36m.npy`];
  const message = `These joints cannot be had: ${issues[0]}. Nothing was compared; choose others.`;
  return new StudioError('input/invalid', message, { issues });
}
