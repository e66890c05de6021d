/** The tables of the report's page. */
import { LENGTH_TITLES, type MeasurementName } from '../../body/measurement-names.ts';
import type { Estimate } from '../../metrics/bootstrap.ts';
import type { Evaluation, MetricSummary } from '../evaluation.ts';
import { METRICS, type MetricName } from '../metric-list.ts';
import { inUnit, measurementUnit } from '../summarise.ts';
import { type Html, html } from './html.ts';
import { estimateWords, METHOD_TITLES, metricTitle } from './words.ts';

const GROUPS = { pose: 'Pose', shape: 'Shape', image: 'In the picture' } as const;
const GROUP_NAMES = Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[];

/** Pose and shape beside one another for every method, and what the fit changed. */
export function summaryTable({ metrics, methods, protocol }: Evaluation): Html {
  const hasChange = metrics.some(({ change }) => change !== undefined);
  const columns = methods.length + (hasChange ? 3 : 2);
  const groups = GROUP_NAMES.map((group) => {
    const own = metrics.filter(({ metric }) => METRICS[metric].group === group);
    if (own.length === 0) return html``;
    const rows = own.map((summary) => summaryRow(summary, methods, protocol, hasChange));
    return html`<tr class="group"><th scope="colgroup" colspan="${columns}">${GROUPS[group]}</th></tr>${rows}`;
  });
  return html`<div class="scroll"><table>
<caption>Means over the people, with the intervals that hold the mean in 95 of 100 such samples of pictures.</caption>
<thead><tr><th scope="col">metric</th>${methodHeads(methods)}${hasChange ? html`<th scope="col">fit − regression</th>` : undefined}<th scope="col">people</th></tr></thead>
<tbody>${groups}</tbody></table></div>`;
}

function methodHeads(methods: Evaluation['methods'], suffix = ''): Html[] {
  return methods.map((method) => html`<th scope="col">${METHOD_TITLES[method]}${suffix}</th>`);
}

function summaryRow(
  { metric, byMethod, change, people }: MetricSummary,
  methods: Evaluation['methods'],
  protocol: Evaluation['protocol'],
  hasChange: boolean,
): Html {
  const { decimals } = METRICS[metric];
  const cells = methods.map((method) => estimateCell(byMethod[method], decimals));
  const changed = hasChange ? estimateCell(change, decimals, true) : undefined;
  return html`<tr><th scope="row">${metricTitle(metric, protocol)}</th>${cells}${changed}<td>${people}</td></tr>`;
}

function estimateCell(estimate: Estimate | undefined, decimals: number, isSigned = false): Html {
  if (estimate === undefined) return html`<td>–</td>`;
  const [value, ...interval] = estimateWords(estimate, decimals, isSigned).split(' ');
  return html`<td>${value} <span class="interval">${interval.join(' ')}</span></td>`;
}

const TITLES: Readonly<Record<MeasurementName, string>> = {
  ...LENGTH_TITLES,
  volume: 'volume',
  mass: 'mass',
};

export function measurementsTable({ measurements, methods }: Evaluation): Html {
  const rows = measurements.map(({ name, byMethod }) => {
    const { unit } = measurementUnit(name);
    const cells = methods.map(
      (method) =>
        html`${estimateCell(byMethod[method]?.absolute, 1)}${estimateCell(byMethod[method]?.bias, 1, true)}`,
    );
    return html`<tr><th scope="row">${TITLES[name]} (${unit})</th>${cells}</tr>`;
  });
  const heads = methods.map(
    (method) =>
      html`<th scope="col">${METHOD_TITLES[method]}: mean error</th><th scope="col">bias</th>`,
  );
  return html`<div class="scroll"><table>
<caption>Of the T-pose: mean absolute error, and the mean of predicted − true (bias).</caption>
<thead><tr><th scope="col">measurement</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function jointTable({ joints, methods, protocol }: Evaluation): Html {
  const rows = joints.map(({ joint, byMethod }) => {
    const cells = methods.map((method) => estimateCell(byMethod[method], 1));
    return html`<tr><th scope="row">${joint}</th>${cells}</tr>`;
  });
  return html`<div class="scroll"><table>
<caption>Mean distance about the root (${protocol.root}), mm.</caption>
<thead><tr><th scope="col">joint</th>${methodHeads(methods)}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

/** A page of thousands of rows helps nobody; the table beside has them all. */
const MAX_ROWS = 500;

/** The columns that somebody has a value in. */
export function peopleRows({ rows, methods, metrics, protocol }: Evaluation): Html {
  const columns = metrics.map(({ metric }) => metric).filter((metric) => metric !== 'pooledIou');
  const heads = columns.flatMap((metric) =>
    methods.map(
      (method) =>
        html`<th scope="col">${metricTitle(metric, protocol)}<br>${METHOD_TITLES[method]}</th>`,
    ),
  );
  const lines = rows.slice(0, MAX_ROWS).map((row) => {
    const cells = columns.flatMap((metric) =>
      methods.map(
        (method) => html`<td>${valueWords(row.measures[method]?.values[metric], metric)}</td>`,
      ),
    );
    return html`<tr><th scope="row">${row.imageName} · ${row.personId}</th>${cells}</tr>`;
  });
  const rest = rows.length - MAX_ROWS;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Errors of each person"><table>
<thead><tr><th scope="col">picture · person</th>${heads}</tr></thead><tbody>${lines}</tbody></table></div>
${rest > 0 ? html`<p class="soft">${rest} more are in the table of people beside this report.</p>` : undefined}`;
}

function valueWords(value: number | undefined, metric: MetricName): string {
  return value === undefined ? '–' : inUnit(metric, value).toFixed(METRICS[metric].decimals);
}
