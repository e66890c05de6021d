import { type Crop, cropOfPoints } from '../../camera/crop.ts';

interface MaybePoint {
  readonly x: number;
  readonly y: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
}

/** Below this no square can be laid round the points. */
const MIN_POINTS = 2;

/** As SPIN crops: round the points that are there; undefined when they do not spread. */
export function cropOfKeypoints(keypoints: readonly MaybePoint[]): Crop | undefined {
  const present = keypoints.filter(({ visibility }) => visibility !== 'absent');
  if (present.length < MIN_POINTS) return undefined;
  const crop = cropOfPoints(present);
  return crop.scale > 0 ? crop : undefined;
}
