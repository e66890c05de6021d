/** A body's outline in the square that BlazePose's mask lies in, and the betas that fill a mask best. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { type PosedMesh, poseMesh } from '../../src/core/body/posed-mesh.ts';
import type { Pinhole } from '../../src/core/camera/pinhole.ts';
import { SQUARE_SIZE_PX, type TurnedSquare } from '../../src/core/regress/blazepose-geometry.ts';

/** Cells of the grid that outlines are compared on. */
const GRID = 128;
const BETAS = 5;
const STEPS = [0.6, 0.3, 0.15];
/** What a standard deviation of a beta costs, in intersection over union. */
const BETA_COST = 0.004;

/** 1 where the body is, shape [128, 128]. */
export function outlineOf(
  mesh: PosedMesh,
  body: BodyParameters,
  camera: Pinhole,
  square: TurnedSquare,
): Uint8Array {
  poseMesh(mesh, body);
  const { vertices, model } = mesh;
  const [c, s] = [Math.cos(square.angle), Math.sin(square.angle)];
  const scale = GRID / square.sidePx;
  const flat = new Float32Array((2 * vertices.length) / 3);
  for (let v = 0; v < vertices.length / 3; v++) {
    const near = camera.focalLength / vertices[3 * v + 2];
    const x = near * vertices[3 * v] + camera.principalX - square.x;
    const y = near * vertices[3 * v + 1] + camera.principalY - square.y;
    flat[2 * v] = scale * (c * x + s * y) + GRID / 2;
    flat[2 * v + 1] = scale * (c * y - s * x) + GRID / 2;
  }
  const out = new Uint8Array(GRID * GRID);
  for (let f = 0; f < model.faces.length; f += 3) {
    fill(flat, 2 * model.faces[f], 2 * model.faces[f + 1], 2 * model.faces[f + 2], out);
  }
  return out;
}

/** Marks the cells whose middles lie in a triangle. */
function fill(flat: Float32Array, a: number, b: number, c: number, out: Uint8Array): void {
  const [ax, ay, bx, by] = [flat[a], flat[a + 1], flat[b], flat[b + 1]];
  const [cx, cy] = [flat[c], flat[c + 1]];
  const right = Math.min(GRID - 1, Math.floor(Math.max(ax, bx, cx)));
  const bottom = Math.min(GRID - 1, Math.floor(Math.max(ay, by, cy)));
  const sign = Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
  for (let y = Math.max(0, Math.floor(Math.min(ay, by, cy))); y <= bottom; y++) {
    for (let x = Math.max(0, Math.floor(Math.min(ax, bx, cx))); x <= right; x++) {
      const [px, py] = [x + 0.5, y + 0.5];
      const u = sign * ((bx - ax) * (py - ay) - (by - ay) * (px - ax));
      const v = sign * ((cx - bx) * (py - by) - (cy - by) * (px - bx));
      const w = sign * ((ax - cx) * (py - cy) - (ay - cy) * (px - cx));
      if (u >= 0 && v >= 0 && w >= 0) out[y * GRID + x] = 1;
    }
  }
}

/** BlazePose's mask on the same grid. */
export function gridOfMask(mask: Float32Array): Uint8Array {
  const step = SQUARE_SIZE_PX / GRID;
  return Uint8Array.from({ length: GRID * GRID }, (_, i) => {
    const [row, column] = [Math.floor(i / GRID) * step, (i % GRID) * step];
    return mask[row * SQUARE_SIZE_PX + column] > 0.5 ? 1 : 0;
  });
}

/** Intersection over union. */
export function overlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += a[i] & b[i];
    either += a[i] | b[i];
  }
  return both / Math.max(1, either);
}

/** The body with the first betas moved, one after the other, to where its outline fills the mask best. */
export function withBetasOfMask(
  mesh: PosedMesh,
  body: BodyParameters,
  camera: Pinhole,
  square: TurnedSquare,
  mask: Uint8Array,
): BodyParameters {
  const betas = body.betas.slice();
  const worth = () => {
    const cost = betas.reduce((sum, beta, i) => sum + (beta - body.betas[i]) ** 2, 0);
    return overlap(outlineOf(mesh, { ...body, betas }, camera, square), mask) - BETA_COST * cost;
  };
  let best = worth();
  for (const step of STEPS) {
    for (let b = 0; b < BETAS; b++) {
      for (const move of [step, -step]) {
        betas[b] += move;
        const value = worth();
        if (value > best) best = value;
        else betas[b] -= move;
      }
    }
  }
  return { ...body, betas };
}
