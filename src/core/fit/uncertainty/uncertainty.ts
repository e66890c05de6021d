/** How sure a fitted body is: Laplace's covariance, made wider until it meets what was seen to happen. */
import { type BodyPart, partOf } from '../../body/body-parts.ts';
import type { Pinhole } from '../../camera/pinhole.ts';
import { virtualFromCamera } from '../../camera/virtual-camera.ts';
import { multiply3, transposed3 } from '../../math/matrix3.ts';
import { HALF_TEMPERATURE } from '../presets.ts';
import type { FitProblem } from '../problem.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { bodyFromUnknowns } from '../skeleton/unknowns.ts';
import { reprojectionEnergy } from '../terms/reprojection.ts';
import type { Posterior } from './covariance.ts';
import { addSpread, type Candidate } from './hypothesis-spread.ts';
import { type LandmarkCovariances, landmarkCovariances } from './landmark-covariance.ts';

/** Half-widths of intervals in standard deviations: to the right, downwards, along the line of sight. */
type AxisFactors = Readonly<Record<BodyPart, readonly number[]>>;

/** From simulated people whose truth is known, by `scripts/calibrate-uncertainty.ts`. */
export interface UncertaintyCalibration {
  /** Standard deviations of places grow with this power of the misfit … */
  readonly misfitExponent: number;
  /** … and by e to this times the share of points that are missing. */
  readonly missingGrowth: number;
  /** Of the intervals of a landmark relative to the pelvis. */
  readonly landmarks68: AxisFactors;
  readonly landmarks95: AxisFactors;
  /** Size of the ellipsoid that holds 95 % of the truths; 1 reaches as far as the 68 % intervals. */
  readonly ellipsoid95: number;
  /** Half-widths of the intervals of what is measured of the shape, in standard deviations. */
  readonly shape68: number;
  readonly shape95: number;
}

/** Before calibration. */
export interface RawUncertainty {
  readonly covariances: LandmarkCovariances;
  /** Turns the camera's frame so that z looks at the pelvis, row-major 3 × 3. */
  readonly viewFromCamera: Float64Array;
  /** Energy of the points over what their noise explains: about 1, more when the body misses them. */
  readonly misfit: number;
  /** Share of the points that do not pull: absent, hidden, ignored. */
  readonly missing: number;
}

/** Intervals and regions that hold as often as they say. */
export interface BodyUncertainty {
  /** Half-widths of 68 % intervals relative to the pelvis: right, down, depth; shape [54, 3], metres. */
  readonly plusMinus68: Float64Array;
  readonly plusMinus95: Float64Array;
  /** Of the ellipsoids that hold 95 %: x with xᵀ C⁻¹ x ≤ 1, camera frame, shape [54, 3, 3], m². */
  readonly ellipsoids95: Float64Array;
  /** Covariance of the betas whose standard deviations are half-widths of 68 % and 95 %, shape [10, 10]. */
  readonly betas68: Float64Array;
  readonly betas95: Float64Array;
}

const PELVIS = Int32Array.of(0);
/** Misfits below this say nothing more. */
const MIN_MISFIT = 0.05;

/**
 * @param posterior of the body that is shown, for this problem
 * @param candidates other bodies that explain the points
 */
export function rawUncertainty(
  posterior: Posterior,
  { points, placingPoints }: FitProblem,
  candidates: readonly Candidate[],
): RawUncertainty {
  const { objective, state, x } = posterior;
  const covariances = landmarkCovariances(posterior);
  addSpread(covariances, state.landmarks, bodyFromUnknowns(x), candidates);
  const pelvis = new Float64Array(3);
  landmarkPositions(state, x, PELVIS, pelvis);
  const all = [...points, ...placingPoints];
  return {
    covariances,
    viewFromCamera: viewOf(objective.camera, pelvis),
    misfit: misfitOf(posterior),
    missing: all.filter(({ weight }) => weight === 0).length / all.length,
  };
}

function viewOf(camera: Pinhole, [x, y, z]: Float64Array): Float64Array {
  const scale = camera.focalLength / z;
  return virtualFromCamera(camera, camera.principalX + scale * x, camera.principalY + scale * y);
}

function misfitOf({ objective, state, x }: Posterior): number {
  const { observations, camera } = objective;
  const positions = new Float64Array(3 * observations.landmarks.length);
  landmarkPositions(state, x, observations.landmarks, positions);
  const energy = reprojectionEnergy(observations, camera, positions);
  return Math.max(MIN_MISFIT, energy / (2 * HALF_TEMPERATURE * Math.max(1, observations.x.length)));
}

/** Standard deviations relative to the pelvis, before calibration: right, down, depth; shape [54, 3]. */
export function viewSigmas({ covariances, viewFromCamera }: RawUncertainty): Float64Array {
  const sigmas = new Float64Array(162);
  const turned = new Float64Array(9);
  for (let l = 0; l < 54; l++) {
    turnCovariance(viewFromCamera, covariances.landmarks, 9 * l, turned);
    for (let axis = 0; axis < 3; axis++) sigmas[3 * l + axis] = Math.sqrt(turned[4 * axis]);
  }
  return sigmas;
}

/** out = R C Rᵀ. */
function turnCovariance(R: Float64Array, C: Float64Array, offset: number, out: Float64Array): void {
  const half = new Float64Array(9);
  multiply3(R, 0, C, offset, half, 0);
  multiply3(half, 0, transposed3(R), 0, out, 0);
}

/** How much less is known in this picture than its covariance says. */
export function widening(
  { misfit, missing }: Pick<RawUncertainty, 'misfit' | 'missing'>,
  {
    misfitExponent,
    missingGrowth,
  }: Pick<UncertaintyCalibration, 'misfitExponent' | 'missingGrowth'>,
): number {
  return misfit ** misfitExponent * Math.exp(missingGrowth * missing);
}

export function calibrated(
  raw: RawUncertainty,
  calibration: UncertaintyCalibration,
): BodyUncertainty {
  const wider = widening(raw, calibration);
  const sigmas = viewSigmas(raw);
  const along = (factors: AxisFactors) =>
    sigmas.map((sigma, i) => wider * factors[partOf(Math.trunc(i / 3))][i % 3] * sigma);
  const shape = (factor: number) => raw.covariances.betas.map((value) => factor ** 2 * value);
  return {
    plusMinus68: along(calibration.landmarks68),
    plusMinus95: along(calibration.landmarks95),
    ellipsoids95: ellipsoids(raw, calibration.landmarks68, wider * calibration.ellipsoid95),
    betas68: shape(calibration.shape68),
    betas95: shape(calibration.shape95),
  };
}

/** S C S for each landmark, S stretching along the axes of the line of sight. */
function ellipsoids(
  { covariances, viewFromCamera }: RawUncertainty,
  factors: AxisFactors,
  size: number,
): Float64Array {
  const out = new Float64Array(covariances.landmarks.length);
  for (let l = 0; l < 54; l++) {
    const S = stretch(viewFromCamera, factors[partOf(l)], size);
    turnCovariance(S, covariances.landmarks, 9 * l, out.subarray(9 * l, 9 * l + 9));
  }
  return out;
}

/** Rᵀ diag(size · factors) R. */
function stretch(R: Float64Array, factors: readonly number[], size: number): Float64Array {
  const scaled = R.map((value, i) => size * factors[Math.trunc(i / 3)] * value);
  const S = new Float64Array(9);
  multiply3(transposed3(R), 0, scaled, 0, S, 0);
  return S;
}
