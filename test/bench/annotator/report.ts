/** What a run of the scripted annotator comes to. */
import type { DrawnView, FitTiming } from '../../../src/renderer/state/drag-timing.ts';
import type { Report } from '../fit.ts';
import { meanOf, median, quantile } from '../statistics.ts';
import type { Outcome } from './annotate.ts';
import type { Measured } from './measures.ts';

export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly measured: readonly Measured[];
}

export function reportOf({ outcomes, measured }: Run): Report {
  const accepted = outcomes.filter(({ decision }) => decision === 'accepted');
  const corrected = accepted.filter(({ gestures }) => gestures.length > 0);
  const right = accepted.filter(({ gestures }) => gestures.length === 0);
  const rejected = outcomes.filter(({ decision }) => decision === 'rejected');
  const picture = drawsIn('picture', measured);
  const part = (of: (time: DragTime) => number) => rounded(of50(picture.map(of)));
  return {
    secondsPerAccepted: rounded(
      meanOf(outcomes.map(seconds)) * (outcomes.length / accepted.length),
    ),
    secondsAlreadyRightMedian: rounded(of50(right.map(seconds))),
    secondsPerCorrectedMedian: rounded(of50(corrected.map(seconds))),
    secondsPerCorrectedP90: rounded(of90(corrected.map(seconds))),
    humanSecondsPerPerson: rounded(meanOf(outcomes.map(({ humanSeconds }) => humanSeconds))),
    machineSecondsPerPerson: rounded(meanOf(outcomes.map(({ machineSeconds }) => machineSeconds))),
    dragsPerCorrectedMedian: of50(corrected.map(({ drags }) => drags)),
    flips: outcomes.reduce((sum, { flips }) => sum + flips, 0),
    keysPerAccepted: of50(accepted.map(({ keys }) => keys)),
    keysPerAcceptedMean: rounded(meanOf(accepted.map(({ keys }) => keys))),
    keysPerRejected: of50(rejected.map(({ keys }) => keys)),
    dragToMeshMsP50: part(age),
    dragToMeshMsP95: rounded(of95(picture.map(age))),
    dragToMeshMsMax: rounded(Math.max(...picture.map(age))),
    dragToMeshParts: {
      waitMsP50: part(({ inputAt, askedAt }) => askedAt - inputAt),
      answerMsP50: part(({ askedAt, answeredAt }) => answeredAt - askedAt),
      drawMsP50: part(({ answeredAt, drawnAt }) => drawnAt - answeredAt),
      bodies: picture.length,
    },
    dragToSideViewMsP50: rounded(of50(drawsIn('body', measured).map(age))),
    releaseToRefinedMsP95: rounded(of95(releases(measured))),
    people: outcomes.length,
    accepted: accepted.length,
    alreadyRight: right.length,
    rejected: rejected.length,
    worstHandlePercent: rounded(100 * Math.max(...accepted.map(({ worstHandle }) => worstHandle))),
    worstBodyJointPercentMedian: rounded(
      of50(accepted.map(({ worstBodyJoint }) => 100 * worstBodyJoint)),
    ),
  };
}

export function seconds({ humanSeconds, machineSeconds }: Outcome): number {
  return humanSeconds + machineSeconds;
}

/** The goals 4 to 9 of the design, with what this run says of them. */
export function goalsOf(report: Report): string {
  const shown = (key: string) => String(report[key] ?? 'nobody');
  const rows = [
    [
      '4',
      'drag to mesh, ms p50 / p95',
      '33 / 50',
      `${shown('dragToMeshMsP50')} / ${shown('dragToMeshMsP95')}`,
    ],
    ['5', 'release to refined body, ms p95', '300', shown('releaseToRefinedMsP95')],
    ['6', 'seconds per person already right, median', '2', shown('secondsAlreadyRightMedian')],
    [
      '7',
      'seconds per person corrected, median / p90',
      '15 / 30',
      `${shown('secondsPerCorrectedMedian')} / ${shown('secondsPerCorrectedP90')}`,
    ],
    ['8', 'drags per corrected person, median', '2', shown('dragsPerCorrectedMedian')],
    [
      '9',
      'keys per accepted / rejected person, median',
      '1 / 1',
      `${shown('keysPerAccepted')} / ${shown('keysPerRejected')}`,
    ],
  ];
  const all = [['goal', 'what', 'target', 'now'], ...rows];
  const widths = [0, 1, 2, 3].map((i) => Math.max(...all.map((row) => row[i]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

type DragTime = FitTiming & { readonly drawnAt: number };

function drawsIn(view: DrawnView, measured: readonly Measured[]): DragTime[] {
  return measured
    .filter(({ name }) => name === `drag to mesh: ${view}`)
    .flatMap(({ detail, endAt: drawnAt }) => (detail === null ? [] : [{ ...detail, drawnAt }]));
}

function releases(measured: readonly Measured[]): number[] {
  return measured
    .filter(({ name }) => name === 'release to fitted body')
    .map(({ startAt, endAt }) => endAt - startAt);
}

function age({ inputAt, drawnAt }: DragTime): number {
  return drawnAt - inputAt;
}

function of50(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

function of90(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantile(values, 0.9);
}

function of95(values: readonly number[]): number | null {
  return values.length === 0 ? null : quantile(values, 0.95);
}

function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(100 * value) / 100;
}
