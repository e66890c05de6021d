/** Numbers of a training in words: one place, so that table, notice and chip say the same. */
import type { ComparisonRow, TrainingRun } from '../../contract/training.ts';
import { counted } from '../../core/common/counted.ts';

const MINUS = '−';

/** "7.9 px", "84 %", "61 mm". */
export function shownValue(value: number, unit: ComparisonRow['unit']): string {
  if (unit === 'share') return `${(100 * value).toFixed(0)} %`;
  return `${value.toFixed(1)} ${unit}`;
}

/** "−2.8", "+7 points"; with its interval "(−3.4 … −2.1)". */
export function shownChange({ change, interval, unit }: ComparisonRow): string {
  const points = unit === 'share' ? ' points' : '';
  const range = interval && ` (${signed(interval.low, unit)} … ${signed(interval.high, unit)})`;
  return `${signed(change, unit)}${points}${range ?? ''}`;
}

function signed(value: number, unit: ComparisonRow['unit']): string {
  const size = Math.abs(unit === 'share' ? 100 * value : value);
  const rounded = size.toFixed(unit === 'share' ? 0 : 1);
  // What is small but not nothing keeps its sign: it decides whether an interval holds zero.
  const text = size > 0 && Number(rounded) === 0 ? size.toPrecision(1) : rounded;
  if (size === 0) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

/** By the whole interval: nothing is better or worse that may as well be the same. */
export function rowVerdict({ better, interval }: ComparisonRow): 'better' | 'same' | 'worse' {
  if (interval === null || (interval.low <= 0 && interval.high >= 0)) return 'same';
  return interval.high < 0 === (better === 'lower') ? 'better' : 'worse';
}

/** "7.9 px → 5.1 px". */
export function mainRow({ current, next, unit }: ComparisonRow): string {
  return `${shownValue(current, unit)} → ${shownValue(next, unit)}`;
}

/** How a run stands or has ended. */
export function runSentence(run: TrainingRun): string {
  const words = outcomeOf(run);
  return run.deletedAt === null ? words : `deleted; was: ${words}`;
}

function outcomeOf({ status, report, message }: TrainingRun): string {
  if (status === 'running') return 'running';
  const row = report?.rows[0];
  if (report === null || row === undefined) return message ?? status;
  const verdict = report.verdict === 'same' ? 'about the same' : report.verdict;
  return `${verdict} on ${counted(row.people, 'held-out person', 'held-out people')}, ${mainRow(row)}`;
}

export function minutesText(minutes: number): string {
  const seconds = 60 * minutes;
  if (seconds < 90) return `~${Math.max(1, Math.round(seconds))} s`;
  return minutes < 90 ? `~${Math.round(minutes)} min` : `~${(minutes / 60).toFixed(1)} h`;
}
