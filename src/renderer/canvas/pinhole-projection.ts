/** The studio's pinhole, with the panel's zoom and pan, as a projection matrix of three. */
import { Matrix4 } from 'three';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import type { Size, Viewport } from './viewport.ts';

const NEAR_M = 0.05;
const FAR_M = 200;

/**
 * A point (X, Y, Z) of the camera frame, given to three as (X, −Y, −Z), lands on the CSS pixel
 * `view.scale · (f X/Z + c) + view.xy` of the panel.
 */
export function pinholeProjection(camera: Pinhole, view: Viewport, panel: Size): Matrix4 {
  const f = view.scale * camera.focalLength;
  const u = (2 / panel.width) * (view.scale * camera.principalX + view.x) - 1;
  const v = (2 / panel.height) * (view.scale * camera.principalY + view.y) - 1;
  const a = (FAR_M + NEAR_M) / (FAR_M - NEAR_M);
  const b = (-2 * FAR_M * NEAR_M) / (FAR_M - NEAR_M);
  return new Matrix4(
    ...[(2 * f) / panel.width, 0, -u, 0],
    ...[0, (2 * f) / panel.height, v, 0],
    ...[0, 0, -a, b],
    ...[0, 0, -1, 0],
  );
}
