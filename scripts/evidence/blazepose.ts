/**
 * BlazePose-full of the detectors' package (Google, Apache-2.0): 3D landmarks about the mid hip and a
 * mask of the person. It sees a square about the hips that is turned so that the trunk is upright
 * (Bazarevsky et al., "BlazePose", 2020).
 */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { virtualFromCamera } from '../../src/core/camera/virtual-camera.ts';
import { apply3, multiply3, transposed3 } from '../../src/core/math/matrix3.ts';
import type { DetectedPoint } from '../../src/core/regress/detector-geometry.ts';
import type { Pixels } from '../../src/engine/adapters/images/image-file.ts';

export const SIZE = 256;
/** Places in 3D, points in the square, mask, score. */
const OUTPUTS = ['Identity_4', 'Identity_2', 'Identity_1', 'Identity_3'];

/** A square of the picture, turned by `angle` (radians, clockwise in the picture). */
export interface TurnedSquare {
  readonly x: number;
  readonly y: number;
  readonly sidePx: number;
  readonly angle: number;
}

export interface BlazePoseAnswer {
  readonly square: TurnedSquare;
  /** Shape [39, 3], metres about the mid hip, in the camera's axes. */
  readonly world: Float64Array;
  /** Shape [39, 5]: x, y, z in pixels of the square seen as 256, visibility and presence logits. */
  readonly points: Float32Array;
  /** Shape [256, 256]: how surely the person. */
  readonly mask: Float32Array;
  readonly score: number;
}

/** The square that a person's 17 COCO points ask for; undefined with fewer than four points. */
export function squareOfPose(pose: readonly DetectedPoint[], min = 0.2): TurnedSquare | undefined {
  const middle = (a: number, b: number) => ({
    x: (pose[a].x + pose[b].x) / 2,
    y: (pose[a].y + pose[b].y) / 2,
  });
  const hips = middle(11, 12);
  const shoulders = middle(5, 6);
  const seen = pose.filter(({ confidence }) => confidence >= min);
  if (seen.length < 4) return undefined;
  const reach = Math.max(...seen.map(({ x, y }) => Math.hypot(x - hips.x, y - hips.y)));
  return squareRound(hips, shoulders, 1.1 * reach);
}

function squareRound(
  middle: { x: number; y: number },
  upwards: { x: number; y: number },
  radius: number,
): TurnedSquare {
  const angle = Math.atan2(upwards.x - middle.x, middle.y - upwards.y);
  return { x: middle.x, y: middle.y, sidePx: 2.5 * radius, angle };
}

/** Twice: the second look is centred on what the first has found. */
export function runBlazePose(
  model: GraphModel,
  pixels: Pixels,
  camera: Pinhole,
  square: TurnedSquare,
): BlazePoseAnswer {
  const first = look(model, pixels, camera, square);
  const hips = inPicture(first, 33);
  const rim = inPicture(first, 34);
  const radius = Math.hypot(rim.x - hips.x, rim.y - hips.y);
  if (!(radius > 4) || first.score < 0.5) return first;
  return look(model, pixels, camera, squareRound(hips, rim, radius));
}

/** A landmark in pixels of the picture. */
export function inPicture(
  { points, square }: BlazePoseAnswer,
  i: number,
): { x: number; y: number } {
  const scale = square.sidePx / SIZE;
  const [u, v] = [points[5 * i] - SIZE / 2, points[5 * i + 1] - SIZE / 2];
  const [c, s] = [Math.cos(square.angle) * scale, Math.sin(square.angle) * scale];
  return { x: square.x + c * u - s * v, y: square.y + s * u + c * v };
}

function look(
  model: GraphModel,
  pixels: Pixels,
  camera: Pinhole,
  square: TurnedSquare,
): BlazePoseAnswer {
  const tensors = tf.tidy(() => {
    const input = tf.tensor4d(sample(pixels, square), [1, SIZE, SIZE, 3]);
    return model.execute(input, OUTPUTS) as tf.Tensor[];
  });
  const [world, points, mask, score] = tensors.map((t) => t.dataSync() as Float32Array);
  tf.dispose(tensors);
  return {
    square,
    points,
    mask,
    score: score[0],
    world: inCameraAxes(world, camera, square),
  };
}

function inCameraAxes(world: Float32Array, camera: Pinhole, square: TurnedSquare): Float64Array {
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
function sample({ data, width, height }: Pixels, square: TurnedSquare): Float32Array {
  const out = new Float32Array(3 * SIZE * SIZE);
  const scale = square.sidePx / SIZE;
  const [c, s] = [Math.cos(square.angle) * scale, Math.sin(square.angle) * scale];
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const [u, v] = [column + 0.5 - SIZE / 2, row + 0.5 - SIZE / 2];
      const x = square.x + c * u - s * v - 0.5;
      const y = square.y + s * u + c * v - 0.5;
      const [x0, y0] = [Math.floor(x), Math.floor(y)];
      if (x0 < 0 || y0 < 0 || x0 + 1 >= width || y0 + 1 >= height) continue;
      const [fx, fy] = [x - x0, y - y0];
      const i = 3 * (y0 * width + x0);
      const o = 3 * (row * SIZE + column);
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
