/** An evaluation: rows of people, and what they come to. Everything in it is plain data. */
import type { MeasurementName } from '../body/measurement-names.ts';
import { accelerationErrors } from '../metrics/acceleration-error.ts';
import type { Estimate } from '../metrics/bootstrap.ts';
import { type EvaluationParts, measurePair, type PairMeasure } from './measure-pair.ts';
import type { MetricName } from './metric-list.ts';
import type { Method, Pair, Truth } from './subject.ts';

export interface EvaluationRow {
  readonly imageName: string;
  readonly personId: string;
  readonly state: string;
  readonly truthKey: string;
  readonly sequence: Truth['sequence'];
  readonly measures: Readonly<Partial<Record<Method, PairMeasure>>>;
}

export type ByMethod<Value> = Readonly<Partial<Record<Method, Value>>>;

/** A metric over everyone, in its unit. */
export interface MetricSummary {
  readonly metric: MetricName;
  readonly people: number;
  readonly byMethod: ByMethod<Estimate>;
  /** Fit − regression of the same people; undefined with one method only. */
  readonly change: Estimate | undefined;
}

/** Mean distance about the root, mm. */
export interface JointSummary {
  readonly joint: string;
  readonly byMethod: ByMethod<Estimate>;
}

/** Predicted − true: mm, litres, kg. */
export interface MeasurementSummary {
  readonly name: MeasurementName;
  readonly byMethod: ByMethod<{ readonly bias: Estimate; readonly absolute: Estimate }>;
}

/** Where the numbers come from, as lines to print. */
export type Origin = readonly (readonly [what: string, value: string])[];

export interface Evaluation {
  readonly title: string;
  readonly methods: readonly Method[];
  /** The joints and root of MPJPE. */
  readonly protocol: { readonly title: string; readonly root: string };
  readonly rows: readonly EvaluationRow[];
  readonly metrics: readonly MetricSummary[];
  readonly joints: readonly JointSummary[];
  readonly measurements: readonly MeasurementSummary[];
  /** What cannot be told, or must be known, as sentences. */
  readonly findings: readonly string[];
  readonly origin: Origin;
}

export function measureRow(
  parts: EvaluationParts,
  pair: Pair,
  methods: readonly Method[],
): EvaluationRow {
  const { prediction, truth } = pair;
  const { imageName, personId, state } = prediction;
  const measures = methods.flatMap((method) => {
    const measure = measurePair(parts, pair, method);
    return measure === undefined ? [] : [[method, measure] as const];
  });
  return {
    imageName,
    personId,
    state,
    truthKey: truth.key,
    sequence: truth.sequence,
    measures: Object.fromEntries(measures),
  };
}

/** The same rows with the acceleration errors of the videos among them, metres per frame². */
export function withAccelerations(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
): EvaluationRow[] {
  const errors = methods.map((method) => [method, accelerationsOf(rows, method)] as const);
  return rows.map((row) => {
    const measures = errors.flatMap(([method, found]) => {
      const measure = row.measures[method];
      const accel = found.get(row);
      if (measure === undefined) return [];
      const values = accel === undefined ? measure.values : { ...measure.values, accel };
      return [[method, { ...measure, values }] as const];
    });
    return { ...row, measures: Object.fromEntries(measures) };
  });
}

function accelerationsOf(
  rows: readonly EvaluationRow[],
  method: Method,
): Map<EvaluationRow, number> {
  const inVideos = rows.filter(({ sequence }) => sequence !== undefined);
  const videos = Map.groupBy(inVideos, ({ sequence }) => sequence?.name);
  const found = new Map<EvaluationRow, number>();
  for (const frames of videos.values()) {
    const byFrame: EvaluationRow[] = [];
    for (const row of frames) byFrame[row.sequence?.frame ?? 0] = row;
    const motions = Array.from(byFrame, (row) => row?.measures[method]?.motion);
    const errors = accelerationErrors(
      motions.map((motion) => motion?.predicted),
      motions.map((motion) => motion?.truth),
    );
    for (const { frame, error } of errors) found.set(byFrame[frame], error);
  }
  return found;
}
