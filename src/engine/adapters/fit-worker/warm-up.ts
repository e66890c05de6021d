import { NO_CONSTRAINTS } from '../../../contract/constraints.ts';
import type { BodyFit } from '../../../contract/person.ts';
import type { Fitter } from '../../../core/fit/fitter.ts';
import { fitPerson, refitPerson } from '../person-fit.ts';

/** A standing figure in COCO's order, in units of its height, seen by a camera 3 m away. */
const FIGURE: readonly (readonly [number, number])[] = [
  [0, -0.42],
  [0.02, -0.44],
  [-0.02, -0.44],
  [0.05, -0.43],
  [-0.05, -0.43],
  [0.1, -0.32],
  [-0.1, -0.32],
  [0.16, -0.18],
  [-0.16, -0.18],
  [0.18, -0.04],
  [-0.18, -0.04],
  [0.06, 0],
  [-0.06, 0],
  [0.07, 0.22],
  [-0.07, 0.22],
  [0.07, 0.44],
  [-0.07, 0.44],
];
const ROUNDS = 30;

/** Fits a figure some times, so that the first drag already runs optimised code. */
export function warmUp(fitter: Fitter, bodyModel: BodyFit['bodyModel']): void {
  const camera = { focalLength: 1000, principalX: 400, principalY: 300 };
  const constraints = NO_CONSTRAINTS;
  const query = {
    jointSet: 'coco17' as const,
    camera,
    regression: null,
    imageEvidence: null,
    preset: 'anchored' as const,
    constraints,
  };
  const regression = fitPerson(fitter, bodyModel, { ...query, keypoints: figureAt(0) }, []);
  let fit = regression;
  for (let round = 0; round < ROUNDS; round++) {
    const keypoints = figureAt(10 * Math.sin(round));
    fit = refitPerson(fitter, bodyModel, { ...query, regression, keypoints }, fit, () => false);
  }
}

/** The figure's keypoints, moved to the right. */
export function figureAt(shiftPx: number) {
  return FIGURE.map(([x, y]) => ({
    x: 400 + 500 * x + shiftPx,
    y: 300 + 500 * y,
    confidence: 1,
    visibility: 'visible' as const,
    source: 'detector' as const,
    use: 'normal' as const,
  }));
}
