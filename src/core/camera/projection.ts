import type { Pinhole } from './pinhole.ts';

/**
 * Pixels of points in the camera frame; NaN for a point that is not in front of the camera.
 *
 * @param points shape [N, 3], metres
 * @param out shape [N, 2], pixels
 */
export function projectPoints(
  camera: Pinhole,
  points: Float64Array | Float32Array,
  out: Float64Array,
): void {
  for (let i = 0; 3 * i < points.length; i++) {
    const z = points[3 * i + 2];
    const scale = z > 0 ? camera.focalLength / z : Number.NaN;
    out[2 * i] = scale * points[3 * i] + camera.principalX;
    out[2 * i + 1] = scale * points[3 * i + 1] + camera.principalY;
  }
}
