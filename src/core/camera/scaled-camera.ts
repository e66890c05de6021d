/** x = s · X + t in [−1, 1] of a crop: scaled before it is shifted, other than SPIN's s · (X + t). */
export interface ScaledCamera {
  readonly s: number;
  readonly tx: number;
  readonly ty: number;
}

/**
 * The camera x = s · X + t without perspective (EFT, FrankMocap) that best puts points on their
 * pixels, by least squares.
 *
 * @param points shape [N, 3], metres
 * @param targets shape [N, 2], in [−1, 1] of the crop
 */
export function scaledCameraFrom(points: Float64Array, targets: Float64Array): ScaledCamera {
  const count = targets.length / 2;
  const [x, y] = [mean(points, 3, 0), mean(points, 3, 1)];
  const [u, v] = [mean(targets, 2, 0), mean(targets, 2, 1)];
  let [both, own] = [0, 0];
  for (let i = 0; i < count; i++) {
    const [dx, dy] = [points[3 * i] - x, points[3 * i + 1] - y];
    both += dx * (targets[2 * i] - u) + dy * (targets[2 * i + 1] - v);
    own += dx * dx + dy * dy;
  }
  const s = both / own;
  return { s, tx: u - s * x, ty: v - s * y };
}

function mean(values: Float64Array, width: number, column: number): number {
  let sum = 0;
  for (let i = column; i < values.length; i += width) sum += values[i];
  return sum / (values.length / width);
}
