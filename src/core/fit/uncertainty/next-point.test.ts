import { expect, it } from 'vitest';
import { annotatedSample } from '../../../../test/fixtures/annotated-sample.ts';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import {
  type AnnotatedPerson,
  handSigmaPx,
  problemFromKeypoints,
} from '../problem-from-keypoints.ts';
import { posteriorAt } from './covariance.ts';
import { landmarkCovariances } from './landmark-covariance.ts';
import { nextPoint, placingGains } from './next-point.ts';

const fitter = newFitter();
const truths = sampleTruths();
const PICTURE = { width: 4000, height: 4000 };

function posteriorOf(person: AnnotatedPerson, body: (typeof truths)[number]['body']) {
  return posteriorAt(fitter, problemFromKeypoints(person, fitter.measures), body);
}

function gainsOf(
  person: AnnotatedPerson,
  body: (typeof truths)[number]['body'],
  picture = PICTURE,
) {
  const sigmaPx = handSigmaPx(problemFromKeypoints(person, fitter.measures));
  return placingGains(posteriorOf(person, body), person, picture, sigmaPx);
}

/** Sum of the variances of the 24 joints, m². */
function jointVariance(person: AnnotatedPerson, body: (typeof truths)[number]['body']): number {
  const { landmarks } = landmarkCovariances(posteriorOf(person, body));
  let sum = 0;
  for (let joint = 0; joint < 24; joint++) {
    sum += landmarks[9 * joint] + landmarks[9 * joint + 4] + landmarks[9 * joint + 8];
  }
  return sum;
}

function withHand(person: AnnotatedPerson, ...points: number[]): AnnotatedPerson {
  const keypoints = person.keypoints.map((keypoint, point) =>
    points.includes(point) ? { ...keypoint, confidence: 1, source: 'hand' as const } : keypoint,
  );
  return { ...person, keypoints };
}

it('is the point whose placing shrinks the joints’ variance more than the others do on average', () => {
  for (const sample of truths.slice(0, 6)) {
    const person = annotatedSample(sample);
    const before = jointVariance(person, sample.body);
    const gains = gainsOf(person, sample.body);
    const shrunkBy = (point: number) =>
      before - jointVariance(withHand(person, point), sample.body);
    const hinted = nextPoint(gains)?.point ?? -1;
    const others = gains.map(({ point }) => point).filter((point) => point !== hinted);
    const mean = others.reduce((sum, point) => sum + shrunkBy(point), 0) / others.length;
    expect(shrunkBy(hinted)).toBeGreaterThan(1.2 * mean);
    // The detector's point makes way for the hand's, so that a little less is gained than foretold.
    for (const { point, gain } of gains) {
      expect(shrunkBy(point) / before).toBeGreaterThan(0.5 * gain);
      expect(shrunkBy(point) / before).toBeLessThan(gain + 1e-6);
    }
  }
});

it('counts no point that a hand has placed, that is ignored or that lies outside of the picture', () => {
  const [sample] = truths;
  const person = withHand(annotatedSample(sample), 9, 10);
  const ignored = { ...person.keypoints[0], use: 'ignored' as const };
  const some = { ...person, keypoints: person.keypoints.with(0, ignored) };
  const points = gainsOf(some, sample.body).map(({ point }) => point);
  expect(points).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 16]);
  expect(gainsOf(person, sample.body, { width: 1, height: 1 })).toEqual([]);
  expect(nextPoint([])).toBeUndefined();
});
