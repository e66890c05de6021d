import { BONES, type Bone } from '../../body/bones.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import { boneDepth } from './bone-flips.ts';

export interface TurnedBone {
  readonly bone: Bone;
  readonly direction: 'towards' | 'away';
  /** How much farther apart or nearer its ends are in depth, metres. */
  readonly changeM: number;
}

/** Ends of a bone that points the other way are at least this much nearer or farther, metres. */
const TURNED_M = 0.05;

/** Bones that point the other way in depth at `to` than they do at `from`, and where they then point. */
export function turnedBones(state: Kinematics, from: Float64Array, to: Float64Array): TurnedBone[] {
  return BONES.flatMap((bone) => {
    const before = boneDepth(state, from, bone);
    const after = boneDepth(state, to, bone);
    const changeM = Math.abs(after - before);
    const isTurned = before * after < 0 && changeM > TURNED_M;
    return isTurned ? [{ bone, direction: after < 0 ? 'towards' : 'away', changeM }] : [];
  });
}
