/**
 * What the lifter says: 24 rotations in SPIN's 6D layout, 10 betas and a camera (s, tx, ty), all in
 * the virtual camera: depth z = 1 / (s · box), and (tx, ty) where the pelvis is seen in the box.
 */
import type { BodyParameters } from '../body/body-model.ts';
import { apply3, multiply3, transposed3 } from '../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFrom6d } from '../math/rotation.ts';
import type { LifterFrame } from './lifter-input.ts';

/** After the 24 blocks of six numbers. */
export const BETA_OFFSET = 144;
export const CAMERA_OFFSET = BETA_OFFSET + 10;
export const OUTPUT_SIZE = CAMERA_OFFSET + 3;

/** The camera's scale stays positive and finite, whatever the network says. */
const MIN_SCALE = 0.02;

/** 24 rotation matrices, betas and translation, still in the virtual camera. */
export interface LiftedBody {
  /** Shape [24, 3, 3]. */
  readonly rotations: Float64Array;
  readonly betas: Float64Array;
  readonly translation: Float64Array;
}

/** @returns undefined when a 6D block is degenerate */
export function decodeOutput(
  output: Float32Array,
  offset: number,
  boxSide: number,
): LiftedBody | undefined {
  const rotations = new Float64Array(24 * 9);
  for (let joint = 0; joint < 24; joint++) {
    if (!matrixFrom6d(output, offset + 6 * joint, rotations, 9 * joint)) return undefined;
  }
  const betas = Float64Array.from(output.subarray(offset + BETA_OFFSET, offset + CAMERA_OFFSET));
  const [s, tx, ty] = output.subarray(offset + CAMERA_OFFSET, offset + OUTPUT_SIZE);
  const z = 1 / (Math.max(s, MIN_SCALE) * boxSide);
  const half = (z * boxSide) / 2;
  return { rotations, betas, translation: Float64Array.of(half * tx, half * ty, z) };
}

/** The body in the camera of the full image. */
export function bodyInCamera(lifted: LiftedBody, frame: LifterFrame): BodyParameters {
  const cameraFromVirtual = transposed3(frame.virtualFromCamera);
  const rotations = lifted.rotations.slice();
  multiply3(cameraFromVirtual, 0, lifted.rotations, 0, rotations, 0);
  const translation = new Float64Array(3);
  apply3(cameraFromVirtual, 0, lifted.translation, 0, translation, 0);
  const pose = new Float64Array(72);
  for (let joint = 0; joint < 24; joint++)
    axisAngleFromMatrix(rotations, 9 * joint, pose, 3 * joint);
  return { pose, betas: lifted.betas, translation };
}
