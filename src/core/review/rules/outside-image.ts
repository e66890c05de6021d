import type { ImageSize, Points } from '../checked-person.ts';
import { scaleOf } from './bones.ts';

/** Metres at the person: a point at the border may be that far off. */
const SLACK_M = 0.05;
const SLACK_WITHOUT_SCALE_PX = 2;

/** A point that is said to be seen lies outside of the picture. */
export function hasPointOutside(points: Points, { width, height }: ImageSize): boolean {
  const slackPx = SLACK_M * (scaleOf(points) ?? SLACK_WITHOUT_SCALE_PX / SLACK_M);
  return [...points.values()].some(
    ({ x, y, visibility }) =>
      visibility === 'visible' &&
      (x < -slackPx || y < -slackPx || x > width + slackPx || y > height + slackPx),
  );
}
