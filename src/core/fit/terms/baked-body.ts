/**
 * A body that a person has set as a whole: what is fitted afterwards stays near it. It also takes the
 * regression's place as the anchor (`problem-from-keypoints.ts`), which alone would let it drift.
 */
import type { BodyParameters } from '../../body/body-model.ts';
import { HALF_TEMPERATURE } from '../presets.ts';
import { BETAS, POSE, UNKNOWN_COUNT } from '../skeleton/unknowns.ts';
import {
  type Anchor,
  addAnchorCurvature,
  addAnchorSlope,
  anchorEnergy,
  createAnchor,
} from './anchor.ts';
import type { Term } from './term.ts';

/**
 * How near: loose enough that a point placed by hand afterwards still bends the body, tight enough
 * that priors and detected points do not.
 */
const PLACE_SIGMA_M = 0.02;
const JOINT_SIGMA_RAD = 0.03;
const BETA_SIGMA = 0.1;

/** An anchor with a hand's exactness; of the two vectors of the root's one turn the nearer counts. */
export function bakedBodyTerm(body: BodyParameters): Term {
  const precision = precisionAt(body.translation[2]);
  const anchors = [body, turnedTheOtherWay(body)].map((one) =>
    createAnchor(one, precision, HALF_TEMPERATURE),
  );
  const nearest = (x: Float64Array): Anchor =>
    anchorEnergy(anchors[0], x) <= anchorEnergy(anchors[1], x) ? anchors[0] : anchors[1];
  return {
    name: 'baked body',
    energy: (_, x) => anchorEnergy(nearest(x), x),
    add(_, x, normal) {
      addAnchorSlope(nearest(x), x, normal);
      addAnchorCurvature(nearest(x), normal);
    },
  };
}

function turnedTheOtherWay(body: BodyParameters): BodyParameters {
  const pose = body.pose.slice();
  const angle = Math.hypot(pose[0], pose[1], pose[2]);
  for (let i = 0; i < 3; i++) pose[i] *= angle === 0 ? 1 : 1 - (2 * Math.PI) / angle;
  return { ...body, pose };
}

/** Inverse covariance, shape [85, 85]; lengths are relative to the depth, as the anchor has them. */
function precisionAt(depth: number): Float64Array {
  const precision = new Float64Array(UNKNOWN_COUNT * UNKNOWN_COUNT);
  for (let i = 0; i < UNKNOWN_COUNT; i++) {
    const inPose = i < BETAS ? JOINT_SIGMA_RAD : BETA_SIGMA;
    const sigma = i < POSE ? PLACE_SIGMA_M / depth : inPose;
    precision[(UNKNOWN_COUNT + 1) * i] = 1 / (sigma * sigma);
  }
  return precision;
}
