/** Which keypoint a person should place next: the one that leaves the joints least open. */
import type { Pinhole } from '../../camera/pinhole.ts';
import { projectPoints } from '../../camera/projection.ts';
import { jointSetOf } from '../../keypoints/joint-sets.ts';
import type { AnnotatedPerson } from '../problem-from-keypoints.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { JOINT_COUNT, STRIDE } from '../skeleton/unknowns.ts';
import { landmarkRows, type Posterior, productOfRows, timesCovariance } from './covariance.ts';
import { relativeRows } from './landmark-covariance.ts';

export interface PlacingGain {
  /** Index into the joint set. */
  readonly point: number;
  /** Share of the joints' summed variance (about the pelvis) that placing it would take away. */
  readonly gain: number;
}

const JOINTS = Array.from({ length: JOINT_COUNT }, (_, joint) => joint);

/** Upright, pixels. */
interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * What would be gained by placing each point that no hand has placed yet and that lies in the picture.
 *
 * @param sigmaPx how exactly a hand places a point, pixels of the image
 */
export function placingGains(
  posterior: Posterior,
  { jointSet, keypoints }: Pick<AnnotatedPerson, 'jointSet' | 'keypoints'>,
  { width, height }: PictureSize,
  sigmaPx: number,
): PlacingGain[] {
  const { landmarks } = jointSetOf(jointSet);
  const places = new Float64Array(3 * landmarks.length);
  const pixels = new Float64Array(2 * landmarks.length);
  landmarkPositions(posterior.state, posterior.x, Int32Array.from(landmarks), places);
  projectPoints(posterior.objective.camera, places, pixels);
  const joints = relativeRows(posterior, JOINTS);
  const variance = trace(productOfRows(timesCovariance(posterior, joints), joints));
  return keypoints.flatMap(({ source, use }, point) => {
    const [x, y] = pixels.subarray(2 * point, 2 * point + 2);
    const isInPicture = x >= 0 && x <= width && y >= 0 && y <= height;
    if (source === 'hand' || use === 'ignored' || !isInPicture) return [];
    const place = places.subarray(3 * point, 3 * point + 3);
    const rows = pixelRows(posterior, landmarks[point], place);
    return [{ point, gain: varianceTaken(posterior, joints, rows, sigmaPx) / variance }];
  });
}

/** The point of the largest gain; undefined when none is left. */
export function nextPoint(gains: readonly PlacingGain[]): PlacingGain | undefined {
  return gains.toSorted((a, b) => b.gain - a.gain)[0];
}

/**
 * Of the joints' variance, by a measurement of a pixel with derivatives A and noise σ:
 * tr(J Σ Aᵀ (A Σ Aᵀ + σ² I)⁻¹ A Σ Jᵀ), as a Kalman filter's update takes it away.
 */
function varianceTaken(
  posterior: Posterior,
  joints: Float64Array,
  pixel: Float64Array,
  sigmaPx: number,
): number {
  const covariant = timesCovariance(posterior, pixel);
  const [uu, uv, , vv] = productOfRows(covariant, pixel);
  const [a, d] = [uu + sigmaPx ** 2, vv + sigmaPx ** 2];
  const determinant = a * d - uv * uv;
  const moved = productOfRows(joints, covariant);
  let sum = 0;
  for (let i = 0; i < moved.length; i += 2) {
    const [u, v] = [moved[i], moved[i + 1]];
    sum += (d * u * u - 2 * uv * u * v + a * v * v) / determinant;
  }
  return sum;
}

function trace(matrix: Float64Array): number {
  const order = Math.sqrt(matrix.length);
  let sum = 0;
  for (let i = 0; i < order; i++) sum += matrix[(order + 1) * i];
  return sum;
}

/** ∂(u, v)/∂unknowns of a landmark, shape [2, 88]. */
function pixelRows(posterior: Posterior, landmark: number, place: Float64Array): Float64Array {
  const inCamera = new Float64Array(3 * STRIDE);
  landmarkRows(posterior, landmark, inCamera);
  const { focalLength }: Pinhole = posterior.objective.camera;
  const scale = focalLength / place[2];
  const rows = new Float64Array(2 * STRIDE);
  for (let k = 0; k < STRIDE; k++) {
    const depth = inCamera[2 * STRIDE + k] / place[2];
    rows[k] = scale * (inCamera[k] - place[0] * depth);
    rows[STRIDE + k] = scale * (inCamera[STRIDE + k] - place[1] * depth);
  }
  return rows;
}
