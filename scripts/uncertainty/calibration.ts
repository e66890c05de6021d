/** Factors that make intervals hold as often as they say, from samples whose truth is known. */
import { type BodyPart, partOf } from '../../src/core/body/body-parts.ts';
import {
  calibrated,
  type UncertaintyCalibration,
  widening,
} from '../../src/core/fit/uncertainty/uncertainty.ts';
import { ellipsoidDistance } from './ellipsoid.ts';
import type { Sample } from './samples.ts';

/** The skeleton's joints; the pelvis is the origin. */
export const JOINTS: readonly number[] = Array.from({ length: 23 }, (_, i) => i + 1);
const EXPONENTS = Array.from({ length: 11 }, (_, i) => i / 20);
const GROWTHS = Array.from({ length: 11 }, (_, i) => i / 10);

type Widening = Pick<UncertaintyCalibration, 'misfitExponent' | 'missingGrowth'>;

/**
 * Split conformal calibration (Vovk 2005; Lei 2018): a factor is the quantile of the errors in
 * standard deviations. Errors have heavy tails, so 68 % and 95 % have a factor each. How deviations grow
 * in bad pictures is what the interval score likes best, one thing after the other.
 */
export function calibrate(samples: readonly Sample[]): UncertaintyCalibration {
  const best = (all: Widening[]) =>
    all
      .map((widening) => factorsFor(samples, widening))
      .map((factors) => ({ factors, score: intervalScore(samples, factors) }))
      .reduce((a, b) => (b.score < a.score ? b : a)).factors;
  const { misfitExponent } = best(
    EXPONENTS.map((exponent) => ({ misfitExponent: exponent, missingGrowth: 0 })),
  );
  const factors = best(GROWTHS.map((missingGrowth) => ({ misfitExponent, missingGrowth })));
  const distances = samples.flatMap((sample) => ellipsoidDistances(sample, factors));
  return { ...factors, ellipsoid95: quantile(distances, 0.95) };
}

function factorsFor(samples: readonly Sample[], wider: Widening): UncertaintyCalibration {
  const ratios = ratiosByPart(samples, wider);
  const factors = (share: number) => ({
    trunk: ratios.trunk.map((values) => quantile(values, share)),
    arm: ratios.arm.map((values) => quantile(values, share)),
    leg: ratios.leg.map((values) => quantile(values, share)),
  });
  const shape = samples.flatMap(({ measured }) =>
    measured.map(({ error, sigma }) => Math.abs(error) / sigma),
  );
  return {
    ...wider,
    landmarks68: factors(0.68),
    landmarks95: factors(0.95),
    ellipsoid95: 1,
    shape68: quantile(shape, 0.68),
    shape95: quantile(shape, 0.95),
  };
}

/** Errors in standard deviations of all joints of a part, by axis. */
function ratiosByPart(samples: readonly Sample[], wider: Widening) {
  const ratios: Record<BodyPart, number[][]> = { trunk: axes(), arm: axes(), leg: axes() };
  for (const sample of samples) {
    const factor = widening(sample, wider);
    for (const joint of JOINTS) {
      for (let axis = 0; axis < 3; axis++) {
        const i = 3 * joint + axis;
        const ratio = Math.abs(sample.viewErrors[i]) / (factor * sample.sigmas[i]);
        ratios[partOf(joint)][axis].push(ratio);
      }
    }
  }
  return ratios;
}

function axes(): number[][] {
  return [[], [], []];
}

/** How many times its own size the ellipsoid round each joint would need to reach the truth. */
export function ellipsoidDistances(sample: Sample, calibration: UncertaintyCalibration): number[] {
  const { ellipsoids95 } = calibrated(sample, calibration);
  return JOINTS.map((joint) => ellipsoidDistance(ellipsoids95, joint, sample.errors));
}

/** Mean width of the intervals plus what misses cost (Gneiting and Raftery 2007, eq. 43), metres. */
function intervalScore(samples: readonly Sample[], calibration: UncertaintyCalibration): number {
  let sum = 0;
  for (const sample of samples) {
    const { plusMinus68, plusMinus95 } = calibrated(sample, calibration);
    for (const joint of JOINTS) {
      for (let i = 3 * joint; i < 3 * joint + 3; i++) {
        const error = Math.abs(sample.viewErrors[i]);
        sum += 2 * plusMinus68[i] + (2 / 0.32) * Math.max(0, error - plusMinus68[i]);
        sum += 2 * plusMinus95[i] + (2 / 0.05) * Math.max(0, error - plusMinus95[i]);
      }
    }
  }
  return sum / (samples.length * JOINTS.length * 6);
}

/** The value below which a share of them lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
