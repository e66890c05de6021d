/** Pictures of the people with the largest errors, with what was predicted and what is true drawn in. */
import { COCO17 } from '../../keypoints/joint-sets.ts';
import type { Evaluation, EvaluationRow } from '../evaluation.ts';
import { METRICS, type MetricName } from '../metric-list.ts';
import type { Method } from '../subject.ts';
import { inUnit } from '../summarise.ts';
import { type Html, html } from './html.ts';
import { METHOD_TITLES } from './words.ts';

/** What is drawn of a person: the body's 54 landmarks, shape [54, 2], pixels of the image. */
export interface Drawing {
  readonly predicted: Readonly<Partial<Record<Method, Float64Array>>>;
  readonly truth: Float64Array | undefined;
}

/** A small JPEG of a picture. */
export interface Thumbnail {
  readonly base64: string;
  /** Of the picture itself, pixels. */
  readonly width: number;
  readonly height: number;
}

export interface WorstPerson {
  readonly row: EvaluationRow;
  readonly drawing: Drawing;
  /** Undefined when the picture could not be read. */
  readonly thumbnail: Thumbnail | undefined;
}

const RANKED_BY: readonly MetricName[] = ['mpjpe', 'pveTSc', 'iou', 'pck05'];

/** Which error the worst are worst by: the first that is known. */
export function rankedBy({ metrics }: Pick<Evaluation, 'metrics'>): MetricName | undefined {
  return RANKED_BY.find((wanted) => metrics.some(({ metric }) => metric === wanted));
}

/** Worst first, by the last method that has it: what the studio ends with. */
export function worstRows(
  { rows, methods, metrics }: Pick<Evaluation, 'rows' | 'methods' | 'metrics'>,
  count: number,
): EvaluationRow[] {
  const metric = rankedBy({ metrics });
  if (metric === undefined) return [];
  const sign = METRICS[metric].isHigherBetter ? -1 : 1;
  const errorOf = ({ measures }: EvaluationRow) => {
    const method = methods.findLast((own) => measures[own]?.values[metric] !== undefined);
    return method === undefined ? Number.NaN : sign * Number(measures[method]?.values[metric]);
  };
  return rows
    .filter((row) => !Number.isNaN(errorOf(row)))
    .toSorted((a, b) => errorOf(b) - errorOf(a))
    .slice(0, count);
}

export function worstPeople(people: readonly WorstPerson[], evaluation: Evaluation): Html {
  const metric = rankedBy(evaluation);
  if (people.length === 0 || metric === undefined) return html``;
  const cards = people.map((person) => card(person, evaluation.methods, metric));
  return html`<h2>The largest errors</h2>
<p class="soft">By ${METRICS[metric].title}; the skeletons are those of the true body, the regression and the fit, as the keys above colour them.</p>
<ul class="people">${cards}</ul>`;
}

function card(
  { row, drawing, thumbnail }: WorstPerson,
  methods: readonly Method[],
  metric: MetricName,
): Html {
  const { title, unit, decimals } = METRICS[metric];
  const errors = methods.flatMap((method) => {
    const value = row.measures[method]?.values[metric];
    if (value === undefined) return [];
    return [`${METHOD_TITLES[method]} ${inUnit(metric, value).toFixed(decimals)} ${unit}`.trim()];
  });
  return html`<li>${thumbnail === undefined ? undefined : picture(row, drawing, thumbnail)}
<div class="name">${row.imageName} · ${row.personId}</div>
<div class="soft">${title}: ${errors.join(', ')}</div></li>`;
}

/** Round the people, so that a small one in a large picture is seen. */
function picture(
  { imageName }: EvaluationRow,
  drawing: Drawing,
  { base64, width, height }: Thumbnail,
): Html {
  const own = Object.entries(drawing.predicted).map(([method, points]) =>
    skeleton(points, `var(--${method})`, width),
  );
  const box = boxOf(
    [...Object.values(drawing.predicted), ...(drawing.truth ? [drawing.truth] : [])],
    width,
    height,
  );
  return html`<svg viewBox="${box}" role="img" aria-label="${imageName} with the true and the predicted skeletons">
<image href="data:image/jpeg;base64,${base64}" width="${width}" height="${height}"></image>
${drawing.truth === undefined ? undefined : skeleton(drawing.truth, 'var(--truth)', width)}${own}</svg>`;
}

function skeleton(points: Float64Array, colour: string, width: number): Html {
  const place = (point: number) => {
    const landmark = COCO17.landmarks[point];
    return [points[2 * landmark], points[2 * landmark + 1]] as const;
  };
  const lines = COCO17.edges.flatMap(([a, b]) => {
    const ends = [place(a), place(b)];
    if (ends.flat().some((value) => !Number.isFinite(value))) return [];
    return [`M${ends.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join('L')}`];
  });
  return html`<path d="${lines.join('')}" fill="none" stroke="${colour}" stroke-width="${(width / 200).toFixed(1)}" stroke-linecap="round"></path>`;
}

const MARGIN = 0.25;

function boxOf(points: readonly Float64Array[], width: number, height: number): string {
  const along = (axis: number, limit: number) => {
    const own = points.flatMap((list) =>
      [...list].filter((value, i) => i % 2 === axis && Number.isFinite(value)),
    );
    if (own.length === 0) return [0, limit];
    const [low, high] = [Math.min(...own), Math.max(...own)];
    const reach = MARGIN * (high - low);
    return [Math.max(0, low - reach), Math.min(limit, high + reach)];
  };
  const [left, right] = along(0, width);
  const [top, bottom] = along(1, height);
  if (!(right > left && bottom > top)) return `0 0 ${width} ${height}`;
  const side = Math.max(right - left, bottom - top);
  const corner = [(left + right - side) / 2, (top + bottom - side) / 2];
  return [...corner, side, side].map((value) => value.toFixed(1)).join(' ');
}
