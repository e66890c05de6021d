/**
 * SPIN's own problem: 49 keypoints in its 224 crop, seen by its crop camera of focal length 5000.
 * With the preset `spin-exact` this is SPIN's SMPLify to the letter (Kolotouros et al. 2019,
 * `smplify.py` and `losses.py`).
 */
import { CROP_CAMERA, CROP_SIZE_PX } from '../../camera/crop.ts';
import { SPIN49_LANDMARKS } from '../../keypoints/joint-sets.ts';
import type { FitPreset } from '../presets.ts';
import type { FitProblem } from '../problem.ts';
import type { EnergyTerms } from '../solver/objective.ts';
import type { PointTarget } from '../terms/observations.ts';

/** OP Neck, OP RHip, OP LHip, Right Hip, Left Hip: they place the body and do not bend it. */
export const SPIN_IGNORED: ReadonlySet<number> = new Set([1, 9, 12, 27, 28]);
/** Hips and shoulders of the detector, and of the data set's labels. */
const DETECTED_TORSO = [9, 12, 2, 5];
const LABELLED_TORSO = [27, 28, 33, 34];

/** SPIN's score: its reprojection term's mean over all 49 joints, those without confidence too. */
export function spinScore({ reprojection }: EnergyTerms): number {
  return reprojection / SPIN49_LANDMARKS.length;
}

/**
 * @param keypoints x, y in pixels of the 224 crop and confidence, shape [49, 3]; unchanged
 * @param parity as in SPIN's training, where the loss of the old fit has zeroed the ignored
 *   confidences in the caller's array before: the camera stage then always takes the labelled
 *   hips and shoulders, be they labelled or not
 */
export function problemFromSpinKeypoints(
  keypoints: Float64Array,
  preset: FitPreset,
  parity = false,
): FitProblem {
  const targets = SPIN49_LANDMARKS.map((landmark, i): PointTarget => {
    const confidence = keypoints[3 * i + 2];
    const [x, y] = [keypoints[3 * i], keypoints[3 * i + 1]];
    return { landmark, x, y, weight: confidence ** 2, robust: true };
  });
  const isDetected = !parity && DETECTED_TORSO.every((i) => targets[i].weight > 0);
  const torso = isDetected ? DETECTED_TORSO : LABELLED_TORSO;
  return {
    preset,
    camera: CROP_CAMERA,
    points: targets.filter((_, i) => !SPIN_IGNORED.has(i)),
    placingPoints: targets.filter((_, i) => SPIN_IGNORED.has(i)),
    // Neither the confidence of these four counts nor, among the labelled, whether they have one.
    torso: torso.map((i) => ({ ...targets[i], weight: 1 })),
    cropSidePx: CROP_SIZE_PX,
    regression: undefined,
    constraints: [],
  };
}
