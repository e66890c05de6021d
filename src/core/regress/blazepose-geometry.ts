/**
 * What goes into BlazePose and what comes out of it: a square about the hips that is turned so that the
 * trunk is upright (Bazarevsky et al., "BlazePose", 2020), and 3D landmarks about the mid hip.
 */
import type { Pinhole } from '../camera/pinhole.ts';
import { virtualFromCamera } from '../camera/virtual-camera.ts';
import { apply3, multiply3, transposed3 } from '../math/matrix3.ts';
import type { DetectedPoint } from './detector-geometry.ts';

/** Side of the square as the network sees it, pixels. */
export const SQUARE_SIZE_PX = 256;
/** Points below this confidence do not shape the square, and fewer than so many make none. */
const MIN_CONFIDENCE = 0.2;
const MIN_POINTS = 4;
/** BlazePose's own two points of a person: the mid hip, and one of the circle round the whole body. */
const [MID_HIP, RIM] = [33, 34];

/** A square of the picture, turned by `angle` (radians, clockwise in the picture). */
export interface TurnedSquare {
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  readonly angle: number;
}

/** A place in the picture, pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** An image in RGB, 3 bytes a pixel. */
interface RgbImage {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** The square that a person's 17 COCO points ask for; undefined when too few are seen. */
export function squareOfPose(pose: readonly DetectedPoint[]): TurnedSquare | undefined {
  const middle = (a: number, b: number) => ({
    x: (pose[a].x + pose[b].x) / 2,
    y: (pose[a].y + pose[b].y) / 2,
  });
  const hips = middle(11, 12);
  const seen = pose.filter(({ confidence }) => confidence >= MIN_CONFIDENCE);
  if (seen.length < MIN_POINTS) return undefined;
  const reach = Math.max(...seen.map(({ x, y }) => Math.hypot(x - hips.x, y - hips.y)));
  return squareRound(hips, middle(5, 6), 1.1 * reach);
}

/** The square of a second look; undefined where the first has found no body of any size. */
export function closerSquare(points: Float32Array, square: TurnedSquare): TurnedSquare | undefined {
  const hips = inPicture(points, square, MID_HIP);
  const rim = inPicture(points, square, RIM);
  const radius = Math.hypot(rim.x - hips.x, rim.y - hips.y);
  return radius > 4 ? squareRound(hips, rim, radius) : undefined;
}

function squareRound(middle: Place, upwards: Place, radius: number): TurnedSquare {
  const angle = Math.atan2(upwards.x - middle.x, middle.y - upwards.y);
  return { x: middle.x, y: middle.y, sidePx: 2.5 * radius, angle };
}

/**
 * A landmark in pixels of the picture.
 *
 * @param points shape [39, 5], x and y in pixels of the square as the network sees it
 */
export function inPicture(points: Float32Array, square: TurnedSquare, i: number): Place {
  const scale = square.sidePx / SQUARE_SIZE_PX;
  const [u, v] = [points[5 * i] - SQUARE_SIZE_PX / 2, points[5 * i + 1] - SQUARE_SIZE_PX / 2];
  const [c, s] = [Math.cos(square.angle) * scale, Math.sin(square.angle) * scale];
  return { x: square.x + c * u - s * v, y: square.y + s * u + c * v };
}

/**
 * Landmarks along the axes of the camera; the network has them along those of a camera that looks at
 * the middle of the square.
 *
 * @param world shape [39, 3], metres
 */
export function inCameraAxes(
  world: Float32Array,
  camera: Pinhole,
  square: TurnedSquare,
): Float64Array {
  const [c, s] = [Math.cos(square.angle), Math.sin(square.angle)];
  const virtualFromSquare = Float64Array.of(c, -s, 0, s, c, 0, 0, 0, 1);
  const rotation = new Float64Array(9);
  const cameraFromVirtual = transposed3(virtualFromCamera(camera, square.x, square.y));
  multiply3(cameraFromVirtual, 0, virtualFromSquare, 0, rotation, 0);
  const source = Float64Array.from(world);
  const out = new Float64Array(source.length);
  for (let i = 0; i < out.length; i += 3) apply3(rotation, 0, source, i, out, i);
  return out;
}

/** The square as [256, 256, 3] in [0, 1], bilinear; black where it reaches over the picture. */
export function sampleSquare(
  { data, width, height }: RgbImage,
  square: TurnedSquare,
): Float32Array {
  const size = SQUARE_SIZE_PX;
  const out = new Float32Array(3 * size * size);
  const scale = square.sidePx / size;
  const [c, s] = [Math.cos(square.angle) * scale, Math.sin(square.angle) * scale];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const [u, v] = [column + 0.5 - size / 2, row + 0.5 - size / 2];
      const x = square.x + c * u - s * v - 0.5;
      const y = square.y + s * u + c * v - 0.5;
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const [fx, fy] = [x - x0, y - y0];
      const i = 3 * (y0 * width + x0);
      const o = 3 * (row * size + column);
      for (let k = 0; k < 3; k++) {
        const top = data[i + k] * (1 - fx) + data[i + 3 + k] * fx;
        const j = i + 3 * width + k;
        const bottom = data[j] * (1 - fx) + data[j + 3] * fx;
        out[o + k] = (top * (1 - fy) + bottom * fy) / 255;
      }
    }
  }
  return out;
}

/** Limb joints of the body and the same ones among BlazePose's landmarks. */
export const BLAZEPOSE_LIMB_JOINTS: readonly (readonly [number, number])[] = [
  [16, 11],
  [17, 12],
  [18, 13],
  [19, 14],
  [20, 15],
  [21, 16],
  [4, 25],
  [5, 26],
  [7, 27],
  [8, 28],
];
export const BLAZEPOSE_HIPS = [23, 24] as const;

/** A landmark from the middle of the hips, metres. @param world shape [39, 3], metres */
export function fromHips(world: Float64Array, point: number): number[] {
  return [0, 1, 2].map((axis) => {
    const hips = BLAZEPOSE_HIPS.reduce((sum, hip) => sum + world[3 * hip + axis] / 2, 0);
    return world[3 * point + axis] - hips;
  });
}
