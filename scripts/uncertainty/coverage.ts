/** How often intervals hold what they should, on people whom their factors do not come from. */
import {
  calibrated,
  type UncertaintyCalibration,
} from '../../src/core/fit/uncertainty/uncertainty.ts';
import { COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import type { LiftedSet } from '../fit/lifted-cases.ts';
import { ellipsoidDistances, JOINTS } from './calibration.ts';
import type { PlacingOrders } from './placing-order.ts';
import type { Sample } from './samples.ts';

/** Shares in percent; by axis: right, down, depth. */
interface AxisCoverage {
  readonly within68: readonly number[];
  readonly within95: readonly number[];
  /** Mean half-widths of the 68 % intervals. */
  readonly plusMinusMm: readonly number[];
}

export interface Coverage {
  readonly set: LiftedSet;
  readonly people: number;
  /** The 23 joints of the skeleton below the pelvis. */
  readonly joints: AxisCoverage;
  /** The same of people who may have a bone the other way round. */
  readonly ambiguous: AxisCoverage;
  /** The 17 points that the page lists. */
  readonly cocoPoints: AxisCoverage;
  readonly ellipsoids95: number;
  readonly measurements: readonly {
    readonly name: string;
    readonly within68: number;
    readonly within95: number;
  }[];
}

interface Tested {
  readonly samples: readonly Sample[];
  readonly calibration: UncertaintyCalibration;
}

export function meanCoverage(set: LiftedSet, tests: readonly Tested[]): Coverage {
  const tested = tests.flatMap(({ samples, calibration }) =>
    samples.map((sample) => ({ sample, calibration, held: calibrated(sample, calibration) })),
  );
  return {
    set,
    people: tested.length,
    joints: axisCoverage(tested, JOINTS),
    ambiguous: axisCoverage(
      tested.filter(({ sample }) => sample.isAmbiguous),
      JOINTS,
    ),
    cocoPoints: axisCoverage(tested, COCO17.landmarks),
    ellipsoids95: percent(
      tested.flatMap(({ sample, calibration }) =>
        ellipsoidDistances(sample, calibration).map((distance) => distance <= 1),
      ),
    ),
    measurements: measurementCoverage(tested),
  };
}

type TestedSample = Readonly<{
  sample: Sample;
  calibration: UncertaintyCalibration;
  held: ReturnType<typeof calibrated>;
}>;

function axisCoverage(tested: readonly TestedSample[], landmarks: readonly number[]): AxisCoverage {
  const within = (axis: number, key: 'plusMinus68' | 'plusMinus95') =>
    percent(
      tested.flatMap(({ sample, held }) =>
        landmarks.map((l) => Math.abs(sample.viewErrors[3 * l + axis]) <= held[key][3 * l + axis]),
      ),
    );
  const width = (axis: number) =>
    mean(tested.flatMap(({ held }) => landmarks.map((l) => held.plusMinus68[3 * l + axis])));
  return {
    within68: [0, 1, 2].map((axis) => within(axis, 'plusMinus68')),
    within95: [0, 1, 2].map((axis) => within(axis, 'plusMinus95')),
    plusMinusMm: [0, 1, 2].map((axis) => 1000 * width(axis)),
  };
}

function measurementCoverage(tested: readonly TestedSample[]): Coverage['measurements'] {
  return tested[0].sample.measured.map(({ name }, i) => {
    const within = (key: 'shape68' | 'shape95') =>
      percent(
        tested.map(({ sample: { measured }, calibration }) => {
          const { error, sigma } = measured[i];
          return Math.abs(error) <= calibration[key] * sigma;
        }),
      );
    return { name, within68: within('shape68'), within95: within('shape95') };
  });
}

/** For people to read. */
export function tableOf(coverage: readonly Coverage[], placing: PlacingOrders): string {
  const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const of = (numbers: readonly number[]) => numbers.map((value) => value.toFixed(1)).join(' / ');
  const placed = (numbers: readonly number[]) => numbers.map((value) => value.toFixed(1));
  return [
    row('set', 'of', '68 % hold: right / down / depth', '95 % hold', '± mm at 68 %'),
    row('---', '---', '---', '---', '---'),
    ...coverage.flatMap(({ set, joints, cocoPoints, ambiguous }) =>
      Object.entries({
        '23 joints': joints,
        'of ambiguous people': ambiguous,
        '17 points': cocoPoints,
      }).map(([name, axes]) =>
        row(set, name, of(axes.within68), of(axes.within95), of(axes.plusMinusMm)),
      ),
    ),
    '',
    ...coverage.map(({ set, ellipsoids95 }) => `${set}: ellipsoids hold ${of([ellipsoids95])} %`),
    '',
    row('measurement', ...coverage.map(({ set }) => `${set}: 68 % hold, 95 % hold`)),
    row('---', ...coverage.map(() => '---')),
    ...coverage[0].measurements.map(({ name }, i) =>
      row(
        name,
        ...coverage.map(({ measurements }) =>
          of([measurements[i].within68, measurements[i].within95]),
        ),
      ),
    ),
    '',
    row('points placed', ...placing.hinted.keys()),
    row('---', ...placing.hinted.map(() => '---')),
    row('hinted, PA-MPJPE mm', ...placed(placing.hinted)),
    row('any order', ...placed(placing.random)),
  ].join('\n');
}

function percent(values: readonly boolean[]): number {
  return 100 * mean(values.map(Number));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
