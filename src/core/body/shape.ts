import type { BodyModel, SparseRows } from './body-model.ts';

/** Shape [V, 3]: vertices of the rest pose for these betas, metres. */
export function shapeBody(model: BodyModel, betas: ArrayLike<number>, out: Float32Array): void {
  const { template, shapedirs, betaCount } = model;
  for (let i = 0; i < template.length; i++) {
    let value = template[i];
    for (let b = 0; b < betaCount; b++) value += shapedirs[betaCount * i + b] * betas[b];
    out[i] = value;
  }
}

/** out [rows, 3] = regressor · vertices, for vertices of shape [V, 3]. */
export function regressPoints(
  regressor: SparseRows,
  vertices: Float32Array | Float64Array,
  out: Float64Array,
  outOffset = 0,
): void {
  out.fill(0, outOffset, outOffset + 3 * regressor.rowCount);
  for (let entry = 0; entry < regressor.values.length; entry++) {
    const row = outOffset + 3 * regressor.rows[entry];
    const vertex = 3 * regressor.columns[entry];
    for (let axis = 0; axis < 3; axis++) {
      out[row + axis] += regressor.values[entry] * vertices[vertex + axis];
    }
  }
}
