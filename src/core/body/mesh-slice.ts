/** Plane sections of a closed triangle mesh. */
import type { SurfacePoints } from './body-model.ts';

export interface Plane {
  /** Any point of it, metres. */
  readonly point: ArrayLike<number>;
  /** Of any length. */
  readonly normal: ArrayLike<number>;
}

/**
 * The closed curves in which a plane cuts a mesh, their points in order. A vertex in the plane counts
 * as above it, so each triangle is cut through two edges or not at all.
 *
 * @param vertices shape [V, 3]
 * @param faces shape [F, 3] of a closed mesh
 */
export function sliceMesh(
  vertices: ArrayLike<number>,
  faces: Uint32Array,
  plane: Plane,
): SurfacePoints[] {
  const heights = heightsAbove(vertices, plane);
  const next = crossings(faces, heights);
  const curves: SurfacePoints[] = [];
  for (const start of next.keys()) {
    const edges = followed(next, start);
    if (edges.length > 0) curves.push(pointsOn(edges, heights));
  }
  return curves;
}

function heightsAbove(vertices: ArrayLike<number>, { point, normal }: Plane): Float64Array {
  return Float64Array.from({ length: vertices.length / 3 }, (_, vertex) => {
    let height = 0;
    for (let axis = 0; axis < 3; axis++) {
      height += (vertices[3 * vertex + axis] - point[axis]) * normal[axis];
    }
    return height;
  });
}

type Edge = readonly [number, number];

/** A cut edge by its name, and the name of the edge after it. */
type Crossings = Map<string, { readonly edge: Edge; readonly next: string }>;

/** Triangles are wound the same way: the edge that goes up is followed by the one that goes down. */
function crossings(faces: Uint32Array, heights: Float64Array): Crossings {
  const next: Crossings = new Map();
  for (let f = 0; f < faces.length; f += 3) {
    let up: Edge | undefined;
    let down: Edge | undefined;
    for (let corner = 0; corner < 3; corner++) {
      const from = faces[f + corner];
      const to = faces[f + ((corner + 1) % 3)];
      if (heights[from] < 0 && heights[to] >= 0) up = [from, to];
      if (heights[from] >= 0 && heights[to] < 0) down = [to, from];
    }
    if (up && down) next.set(up.join(), { edge: up, next: down.join() });
  }
  return next;
}

/** Takes one curve out of the crossings. */
function followed(next: Crossings, start: string): Edge[] {
  const edges: Edge[] = [];
  let name = start;
  for (let here = next.get(name); here !== undefined; here = next.get(name)) {
    next.delete(name);
    edges.push(here.edge);
    name = here.next;
  }
  return edges;
}

function pointsOn(edges: readonly Edge[], heights: Float64Array): SurfacePoints {
  const t = edges.map(([from, to]) => heights[from] / (heights[from] - heights[to]));
  return { edges: Int32Array.from(edges.flat()), t: Float64Array.from(t) };
}
