/** Whether something of the body lies before one of its joints. */
import type { PosedMesh } from '../../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../../src/core/camera/pinhole.ts';
import type { Place } from './human.ts';

/** The joint's own flesh is not thicker than this, metres. */
const OWN_FLESH_M = 0.15;

/** @param depth of the joint along the view, metres */
export function isCovered(
  { vertices, model: { faces } }: PosedMesh,
  camera: Pinhole,
  { x, y }: Place,
  depth: number,
): boolean {
  const ray = [
    (x - camera.principalX) / camera.focalLength,
    (y - camera.principalY) / camera.focalLength,
  ];
  const corner = (i: number) => {
    const at = 3 * (faces[i] ?? 0);
    const z = vertices[at + 2] ?? 0;
    return [
      (vertices[at] ?? 0) / z - (ray[0] ?? 0),
      (vertices[at + 1] ?? 0) / z - (ray[1] ?? 0),
      z,
    ] as const;
  };
  for (let f = 0; f < faces.length; f += 3) {
    const met = depthAtOrigin(corner(f), corner(f + 1), corner(f + 2));
    if (met !== undefined && met < depth - OWN_FLESH_M) return true;
  }
  return false;
}

type Corner = readonly [number, number, number];

/** Depth of a triangle where it covers the origin of the picture's plane. */
function depthAtOrigin(a: Corner, b: Corner, c: Corner): number | undefined {
  const [u, v, w] = [cross(b, c), cross(c, a), cross(a, b)];
  const area = u + v + w;
  if (area === 0 || u / area < 0 || v / area < 0 || w / area < 0) return undefined;
  return area / (u / a[2] + v / b[2] + w / c[2]);
}

function cross(a: Corner, b: Corner): number {
  return a[0] * b[1] - a[1] * b[0];
}
