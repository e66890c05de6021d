import { symmetricEigenpairs } from './symmetric-eigen.ts';

/**
 * The similarity (rotation with determinant +1, scale, shift) that best carries one set of points
 * onto another, by Horn's quaternion method (1987), and the points it gives.
 *
 * @param from shape [N, 3]; @param onto shape [N, 3]
 * @returns the moved points, shape [N, 3]; the mean of `onto` when `from` is a single place
 */
export function alignSimilarity(from: Float64Array, onto: Float64Array): Float64Array {
  const meanFrom = meanPoint(from);
  const meanOnto = meanPoint(onto);
  const S = new Float64Array(9);
  let size = 0;
  for (let i = 0; i < from.length; i += 3) {
    for (let a = 0; a < 3; a++) {
      const p = from[i + a] - meanFrom[a];
      size += p * p;
      for (let b = 0; b < 3; b++) S[3 * a + b] += p * (onto[i + b] - meanOnto[b]);
    }
  }
  const { rotation, trace } = bestRotation(S);
  const scale = size > 0 ? trace / size : 0;
  return from.map((_, index) => {
    const i = index - (index % 3);
    const row = 3 * (index % 3);
    let sum = meanOnto[index % 3];
    for (let b = 0; b < 3; b++) sum += scale * rotation[row + b] * (from[i + b] - meanFrom[b]);
    return sum;
  });
}

function meanPoint(points: Float64Array): Float64Array {
  const mean = new Float64Array(3);
  for (let i = 0; i < points.length; i++) mean[i % 3] += points[i];
  return mean.map((value) => (3 * value) / points.length);
}

/** Rotation that maximises tr(R S) and that maximum, from the largest eigenvector of Horn's matrix. */
function bestRotation(S: Float64Array): { rotation: Float64Array; trace: number } {
  const [xx, xy, xz, yx, yy, yz, zx, zy, zz] = S;
  const N = [
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ];
  const { value, vector } = symmetricEigenpairs(N)[3];
  const [w, x, y, z] = vector;
  const rotation = Float64Array.of(
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  );
  return { rotation, trace: value };
}
