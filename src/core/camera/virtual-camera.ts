import type { Pinhole } from './pinhole.ts';

/**
 * Rotation `virtualFromCamera` (row-major 3×3) that turns the ray through a pixel to the optical
 * axis by the smallest angle. A person seen in that virtual camera stands in the image's middle,
 * so perspective at the edge no longer looks like a turn of the body.
 */
export function virtualFromCamera(camera: Pinhole, x: number, y: number): Float64Array {
  const rx = (x - camera.principalX) / camera.focalLength;
  const ry = (y - camera.principalY) / camera.focalLength;
  const length = Math.hypot(rx, ry, 1);
  const [a, b, c] = [rx / length, ry / length, 1 / length];
  // Rodrigues with the axis r × e_z, whose sine is √(a² + b²) and whose cosine is c.
  const k = 1 / (1 + c);
  return Float64Array.of(1 - k * a * a, -k * a * b, -a, -k * a * b, 1 - k * b * b, -b, a, b, c);
}
