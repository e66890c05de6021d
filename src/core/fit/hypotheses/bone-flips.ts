/**
 * Bones turned the other way in depth. A point B at the end of a bone A → B of length ℓ looks the same
 * from the camera at two places of its viewing ray: with L_A the distance of A and ψ the angle between
 * the rays, `L_B = L_A cos ψ ± √(ℓ² − L_A² sin² ψ)` (Taylor 2000; Sminchisescu and Triggs 2003), so
 * the other one is `2 L_A cos ψ − L_B`. Only directions change; a body is 88 unknowns (`unknowns.ts`).
 */
import type { Bone } from '../../body/bones.ts';
import { multiply3, transposed3 } from '../../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../math/rotation.ts';
import { type Kinematics, poseSkeleton } from '../skeleton/kinematics.ts';
import { POSE, TRANSLATION } from '../skeleton/unknowns.ts';

type Vector = readonly [number, number, number];

/** How much farther from the camera a bone's far end is than its near end, metres. */
export function boneDepth(state: Kinematics, x: Float64Array, bone: Bone): number {
  poseSkeleton(state, x);
  return length(place(state, x, bone.joint)) - length(place(state, x, bone.from));
}

export function boneLength(state: Kinematics, x: Float64Array, bone: Bone): number {
  poseSkeleton(state, x);
  return length(minus(place(state, x, bone.joint), place(state, x, bone.from)));
}

/**
 * Turns a bone to its mirror image in depth, in `x`. What hangs on it keeps its orientation in space.
 * Does nothing where the mirror image would lie behind the camera.
 */
export function flipBone(state: Kinematics, x: Float64Array, bone: Bone): void {
  poseSkeleton(state, x);
  const a = place(state, x, bone.from);
  const b = place(state, x, bone.joint);
  const distance = length(b);
  const mirrored = (2 * dot(a, b)) / distance - distance;
  if (mirrored > 0) aim(state, x, bone, minus(b, a), minus(scaled(b, mirrored / distance), a));
}

/** Turns a bone so that both its ends are equally far from the camera, in `x`; it must not point there. */
export function flattenBone(state: Kinematics, x: Float64Array, bone: Bone): void {
  poseSkeleton(state, x);
  const a = place(state, x, bone.from);
  const direction = minus(place(state, x, bone.joint), a);
  const across = minus(direction, scaled(a, dot(direction, a) / dot(a, a)));
  if (length(across) < 1e-6) return;
  // ‖a + n‖ = ‖a‖ for n at right angles to a, but for this share of a.
  const toCamera = -dot(direction, direction) / (2 * dot(a, a));
  const sideways = Math.sqrt(dot(direction, direction) - toCamera ** 2 * dot(a, a));
  const flat = plus(scaled(across, sideways / length(across)), scaled(a, toCamera));
  aim(state, x, bone, direction, flat);
}

/** Turns the whole body about its own vertical, radians, in `x`. */
export function turnRoot(x: Float64Array, yaw: number): void {
  const before = new Float64Array(9);
  const after = new Float64Array(9);
  matrixFromAxisAngle(x, POSE, before, 0);
  multiply3(before, 0, rotation([0, yaw, 0]), 0, after, 0);
  axisAngleFromMatrix(after, 0, x, POSE);
}

/** Turns the bone's pivot so that `before` becomes parallel to `after`. */
function aim(state: Kinematics, x: Float64Array, bone: Bone, before: Vector, after: Vector): void {
  const held = bone.held.map((joint) => state.rotations.slice(9 * joint, 9 * joint + 9));
  const direction = bone.twisted === undefined ? before : twistAbove(state, x, bone, before, after);
  turn(state, x, bone.pivot, swing(direction, after));
  for (const [i, joint] of bone.held.entries()) orient(state, x, joint, held[i]);
}

/**
 * An elbow bends one way only: the upper bone first turns about itself until the lower one's new
 * direction lies in the plane in which the joint bends. Returns the lower bone's direction then.
 */
function twistAbove(
  state: Kinematics,
  x: Float64Array,
  { twisted: upper = 0, from }: Bone,
  before: Vector,
  after: Vector,
): Vector {
  const along = minus(place(state, x, from), place(state, x, upper));
  const axis = scaled(along, 1 / length(along));
  const across = minus(before, scaled(axis, dot(before, axis)));
  const wanted = minus(after, scaled(axis, dot(after, axis)));
  const angle = Math.atan2(dot(axis, cross(across, wanted)), dot(across, wanted));
  const turned = rotation(scaled(axis, angle));
  turn(state, x, upper, turned);
  return applied(turned, before);
}

/** G_joint ← Q G_joint, with all that hangs on it. */
function turn(state: Kinematics, x: Float64Array, joint: number, Q: Float64Array): void {
  const target = new Float64Array(9);
  multiply3(Q, 0, state.rotations, 9 * joint, target, 0);
  orient(state, x, joint, target);
}

/** Gives a joint an orientation in the camera's frame; the skeleton is posed at the new x. */
function orient(state: Kinematics, x: Float64Array, joint: number, target: Float64Array): void {
  const parent = state.landmarks.parents[joint];
  const local = parent < 0 ? target : new Float64Array(9);
  if (parent >= 0) multiply3(transposed3(state.rotations, 9 * parent), 0, target, 0, local, 0);
  axisAngleFromMatrix(local, 0, x, POSE + 3 * joint);
  poseSkeleton(state, x);
}

/** The least rotation that takes a's direction to b's; about any axis across when they are opposite. */
function swing(a: Vector, b: Vector): Float64Array {
  const axis = cross(a, b);
  const sine = length(axis);
  const angle = Math.atan2(sine, dot(a, b));
  if (sine > 1e-12) return rotation(scaled(axis, angle / sine));
  const across = cross(a, Math.abs(a[0]) < 0.5 * length(a) ? [1, 0, 0] : [0, 1, 0]);
  return rotation(scaled(across, angle / length(across)));
}

function rotation(axisAngle: Vector): Float64Array {
  const R = new Float64Array(9);
  matrixFromAxisAngle(Float64Array.from(axisAngle), 0, R, 0);
  return R;
}

function place({ positions }: Kinematics, x: Float64Array, joint: number): Vector {
  const i = 3 * joint;
  return [
    positions[i] + x[TRANSLATION],
    positions[i + 1] + x[TRANSLATION + 1],
    positions[i + 2] + x[TRANSLATION + 2],
  ];
}

function applied(R: Float64Array, [x, y, z]: Vector): Vector {
  return [
    R[0] * x + R[1] * y + R[2] * z,
    R[3] * x + R[4] * y + R[5] * z,
    R[6] * x + R[7] * y + R[8] * z,
  ];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function length(a: Vector): number {
  return Math.hypot(a[0], a[1], a[2]);
}

function scaled(a: Vector, factor: number): Vector {
  return [factor * a[0], factor * a[1], factor * a[2]];
}

function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}
