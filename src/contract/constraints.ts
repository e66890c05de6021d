import { z } from 'zod';
import { bodyParameters } from './body-parameters.ts';

export const measurementName = z.enum([
  'height',
  'armSpan',
  'inseam',
  'chest',
  'waist',
  'hip',
  'thigh',
  'calf',
  'upperArm',
  'forearm',
  'wrist',
  'neck',
]);

const vector3 = z.array(z.number()).length(3);

/** What a person knows of somebody besides the keypoints; the fit holds to it. */
export const constraints = z.object({
  /** Pixels of the full image; null takes what the picture's header says. */
  focalLengthPx: z.number().min(10).max(1e6).nullable(),
  /** Of the T-pose, metres. */
  measurements: z.array(z.object({ name: measurementName, metres: z.number().positive() })),
  /**
   * A bone, named by the skeleton joint (0 … 23) at its far end: nearer to the camera than its other end, or
   * not. 12 is the upper body as seen from the pelvis, 16 the left shoulder as seen from the right one.
   */
  depthPicks: z.array(
    z.object({
      joint: z.int().min(1).max(23),
      direction: z.enum(['towards', 'away', 'flat']),
    }),
  ),
  /** Feet that stand on the ground. */
  groundContact: z.array(z.enum(['left', 'right'])),
  /**
   * Places of landmarks (0 … 53) as dragged in 3D: from the pelvis, along the axes of the camera,
   * metres; the pelvis's own in the full-image camera.
   */
  targets: z.array(z.object({ landmark: z.int().min(0).max(53), position: vector3 })),
  /** Local rotations of skeleton joints (1 … 23), axis-angle in radians, as turned in 3D. */
  rotations: z.array(z.object({ joint: z.int().min(1).max(23), axisAngle: vector3 })),
  /** A body that a person has set as a whole: what is fitted afterwards stays near it. */
  bakedBody: bodyParameters.nullable(),
});
export type Constraints = z.infer<typeof constraints>;

export const NO_CONSTRAINTS = {
  focalLengthPx: null,
  measurements: [],
  depthPicks: [],
  groundContact: [],
  targets: [],
  rotations: [],
  bakedBody: null,
} satisfies Constraints;
