/** An evaluation as comma-separated tables (RFC 4180, lines ending in LF), units in the columns' names. */
import { type Cell, csv } from '../../formats/csv.ts';
import type { Evaluation, EvaluationRow } from '../evaluation.ts';
import { METRIC_NAMES, METRICS, type MetricName } from '../metric-list.ts';
import type { Method } from '../subject.ts';
import { inUnit } from '../summarise.ts';

const DECIMALS = 6;
const OF_A_PERSON = METRIC_NAMES.filter((metric) => metric !== 'pooledIou');
const SUFFIX = { mm: '_mm', 'mm/frame²': '_mm_per_frame2', kg: '_kg', '': '' } as const;

/** One row a person and method; empty where the truth cannot tell. */
export function peopleTable({ rows, methods }: Evaluation): string {
  const header = [
    ...['image', 'person_id', 'state', 'truth_key', 'method'],
    ...OF_A_PERSON.map((metric) => `${metric}${SUFFIX[METRICS[metric].unit]}`),
    ...['outline_both_px', 'outline_either_px'],
  ];
  const lines = rows.flatMap((row) => methods.map((method) => personCells(row, method)));
  return csv([header, ...lines]);
}

function personCells(row: EvaluationRow, method: Method): Cell[] {
  const measure = row.measures[method];
  const value = (metric: MetricName) => rounded(measure?.values[metric], (v) => inUnit(metric, v));
  return [
    ...[row.imageName, row.personId, row.state, row.truthKey, method],
    ...OF_A_PERSON.map(value),
    ...[measure?.overlap?.both, measure?.overlap?.either],
  ];
}

function rounded(value: number | undefined, toUnit: (value: number) => number): Cell {
  return value === undefined ? undefined : Number(toUnit(value).toFixed(DECIMALS));
}

/** One row a joint and method: mean distance about the root with its 95 % interval. */
export function jointsTable({ joints, methods, protocol }: Evaluation): string {
  const header = ['joint', 'method', 'root', 'mean_mm', 'low95_mm', 'high95_mm'];
  const lines = joints.flatMap(({ joint, byMethod }) =>
    methods.flatMap((method) => {
      const own = byMethod[method];
      if (own === undefined) return [];
      const numbers = [own.value, own.low95, own.high95].map((v) => rounded(v, (mm) => mm));
      return [[joint, method, protocol.root, ...numbers]];
    }),
  );
  return csv([header, ...lines]);
}

/** For programs: everything but the rows, which the tables have. */
export function summaryJson({ rows, ...summary }: Evaluation): string {
  return `${JSON.stringify({ ...summary, people: rows.length }, undefined, 1)}\n`;
}
