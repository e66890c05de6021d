/** Errors of the shape alone, of bodies in T-pose. */
import type { BodyModel } from '../body/body-model.ts';
import { regressPoints, shapeBody } from '../body/shape.ts';
import { mean, type Points, pointDistances } from './distances.ts';

/**
 * PVE-T-SC (Sengupta et al., STRAPS, 2020): mean vertex distance in T-pose after the predicted mesh
 * was moved to the middle of the true one and brought to its root mean square radius; not turned.
 *
 * @param predicted vertices of the T-pose, shape [V, 3]; @param truth the same, of the same mesh
 */
export function pveTSc(predicted: Points, truth: Points): number {
  const [p, t] = [centredOf(predicted), centredOf(truth)];
  const scale = radiusOf(t) / radiusOf(p);
  return mean(
    pointDistances(
      p.map((value) => scale * value),
      t,
    ),
  );
}

function centredOf(points: Points): Float64Array {
  const middle = new Float64Array(3);
  for (let i = 0; i < points.length; i++) middle[i % 3] += (3 * points[i]) / points.length;
  return Float64Array.from(points, (value, i) => value - middle[i % 3]);
}

function radiusOf(points: Float64Array): number {
  return Math.sqrt((3 * points.reduce((sum, value) => sum + value * value, 0)) / points.length);
}

/**
 * Lengths of the 23 bones of the rest pose, each from a joint's parent to the joint, metres.
 *
 * @param betas shape [B]; @returns shape [23], of joints 1 … 23
 */
export function boneLengths(model: BodyModel, betas: ArrayLike<number>): Float64Array {
  const joints = new Float64Array(3 * model.jointCount);
  regressPoints(model.jointRegressor, restVertices(model, betas), joints);
  return Float64Array.from({ length: model.jointCount - 1 }, (_, i) => {
    const [a, b] = [3 * model.parents[i + 1], 3 * (i + 1)];
    return Math.hypot(
      joints[a] - joints[b],
      joints[a + 1] - joints[b + 1],
      joints[a + 2] - joints[b + 2],
    );
  });
}

/** The T-pose of some betas, shape [V, 3], metres. */
export function restVertices(model: BodyModel, betas: ArrayLike<number>): Float32Array {
  const vertices = new Float32Array(3 * model.vertexCount);
  shapeBody(model, betas, vertices);
  return vertices;
}
