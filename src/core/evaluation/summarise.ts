/** Rows of people to means with intervals. */
import { LENGTHS, type MeasurementName } from '../body/measurement-names.ts';
import { bootstrapRatio, type Estimate, type Share } from '../metrics/bootstrap.ts';
import { type JointProtocol, jointNamesOf } from '../metrics/joint-protocols.ts';
import type {
  ByMethod,
  EvaluationRow,
  JointSummary,
  MeasurementSummary,
  MetricSummary,
} from './evaluation.ts';
import { METRIC_NAMES, METRICS, type MetricName } from './metric-list.ts';
import type { Method } from './subject.ts';

/** From SI to what is printed. */
export function inUnit(metric: MetricName, value: number): number {
  return METRICS[metric].unit.startsWith('mm') ? 1000 * value : value;
}

/** Metrics that nobody has a value of are left out. */
export function summariseMetrics(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
): MetricSummary[] {
  return METRIC_NAMES.flatMap((metric) => {
    const shares = (method: Method) => rows.map((row) => shareOf(row, method, metric));
    const byMethod = estimates(rows, methods, shares);
    if (Object.keys(byMethod).length === 0) return [];
    const people = rows.filter((row) => methods.some((method) => shareOf(row, method, metric)));
    return [{ metric, people: people.length, byMethod, change: changeOf(rows, methods, metric) }];
  });
}

function shareOf(row: EvaluationRow, method: Method, metric: MetricName): Share | undefined {
  const measure = row.measures[method];
  if (metric === 'pooledIou') {
    return measure?.overlap && { sum: measure.overlap.both, weight: measure.overlap.either };
  }
  const value = measure?.values[metric];
  return value === undefined ? undefined : { sum: inUnit(metric, value), weight: 1 };
}

/** Of the people whom both methods have. */
function changeOf(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
  metric: MetricName,
): Estimate | undefined {
  if (!methods.includes('fit') || !methods.includes('regression') || metric === 'pooledIou') {
    return undefined;
  }
  const shares = rows.map((row) => {
    const [before, after] = [shareOf(row, 'regression', metric), shareOf(row, 'fit', metric)];
    return before && after && { sum: after.sum - before.sum, weight: 1 };
  });
  return estimate(rows, shares);
}

function estimates(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
  sharesOf: (method: Method) => readonly (Share | undefined)[],
): ByMethod<Estimate> {
  const found = methods.flatMap((method) => {
    const own = estimate(rows, sharesOf(method));
    return own === undefined ? [] : [[method, own] as const];
  });
  return Object.fromEntries(found);
}

/** The people of a picture go together into the resampling. */
function estimate(
  rows: readonly EvaluationRow[],
  shares: readonly (Share | undefined)[],
): Estimate | undefined {
  const byImage = new Map<string, Share>();
  for (const [i, share] of shares.entries()) {
    if (share === undefined) continue;
    const { imageName } = rows[i];
    const { sum, weight } = byImage.get(imageName) ?? { sum: 0, weight: 0 };
    byImage.set(imageName, { sum: sum + share.sum, weight: weight + share.weight });
  }
  return byImage.size === 0 ? undefined : bootstrapRatio([...byImage.values()]);
}

export function summariseJoints(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
  protocol: JointProtocol,
): JointSummary[] {
  const names = jointNamesOf(protocol);
  const shares = (joint: number, method: Method) =>
    rows.map((row) => {
      const distance = row.measures[method]?.joints.get(joint);
      return distance === undefined ? undefined : { sum: 1000 * distance, weight: 1 };
    });
  return protocol.joints
    .map((joint) => ({
      joint: names[joint],
      byMethod: estimates(rows, methods, (method) => shares(joint, method)),
    }))
    .filter(({ byMethod }) => Object.keys(byMethod).length > 0);
}

const MEASUREMENTS: readonly MeasurementName[] = [...LENGTHS, 'volume', 'mass'];

/** Millimetres, litres, kilograms. */
export function measurementUnit(name: MeasurementName): { unit: string; factor: number } {
  if (name === 'mass') return { unit: 'kg', factor: 1 };
  return name === 'volume' ? { unit: 'l', factor: 1000 } : { unit: 'mm', factor: 1000 };
}

export function summariseMeasurements(
  rows: readonly EvaluationRow[],
  methods: readonly Method[],
): MeasurementSummary[] {
  return MEASUREMENTS.flatMap((name) => {
    const { factor } = measurementUnit(name);
    const values = (method: Method) =>
      rows.map((row) => row.measures[method]?.measurements?.[name]);
    const shares = (method: Method, of: (value: number) => number) =>
      values(method).map((value) =>
        value === undefined ? undefined : { sum: factor * of(value), weight: 1 },
      );
    const found = methods.flatMap((method) => {
      const bias = estimate(
        rows,
        shares(method, (value) => value),
      );
      const absolute = estimate(rows, shares(method, Math.abs));
      return bias && absolute ? [[method, { bias, absolute }] as const] : [];
    });
    return found.length === 0 ? [] : [{ name, byMethod: Object.fromEntries(found) }];
  });
}
