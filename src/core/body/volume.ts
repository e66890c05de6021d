import type { BodyModel } from './body-model.ts';
import { shapeBody } from './shape.ts';

/**
 * Volume of the T-pose by the divergence theorem: the sum of the tetrahedra from the origin to each
 * triangle of the closed mesh.
 *
 * @param slope shape [B]: the volume's derivative is added, m³ a beta
 * @returns m³
 */
export function bodyVolume(
  model: BodyModel,
  betas: ArrayLike<number>,
  slope?: Float64Array,
): number {
  const { faces, template } = model;
  const vertices = new Float32Array(template.length);
  shapeBody(model, betas, vertices);
  const areas = slope && new Float64Array(template.length);
  let volume = 0;
  for (let f = 0; f < faces.length; f += 3) {
    for (let corner = 0; corner < 3; corner++) {
      const a = 3 * faces[f + corner];
      const b = 3 * faces[f + ((corner + 1) % 3)];
      const c = 3 * faces[f + ((corner + 2) % 3)];
      // Moving the corner by d adds d · (b × c) / 6; the three corners give the triple product thrice.
      for (let axis = 0; axis < 3; axis++) {
        const i = (axis + 1) % 3;
        const j = (axis + 2) % 3;
        const area = (vertices[b + i] * vertices[c + j] - vertices[b + j] * vertices[c + i]) / 6;
        volume += (vertices[a + axis] * area) / 3;
        if (areas) areas[a + axis] += area;
      }
    }
  }
  if (slope && areas) addMoved(model, areas, slope);
  return volume;
}

function addMoved({ shapedirs }: BodyModel, areas: Float64Array, slope: Float64Array): void {
  const count = slope.length;
  for (let i = 0; i < areas.length; i++) {
    for (let b = 0; b < count; b++) slope[b] += shapedirs[count * i + b] * areas[i];
  }
}
