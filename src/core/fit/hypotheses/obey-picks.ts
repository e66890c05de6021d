/** Bodies put right where a person has said which way a bone points. */
import type { BodyParameters } from '../../body/body-model.ts';
import { type Bone, LIMB_BONES, TORSO_BONES } from '../../body/bones.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import { bodyFromUnknowns, STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import type { DepthPick } from '../terms/depth-pick.ts';
import { boneDepth, flattenBone, flipBone } from './bone-flips.ts';

/** A bone that is this flat needs no straightening, metres. */
const FLAT_M = 0.02;

/**
 * The body with each picked bone turned as it was said. A fit that starts there need not find its way
 * over the ridge between the two, and a regression put right does not pull back.
 */
export function obeyDepthPicks(
  state: Kinematics,
  body: BodyParameters,
  picks: readonly DepthPick[],
): BodyParameters {
  if (picks.length === 0) return body;
  const x = new Float64Array(STRIDE);
  unknownsFromBody(body, x);
  // Torso first, then limbs from above: a bone that is turned moves what hangs on it.
  for (const bone of [...TORSO_BONES, ...LIMB_BONES]) {
    const pick = picks.find(({ joint }) => joint === bone.joint);
    if (pick !== undefined) obey(state, x, bone, pick.direction);
  }
  return bodyFromUnknowns(x);
}

function obey(
  state: Kinematics,
  x: Float64Array,
  bone: Bone,
  direction: DepthPick['direction'],
): void {
  const depth = boneDepth(state, x, bone);
  if (direction === 'flat') {
    if (Math.abs(depth) > FLAT_M) flattenBone(state, x, bone);
  } else if (depth > 0 === (direction === 'towards')) {
    flipBone(state, x, bone);
  }
}
