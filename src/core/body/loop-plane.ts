/**
 * Two perpendicular unit vectors in the plane of a closed curve, shape [2, 3]. The plane's normal is
 * the curve's area vector (Newell), exact for a flat curve.
 *
 * @param points shape [n, 3], in order round the curve
 */
export function planeBasis(points: Float64Array): Float64Array {
  const [x, y, z] = areaVector(points);
  const length = Math.hypot(x, y, z);
  const normal = [x / length, y / length, z / length];
  const smallest = normal.reduce(
    (best, v, i) => (Math.abs(v) < Math.abs(normal[best]) ? i : best),
    0,
  );
  const u = cross(
    normal,
    [0, 1, 2].map((axis) => (axis === smallest ? 1 : 0)),
  );
  const side = Math.hypot(...u);
  const first = u.map((value) => value / side);
  return Float64Array.from([...first, ...cross(normal, first)]);
}

function areaVector(points: Float64Array): number[] {
  let sum = [0, 0, 0];
  for (let i = 0; i < points.length; i += 3) {
    const next = (i + 3) % points.length;
    const part = cross([...points.subarray(i, i + 3)], [...points.subarray(next, next + 3)]);
    sum = sum.map((value, axis) => value + part[axis]);
  }
  return sum;
}

function cross([ax, ay, az]: readonly number[], [bx, by, bz]: readonly number[]): number[] {
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}
