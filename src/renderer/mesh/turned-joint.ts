/** Local rotations of joints as a hand turns them. Vectors are axis-angle, radians. */
import { multiply3 } from '../../core/math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../core/math/rotation.ts';
import type { Place } from './view-geometry.ts';

/** R(before) R(turn), a turn in the joint's own frame, as the vector nearest to `before`. */
export function turnedJoint(before: Place, turn: Place): Place {
  const matrices = new Float64Array(27);
  matrixFromAxisAngle(Float64Array.from(before), 0, matrices, 0);
  matrixFromAxisAngle(Float64Array.from(turn), 0, matrices, 9);
  multiply3(matrices, 0, matrices, 9, matrices, 18);
  const after = new Float64Array(3);
  axisAngleFromMatrix(matrices, 18, after, 0);
  return nearestVector(after, before);
}

/** The fit does not know that angles repeat: of the vectors of one rotation the nearest is taken. */
function nearestVector(vector: Float64Array, to: Place): Place {
  const angle = Math.hypot(...vector);
  if (angle === 0) return [0, 0, 0];
  const along = vector.reduce((sum, value, i) => sum + (value / angle) * (to[i] ?? 0), 0);
  const turns = Math.round((along - angle) / (2 * Math.PI));
  const [x = 0, y = 0, z = 0] = vector.map((value) => value * (1 + (2 * Math.PI * turns) / angle));
  return [x, y, z];
}

/**
 * A direction of the camera's frame in a joint's own frame, Gᵀ v.
 *
 * @param rotation G, row-major
 */
export function inJointFrame(rotation: Float64Array, [x, y, z]: Place): Place {
  const column = (i: number) =>
    (rotation[i] ?? 0) * x + (rotation[3 + i] ?? 0) * y + (rotation[6 + i] ?? 0) * z;
  return [column(0), column(1), column(2)];
}
