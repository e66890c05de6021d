import { describe, expect, it } from 'vitest';
import { annotatedSample } from '../../../../test/fixtures/annotated-sample.ts';
import { model, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import {
  loadFitter,
  loadUncertaintyCalibration,
} from '../../../engine/adapters/embedded-models.ts';
import { apply3, transposed3 } from '../../math/matrix3.ts';
import { symmetricEigenpairs } from '../../math/symmetric-eigen.ts';
import { problemFromKeypoints } from '../problem-from-keypoints.ts';
import { posteriorAt } from './covariance.ts';
import type { Candidate } from './hypothesis-spread.ts';
import { calibrated, rawUncertainty, viewSigmas } from './uncertainty.ts';

const fitter = loadFitter(model);
const truths = sampleTruths();
const shipped = loadUncertaintyCalibration();

function rawOf(sample: (typeof truths)[number], candidates: readonly Candidate[] = []) {
  const problem = problemFromKeypoints(annotatedSample(sample), fitter.measures);
  return rawUncertainty(posteriorAt(fitter, problem, sample.body), problem, candidates);
}

describe('uncertainty', () => {
  it('lies mostly along the line of sight', () => {
    const sums = [0, 0, 0];
    for (const sample of truths) {
      const { plusMinus68 } = calibrated(rawOf(sample), shipped);
      for (let i = 0; i < 72; i++) sums[i % 3] += plusMinus68[i];
    }
    expect(sums[2]).toBeGreaterThan(1.5 * Math.max(sums[0], sums[1]));
  });

  it('has ellipsoids that reach along each axis of view as far as their size says', () => {
    const raw = rawOf(truths[3]);
    const { plusMinus68, ellipsoids95 } = calibrated(raw, shipped);
    const axes = transposed3(raw.viewFromCamera);
    for (let l = 1; l < 54; l++) {
      const C = ellipsoids95.slice(9 * l, 9 * l + 9);
      const pairs = symmetricEigenpairs([0, 3, 6].map((row) => [...C.subarray(row, row + 3)]));
      expect(pairs[0].value).toBeGreaterThan(0);
      for (let axis = 0; axis < 3; axis++) {
        const direction = Float64Array.of(axes[axis], axes[3 + axis], axes[6 + axis]);
        const image = new Float64Array(3);
        apply3(C, 0, direction, 0, image, 0);
        const reach = Math.sqrt(direction.reduce((sum, value, i) => sum + value * image[i], 0));
        expect(reach).toBeCloseTo(shipped.ellipsoid95 * plusMinus68[3 * l + axis], 8);
      }
    }
  });

  it('grows with the misfit of the points and with those that are missing', () => {
    const raw = rawOf(truths[4]);
    const worse = calibrated({ ...raw, misfit: 2 * raw.misfit, missing: 0.5 }, shipped).plusMinus95;
    const ratio = 2 ** shipped.misfitExponent * Math.exp(0.5 * shipped.missingGrowth);
    expect(raw.missing).toBe(0);
    for (const [i, value] of calibrated(raw, shipped).plusMinus95.entries()) {
      expect(worse[i]).toBeCloseTo(ratio * value, 10);
    }
  });

  it('is widened by another body in proportion to its weight and to where its joints are', () => {
    const [sample] = truths;
    const pose = sample.body.pose.slice();
    pose[3 * 18 + 1] += 0.8; // the left elbow
    const other = { ...sample.body, pose, betas: sample.body.betas.map((beta) => beta + 1) };
    const alone = rawOf(sample);
    const both = rawOf(sample, [{ body: other, weight: 0.25 }]);
    const wider = (landmark: number) =>
      [0, 1, 2].map((axis) => {
        const i = 9 * landmark + 4 * axis;
        return both.covariances.landmarks[i] - alone.covariances.landmarks[i];
      });
    // The forearm turns about the elbow: about 25 cm × 0.8 rad at the wrist.
    const wrist = wider(20).reduce((sum, value) => sum + value, 0);
    expect(wrist).toBeGreaterThan(0.25 * 0.1 ** 2);
    const elbow = wider(18).reduce((sum, value) => sum + value, 0);
    expect(wrist).toBeGreaterThan(3 * elbow);
    for (const [i, value] of both.covariances.betas.entries()) {
      expect(value - alone.covariances.betas[i]).toBeCloseTo(0.25, 10);
    }
    expect(viewSigmas(both)[60]).toBeGreaterThan(viewSigmas(alone)[60]);
  });
});
