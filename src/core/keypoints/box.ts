export interface PointBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface MaybePoint {
  readonly x: number;
  readonly y: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
}

/** The box of the points that are there, at least one pixel wide; of all of them when none is. */
export function boxOfKeypoints(keypoints: readonly MaybePoint[]): PointBox {
  const found = keypoints.filter(({ visibility }) => visibility !== 'absent');
  const points = found.length > 0 ? found : keypoints;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return {
    x,
    y,
    width: Math.max(Math.max(...xs) - x, 1),
    height: Math.max(Math.max(...ys) - y, 1),
  };
}
