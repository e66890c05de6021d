import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { BONES, type Bone, LIMB_BONES } from '../../body/bones.ts';
import { poseSkeleton } from '../skeleton/kinematics.ts';
import { STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import { boneDepth, flattenBone, flipBone } from './bone-flips.ts';

const { kinematics } = newFitter().workspace;

/** A person of the samples whose pose is disturbed, 2 to 10 m away. */
const bodies = fc
  .tuple(
    fc.constantFrom(...sampleTruths()),
    fc.array(fc.double({ min: -0.5, max: 0.5, noNaN: true }), { minLength: 72, maxLength: 72 }),
    fc.double({ min: 2, max: 10, noNaN: true }),
  )
  .map(([{ body }, disturbance, depth]) => {
    const x = new Float64Array(STRIDE);
    const pose = body.pose.map((value, i) => value + (disturbance[i] ?? 0));
    unknownsFromBody({ ...body, pose, translation: Float64Array.of(0.3, -0.2, depth) }, x);
    return x;
  });
const limbs = fc.constantFrom(...LIMB_BONES);

function place(x: Float64Array, joint: number): number[] {
  poseSkeleton(kinematics, x);
  return [0, 1, 2].map((axis) => kinematics.positions[3 * joint + axis] + x[axis]);
}

function seen(x: Float64Array, joint: number): number[] {
  const [a = 0, b = 0, depth = 1] = place(x, joint);
  return [a / depth, b / depth];
}

function orientations(x: Float64Array, { held }: Bone): number[] {
  poseSkeleton(kinematics, x);
  return held.flatMap((joint) => [...kinematics.rotations.subarray(9 * joint, 9 * joint + 9)]);
}

function expectClose(a: readonly number[], b: readonly number[], tolerance: number): void {
  for (const [i, value] of a.entries())
    expect(Math.abs(value - (b[i] ?? 0))).toBeLessThan(tolerance);
}

describe('flipBone', () => {
  it('leaves both ends of a limb bone where the camera sees them', () => {
    fc.assert(
      fc.property(bodies, limbs, (x, bone) => {
        const flipped = x.slice();
        flipBone(kinematics, flipped, bone);
        expectClose(seen(flipped, bone.from), seen(x, bone.from), 1e-9);
        expectClose(seen(flipped, bone.joint), seen(x, bone.joint), 1e-9);
      }),
    );
  });

  it('swaps which of the two places the far end has, and gives it back', () => {
    fc.assert(
      fc.property(bodies, limbs, (x, bone) => {
        const flipped = x.slice();
        flipBone(kinematics, flipped, bone);
        const [a, before, after] = [
          place(x, bone.from),
          place(x, bone.joint),
          place(flipped, bone.joint),
        ];
        const along = (b: number[]) => Math.hypot(...b);
        const middle = a.reduce((sum, v, i) => sum + v * (before[i] ?? 0), 0) / along(before);
        expect(along(before) + along(after)).toBeCloseTo(2 * middle, 9);
        flipBone(kinematics, flipped, bone);
        expectClose(place(flipped, bone.joint), before, 1e-9);
      }),
    );
  });

  it('keeps the orientation of what hangs on the bone, and the shape', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(...BONES), (x, bone) => {
        const flipped = x.slice();
        flipBone(kinematics, flipped, bone);
        expectClose(orientations(flipped, bone), orientations(x, bone), 1e-9);
        expect(flipped.slice(75)).toEqual(x.slice(75));
        expect(flipped.slice(0, 3)).toEqual(x.slice(0, 3));
      }),
    );
  });

  it('turns the torso the other way in depth', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(...BONES.slice(8)), (x, bone) => {
        const before = boneDepth(kinematics, x, bone);
        fc.pre(Math.abs(before) > 0.2); // less is within what perspective turns
        const flipped = x.slice();
        flipBone(kinematics, flipped, bone);
        expect(Math.sign(boneDepth(kinematics, flipped, bone))).toBe(-Math.sign(before));
      }),
    );
  });
});

describe('flattenBone', () => {
  it('puts both ends of a limb bone equally far from the camera', () => {
    fc.assert(
      fc.property(bodies, limbs, (x, bone) => {
        const flat = x.slice();
        flattenBone(kinematics, flat, bone);
        expect(Math.abs(boneDepth(kinematics, flat, bone))).toBeLessThan(1e-9);
      }),
    );
  });
});
