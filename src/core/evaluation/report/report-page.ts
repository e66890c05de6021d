/** The report: one file that needs nothing else, no script, light and dark. */
import { counted } from '../../common/counted.ts';
import type { Evaluation } from '../evaluation.ts';
import { METRICS } from '../metric-list.ts';
import { type Html, html } from './html.ts';
import { PAGE_STYLE } from './page-style.ts';
import { jointPlot, poseShapePlot, sharePlot } from './plots.ts';
import { jointTable, measurementsTable, peopleRows, summaryTable } from './report-tables.ts';
import { METHOD_TITLES } from './words.ts';
import { type WorstPerson, worstPeople } from './worst-people.ts';

/** @param worst of {@link worstRows}, with their pictures */
export function reportPage(evaluation: Evaluation, worst: readonly WorstPerson[]): string {
  const { title, rows, joints, measurements } = evaluation;
  const images = new Set(rows.map(({ imageName }) => imageName)).size;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${{ html: PAGE_STYLE }}</style></head><body><main>
<h1>${title}</h1>
<p class="lead">${counted(rows.length, 'person', 'people')} in ${counted(images, 'picture')}. ${joints.length > 0 ? jointWords(evaluation) : undefined}</p>
<p>${keys(evaluation)}</p>
${findings(evaluation)}
<h2>Summary</h2>${summaryTable(evaluation)}
${plots(evaluation)}
${measurements.length === 0 ? undefined : html`<h2>Measurements</h2>${measurementsTable(evaluation)}`}
${joints.length === 0 ? undefined : html`<h2>Joints</h2>${jointTable(evaluation)}`}
${worstPeople(worst, evaluation)}
<h2>People</h2>${peopleRows(evaluation)}
<h2>What the numbers mean</h2><dl>${definitions(evaluation)}</dl>
<h2>Where they come from</h2><dl>${evaluation.origin.map(([what, value]) => html`<dt>${what}</dt><dd>${value}</dd>`)}</dl>
</main></body></html>
`;
  return page.html;
}

function jointWords({ protocol }: Evaluation): string {
  return `Joint errors: ${protocol.title}; root: ${protocol.root}.`;
}

function keys({ methods }: Evaluation): Html[] {
  const own = methods.map((method) => [method, METHOD_TITLES[method]] as const);
  return [...own, ['truth', 'truth'] as const].map(
    ([name, title]) => html`<span class="key"><i class="${name}"></i>${title}</span>`,
  );
}

function findings({ findings: sentences }: Evaluation): Html | undefined {
  if (sentences.length === 0) return undefined;
  const items = sentences.map((sentence) => html`<li>${sentence}</li>`);
  return html`<div class="findings" role="note" aria-label="What must be known"><ul>${items}</ul></div>`;
}

function plots(evaluation: Evaluation): Html | undefined {
  const has = (name: string) => evaluation.metrics.some(({ metric }) => metric === name);
  if (!has('mpjpe')) return undefined;
  const figures = [
    figure(sharePlot(evaluation), 'Share of people within an MPJPE.'),
    ...(has('paMpjpe') && has('pveTSc')
      ? [figure(poseShapePlot(evaluation), 'Pose and shape of each person (○ fit, × others).')]
      : []),
    figure(jointPlot(evaluation), 'Mean error of each joint with its 95 % interval.'),
  ];
  return html`<h2>Plots</h2><div class="plots">${figures}</div>`;
}

function figure(drawing: Html, caption: string): Html {
  return html`<figure>${drawing}<figcaption>${caption}</figcaption></figure>`;
}

function definitions({ metrics, protocol }: Evaluation): Html[] {
  return metrics.map(({ metric }) => {
    const { title, meaning, unit, root } = METRICS[metric];
    const joints = metric === 'mpjpe' || metric === 'paMpjpe' ? ` Joints: ${protocol.title}.` : '';
    const rootWords = root === 'protocol' ? ` Root: ${protocol.root}.` : '';
    return html`<dt>${title}</dt><dd>${meaning}${unit === '' ? undefined : `, ${unit}`}.${joints}${rootWords}</dd>`;
  });
}
