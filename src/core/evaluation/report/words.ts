/** Numbers and names as the report prints them. */
import type { Estimate } from '../../metrics/bootstrap.ts';
import type { Evaluation } from '../evaluation.ts';
import { METRICS, type MetricName } from '../metric-list.ts';
import type { Method } from '../subject.ts';

export const METHOD_TITLES: Readonly<Record<Method, string>> = {
  regression: 'regression',
  fit: 'fit',
  file: 'result file',
};

/** "MPJPE (mm, root: mid hips)". */
export function metricTitle(metric: MetricName, protocol: Evaluation['protocol']): string {
  const { title, unit, root } = METRICS[metric];
  const rootWords = {
    protocol: `root: ${protocol.root}`,
    'body pelvis': 'root: pelvis joint',
    none: '',
  };
  const beside = [unit, rootWords[root]].filter((text) => text !== '').join(', ');
  return beside === '' ? title : `${title} (${beside})`;
}

/** "56.2 [49.8, 63.1]"; the interval is left out where there is none. */
export function estimateWords(
  { value, low95, high95 }: Estimate,
  decimals: number,
  isSigned = false,
): string {
  const words = (number: number) => signed(number, decimals, isSigned);
  if (low95 === undefined || high95 === undefined) return words(value);
  return `${words(value)} [${words(low95)}, ${words(high95)}]`;
}

function signed(value: number, decimals: number, isSigned: boolean): string {
  const text = value.toFixed(decimals);
  const isZero = Number(text) === 0;
  if (isZero) return text.replace('-', '');
  return isSigned && value > 0 ? `+${text}` : text.replace('-', '−');
}
