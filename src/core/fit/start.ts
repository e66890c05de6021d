/** Where a fit begins when nothing is known but the points. */
import type { BodyParameters } from '../body/body-model.ts';
import type { CompactLandmarks } from '../body/landmarks.ts';
import type { MeanParameters } from '../body/pose-statistics.ts';
import { translationFromPoints } from '../camera/translation-from-points.ts';
import type { FitProblem } from './problem.ts';
import { createKinematics, type Kinematics, poseSkeleton } from './skeleton/kinematics.ts';
import { landmarkPositions } from './skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from './skeleton/unknowns.ts';

/** Turns about the vertical that are tried, radians. */
const YAWS = [0, Math.PI / 2, Math.PI, -Math.PI / 2];
/** Depth of a person of 1.7 m whose points span the crop, when the points do not tell. */
const ASSUMED_HEIGHT_M = 1.7;

/** The mean pose, facing the camera and turned, each put where the points are. */
export function startsFromPoints(
  landmarks: CompactLandmarks,
  mean: MeanParameters,
  problem: FitProblem,
): BodyParameters[] {
  const state = createKinematics(landmarks);
  return YAWS.map((yaw) => {
    const pose = mean.pose.slice();
    pose.set(facingCamera(yaw), 0);
    const body = { pose, betas: mean.betas, translation: new Float64Array(3) };
    return { ...body, translation: placeBody(state, body, problem) };
  });
}

/** Axis-angle of R_x(π) R_y(yaw): upright in a camera whose y points down, turned by yaw. */
function facingCamera(yaw: number): Float64Array {
  // As quaternions (0, 1, 0, 0) · (cos, 0, sin, 0) = (0, cos, 0, sin) of half the yaw: an angle of π.
  return Float64Array.of(Math.PI * Math.cos(yaw / 2), 0, Math.PI * Math.sin(yaw / 2));
}

function placeBody(state: Kinematics, body: BodyParameters, problem: FitProblem): Float64Array {
  const x = new Float64Array(STRIDE);
  unknownsFromBody(body, x);
  poseSkeleton(state, x);
  const points = [...problem.points, ...problem.placingPoints].filter(({ weight }) => weight > 0);
  const positions = new Float64Array(3 * points.length);
  landmarkPositions(
    state,
    x,
    Int32Array.from(points, ({ landmark }) => landmark),
    positions,
  );
  const observations = points.map(({ x: u, y: v, weight }, i) => ({
    point: [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]] as const,
    x: u,
    y: v,
    weight,
  }));
  return translationFromPoints(observations, problem.camera) ?? assumedPlace(problem);
}

/** The middle of the points, at the depth where a grown person fills the crop. */
function assumedPlace({ camera, points, placingPoints, cropSidePx }: FitProblem): Float64Array {
  const all = [...points, ...placingPoints];
  const x = all.reduce((sum, point) => sum + point.x, 0) / all.length;
  const y = all.reduce((sum, point) => sum + point.y, 0) / all.length;
  const depth = (camera.focalLength * ASSUMED_HEIGHT_M) / cropSidePx;
  const scale = depth / camera.focalLength;
  return Float64Array.of(scale * (x - camera.principalX), scale * (y - camera.principalY), depth);
}
