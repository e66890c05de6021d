/** A label as the network should have said it: turned and mirrored into the regressor's frame. */
import type { BodyParameters } from '../body/body-model.ts';
import { MIRROR_JOINTS } from '../body/mirror.ts';
import { apply3, multiply3 } from '../math/matrix3.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import type { Label } from './fits-dictionary.ts';
import { type LandmarkTape, placeLandmarks } from './landmark-gradient.ts';
import type { RegressorFrame } from './trainable-regressor.ts';

export interface FrameLabel {
  /** Shape [24, 3, 3], the root in the regressor's frame. */
  readonly rotations: Float64Array;
  readonly betas: Float64Array;
  /** About the pelvis' rest place, shape [54, 3], metres. */
  readonly landmarks: Float64Array;
  readonly translation: Float64Array;
  readonly isTruth: boolean;
}

export function labelInFrame(
  tape: LandmarkTape,
  { body, isTruth }: Label,
  frame: RegressorFrame,
): FrameLabel {
  const turned = turnedRotations(body, frame.regressorFromCamera);
  const rotations = frame.isMirrored ? mirrored(turned) : turned;
  tape.rotations.set(rotations);
  tape.betas.set(body.betas);
  placeLandmarks(tape);
  const landmarks = tape.landmarks.slice();
  const translation = translationInFrame(body.translation, tape.restJoints.subarray(0, 3), frame);
  return { rotations, betas: body.betas, landmarks, translation, isTruth };
}

/** A body turns about its pelvis, which need not rest at the origin (SMPL's does not). */
function translationInFrame(
  translation: Float64Array,
  restPelvis: Float64Array,
  { regressorFromCamera, isMirrored }: RegressorFrame,
): Float64Array {
  const pelvis = translation.map((value, axis) => value + restPelvis[axis]);
  const turned = new Float64Array(3);
  apply3(regressorFromCamera, 0, pelvis, 0, turned, 0);
  if (isMirrored) turned[0] *= -1;
  return turned.map((value, axis) => value - restPelvis[axis]);
}

function turnedRotations({ pose }: BodyParameters, regressorFromCamera: Float64Array) {
  const rotations = new Float64Array(216);
  for (let j = 0; j < 24; j++) matrixFromAxisAngle(pose, 3 * j, rotations, 9 * j);
  const root = new Float64Array(9);
  multiply3(regressorFromCamera, 0, rotations, 0, root, 0);
  rotations.set(root);
  return rotations;
}

/** S R S with S = diag(−1, 1, 1), on the other side's joint. */
function mirrored(rotations: Float64Array): Float64Array {
  const out = new Float64Array(216);
  for (const [joint, other] of MIRROR_JOINTS.entries()) {
    for (let i = 0; i < 9; i++) {
      const changes = i < 3 !== (i % 3 === 0);
      out[9 * joint + i] = (changes ? -1 : 1) * rotations[9 * other + i];
    }
  }
  return out;
}
