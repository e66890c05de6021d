/** A plain rasteriser: a posed body with a depth buffer, smooth normals and one lamp. */

import { vertexNormals } from '../../src/core/body/normals.ts';
import type { PosedMesh } from '../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import type { Random } from '../../src/core/math/random.ts';
import type { Paint } from './clothes.ts';

export interface Canvas {
  readonly width: number;
  readonly height: number;
  /** Shape [height, width, 3], in [0, 1]. */
  readonly picture: Float32Array;
  /** Inverse depth of what is in front, 1/m. */
  readonly nearness: Float32Array;
}

interface Light {
  readonly towards: readonly [number, number, number];
  readonly ambient: number;
  readonly gloss: number;
}

export function drawLight({ uniform, normal }: Random): Light {
  const [x, y, z] = [normal(), -0.3 - Math.abs(normal()), normal() - 0.7];
  const length = Math.hypot(x, y, z);
  return {
    towards: [x / length, y / length, z / length],
    ambient: 0.25 + 0.5 * uniform(),
    gloss: uniform() < 0.5 ? 0 : 0.3 * uniform(),
  };
}

/** Draws `mesh.vertices` over the canvas. */
export function rasterise(
  mesh: PosedMesh,
  camera: Pinhole,
  paint: Paint,
  light: Light,
  canvas: Canvas,
): void {
  const { vertices, model } = mesh;
  const normals = new Float32Array(vertices.length);
  vertexNormals(vertices, model.faces, normals);
  const screen = new Float32Array(vertices.length);
  for (let i = 0; i < vertices.length; i += 3) {
    const near = 1 / vertices[i + 2];
    screen[i] = camera.focalLength * vertices[i] * near + camera.principalX;
    screen[i + 1] = camera.focalLength * vertices[i + 1] * near + camera.principalY;
    screen[i + 2] = near;
  }
  const surface = { screen, normals, rest: model.template };
  for (let f = 0; f < model.faces.length; f += 3) {
    const [a, b, c] = [3 * model.faces[f], 3 * model.faces[f + 1], 3 * model.faces[f + 2]];
    fillTriangle(surface, a, b, c, paint, light, canvas);
  }
}

interface Surface {
  readonly screen: Float32Array;
  readonly normals: Float32Array;
  readonly rest: Float32Array;
}

function fillTriangle(
  { screen, normals, rest }: Surface,
  a: number,
  b: number,
  c: number,
  paint: Paint,
  light: Light,
  { width, height, picture, nearness }: Canvas,
): void {
  const [ax, ay, bx, by, cx, cy] = [
    screen[a],
    screen[a + 1],
    screen[b],
    screen[b + 1],
    screen[c],
    screen[c + 1],
  ];
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  // Seen from outside a triangle runs clockwise in a picture whose y points down.
  if (!(area < 0)) return;
  const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx)));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy)));
  for (let y = Math.max(0, Math.ceil(Math.min(ay, by, cy))); y <= bottom; y++) {
    for (let x = Math.max(0, Math.ceil(Math.min(ax, bx, cx))); x <= right; x++) {
      const u = ((bx - x) * (cy - y) - (by - y) * (cx - x)) / area;
      const v = ((cx - x) * (ay - y) - (cy - y) * (ax - x)) / area;
      const w = 1 - u - v;
      if (u < 0 || v < 0 || w < 0) continue;
      const pixel = y * width + x;
      const near = u * screen[a + 2] + v * screen[b + 2] + w * screen[c + 2];
      if (near <= nearness[pixel]) continue;
      nearness[pixel] = near;
      const at = (values: Float32Array, k: number) =>
        u * values[a + k] + v * values[b + k] + w * values[c + k];
      const colour = paint(at(rest, 0), at(rest, 1), at(rest, 2));
      const shade = shadeOf(at(normals, 0), at(normals, 1), at(normals, 2), light);
      for (let k = 0; k < 3; k++) picture[3 * pixel + k] = colour[k] * shade;
    }
  }
}

function shadeOf(nx: number, ny: number, nz: number, { towards, ambient, gloss }: Light): number {
  const length = Math.hypot(nx, ny, nz);
  const cosine = Math.max(0, (nx * towards[0] + ny * towards[1] + nz * towards[2]) / length);
  const mirror = Math.max(0, (2 * cosine * nz) / length - towards[2]);
  return ambient + (1 - ambient) * 1.1 * cosine + gloss * mirror ** 8;
}
