/**
 * The vector of unknowns: translation 3, pose 72 (axis-angle, root first), betas 10, padded to 88
 * so that it is made of 3 × 3 blocks (29 of them) and its order is a multiple of 4.
 */
import type { BodyParameters } from '../../body/body-model.ts';

export const TRANSLATION = 0;
export const POSE = 3;
/** The 69 values of the body joints, without the root. */
export const BODY_POSE = 6;
export const BETAS = 75;
export const UNKNOWN_COUNT = 85;
/** Order of the normal equations and length of a row. */
export const STRIDE = 88;

export const JOINT_COUNT = 24;
export const BODY_POSE_COUNT = 69;
export const BETA_COUNT = 10;

/** Writes a posed body as unknowns; the padding is zero. */
export function unknownsFromBody(body: BodyParameters, out: Float64Array): void {
  out.fill(0);
  out.set(body.translation, TRANSLATION);
  out.set(body.pose, POSE);
  out.set(body.betas, BETAS);
}

/** A body as unknowns, shape [88]. */
export function unknownsOf(body: BodyParameters): Float64Array {
  const x = new Float64Array(STRIDE);
  unknownsFromBody(body, x);
  return x;
}

/** Inverse of {@link unknownsFromBody}; the root's angle comes back in [0, π]. */
export function bodyFromUnknowns(x: Float64Array): BodyParameters {
  const pose = x.slice(POSE, BETAS);
  wrapRoot(pose);
  return { pose, betas: x.slice(BETAS, UNKNOWN_COUNT), translation: x.slice(TRANSLATION, POSE) };
}

/** The body joints are never wrapped: the mixture prior is not periodic. */
function wrapRoot(pose: Float64Array): void {
  const angle = Math.hypot(pose[0], pose[1], pose[2]);
  if (angle <= Math.PI) return;
  const scale = 1 - (2 * Math.PI * Math.round(angle / (2 * Math.PI))) / angle;
  for (let i = 0; i < 3; i++) pose[i] *= scale;
}

/**
 * Writes the root's rotation as the vector nearest to that of `reference`, unknowns too. A root about
 * π from rest, as of a body that faces the camera, has two vectors far apart, and an anchor sees
 * their difference.
 */
export function unwrapRoot(x: Float64Array, reference: Float64Array): void {
  const angle = Math.hypot(x[POSE], x[POSE + 1], x[POSE + 2]);
  if (angle === 0) return;
  let along = 0;
  for (let i = 0; i < 3; i++) along += (x[POSE + i] * reference[POSE + i]) / angle;
  const nearest = angle + 2 * Math.PI * Math.round((along - angle) / (2 * Math.PI));
  for (let i = 0; i < 3; i++) x[POSE + i] *= nearest / angle;
}
