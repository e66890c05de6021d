/** What the 2D points say, in the form that the inner loop reads. */
import { LANDMARK_COUNT } from '../../body/body-model.ts';
import { StudioError } from '../../common/errors.ts';

/** One 2D point of a person. */
export interface PointTarget {
  /** Index into the body's 54 landmarks. */
  readonly landmark: number;
  /** Pixels of the full image. */
  readonly x: number;
  readonly y: number;
  /** Factor of the squared error, ≥ 0; a point of weight 0 is left out. */
  readonly weight: number;
  /** False for a point that a person has placed: it does not let go. */
  readonly robust: boolean;
}

/** Points grouped by landmark, since points that share one share its derivatives. */
export interface Observations {
  /** Landmarks that have a point, ascending. */
  readonly landmarks: Int32Array;
  /** Points of group g are start[g] … start[g + 1] − 1. */
  readonly start: Int32Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weight: Float64Array;
  /** σ² of the robust loss, pixels²; infinite for a point that is not robust. */
  readonly sigmaSquared: Float64Array;
}

/**
 * @param sigmaPx scale of the robust loss
 * @throws StudioError `fit/infeasible` naming the point that is not finite or has no landmark
 */
export function groupPoints(points: readonly PointTarget[], sigmaPx: number): Observations {
  for (const point of points) check(point);
  const used = points
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => a.landmark - b.landmark);
  const landmarks = [...new Set(used.map(({ landmark }) => landmark))];
  const start = landmarks.map((landmark) => used.findIndex((p) => p.landmark === landmark));
  return {
    landmarks: Int32Array.from(landmarks),
    start: Int32Array.from([...start, used.length]),
    x: Float64Array.from(used, ({ x }) => x),
    y: Float64Array.from(used, ({ y }) => y),
    weight: Float64Array.from(used, ({ weight }) => weight),
    sigmaSquared: Float64Array.from(used, ({ robust }) =>
      robust ? sigmaPx * sigmaPx : Number.POSITIVE_INFINITY,
    ),
  };
}

function check({ landmark, x, y, weight }: PointTarget): void {
  const known = Number.isInteger(landmark) && landmark >= 0 && landmark < LANDMARK_COUNT;
  if (known && Number.isFinite(x) && Number.isFinite(y) && weight >= 0 && weight < 1e9) return;
  throw new StudioError(
    'fit/infeasible',
    `The point of landmark ${landmark} cannot be fitted: (${x}, ${y}) with weight ${weight}. ` +
      'The body stays as it was; place the point again or mark it absent.',
    { term: 'reprojection' },
  );
}
