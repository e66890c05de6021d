/** An evaluation's summary as the page gets it. */
import type { EvaluationSummary } from '../../../contract/evaluation.ts';
import type { Evaluation } from '../../../core/evaluation/evaluation.ts';
import { METRICS } from '../../../core/evaluation/metric-list.ts';
import { metricTitle } from '../../../core/evaluation/report/words.ts';
import type { Estimate } from '../../../core/metrics/bootstrap.ts';

export function summaryOf(evaluation: Evaluation): EvaluationSummary {
  const { rows, methods, metrics, protocol, findings } = evaluation;
  return {
    people: rows.length,
    methods: [...methods],
    metrics: metrics.map(({ metric, byMethod, change }) => {
      const { group, decimals, isHigherBetter } = METRICS[metric];
      const own = Object.entries(byMethod).map(([method, value]) => [method, wire(value)]);
      return {
        title: metricTitle(metric, protocol),
        group,
        decimals,
        isHigherBetter,
        byMethod: Object.fromEntries(own),
        change: change === undefined ? null : wire(change),
      };
    }),
    findings: [...findings],
  };
}

function wire({ value, low95, high95 }: Estimate) {
  return { value, low95: low95 ?? null, high95: high95 ?? null };
}
