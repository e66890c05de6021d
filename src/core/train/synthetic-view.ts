/** Cameras as photographs have them: where a body stands in the picture and how it is turned. */
import type { Pinhole } from '../camera/pinhole.ts';
import { multiply3 } from '../math/matrix3.ts';
import type { Random } from '../math/random.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';

export interface SyntheticView {
  readonly camera: Pinhole;
  readonly width: number;
  readonly height: number;
  /** Turns the body's upright frame (y up) into the camera's (y down), row-major 3×3. */
  readonly cameraFromBody: Float64Array;
  /** Of the pelvis, metres, camera frame. */
  readonly translation: Float64Array;
}

/** How views are drawn; distances in metres. */
export interface ViewRange {
  readonly nearest: number;
  readonly farthest: number;
  /** Share of bodies that are turned any way whatever: somersaults, lying across. */
  readonly anyOrientation: number;
}

export const TRAINING_VIEWS: ViewRange = { nearest: 1.2, farthest: 10, anyOrientation: 0.12 };
export const EVALUATION_VIEWS: ViewRange = { nearest: 1.2, farthest: 10, anyOrientation: 0 };

const DEGREE = Math.PI / 180;
const LONG_SIDE_PX = 1000;

export function drawView(range: ViewRange, random: Random): SyntheticView {
  const { uniform } = random;
  const landscape = uniform() < 0.6;
  const shortSide = LONG_SIDE_PX * (uniform() < 0.5 ? 0.75 : 0.67);
  const [width, height] = landscape ? [LONG_SIDE_PX, shortSide] : [shortSide, LONG_SIDE_PX];
  const focalLength = LONG_SIDE_PX * logUniform(0.7, 2.2, random);
  const camera = { focalLength, principalX: width / 2, principalY: height / 2 };
  const z = logUniform(range.nearest, range.farthest, random);
  const u = width * (0.5 + 0.35 * (2 * uniform() - 1));
  const v = height * (0.5 + 0.25 * (2 * uniform() - 1));
  const translation = Float64Array.of(
    ((u - width / 2) / focalLength) * z,
    ((v - height / 2) / focalLength) * z,
    z,
  );
  return { camera, width, height, cameraFromBody: drawRotation(range, random), translation };
}

export function logUniform(low: number, high: number, { uniform }: Random): number {
  return low * (high / low) ** uniform();
}

function drawRotation({ anyOrientation }: ViewRange, random: Random): Float64Array {
  const { uniform, normal } = random;
  const yaw = 2 * Math.PI * uniform();
  const any = uniform() < anyOrientation;
  const steep = uniform() < 0.15;
  const roll = any ? 2 * Math.PI * uniform() : normal() * DEGREE * (uniform() < 0.08 ? 29 : 5);
  const pitch = any
    ? Math.asin(2 * uniform() - 1)
    : DEGREE * (steep ? -29 + 86 * uniform() : 7 + 9 * normal());
  // Camera y points down: a camera that looks down by `pitch` sees the body turned by −pitch.
  return product([axis(0, 0, roll), axis(pitch, 0, 0), axis(Math.PI, 0, 0), axis(0, yaw, 0)]);
}

function axis(x: number, y: number, z: number): Float64Array {
  const R = new Float64Array(9);
  matrixFromAxisAngle(Float64Array.of(x, y, z), 0, R, 0);
  return R;
}

function product(factors: readonly Float64Array[]): Float64Array {
  return factors.reduce((left, right) => {
    const out = new Float64Array(9);
    multiply3(left, 0, right, 0, out, 0);
    return out;
  });
}
