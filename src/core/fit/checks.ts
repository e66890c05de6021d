/** What a fit refuses, each with the term that is at fault. */
import type { BodyParameters } from '../body/body-model.ts';
import type { Pinhole } from '../camera/pinhole.ts';
import { StudioError } from '../common/errors.ts';
import type { FitProblem } from './problem.ts';
import type { EnergyTerms } from './solver/objective.ts';

/** Pixels; beyond them no lens is, and numbers lose their digits. */
const MIN_FOCAL_LENGTH_PX = 1;
const MAX_FOCAL_LENGTH_PX = 1e7;

/**
 * @throws StudioError `fit/no-keypoints` with fewer than two points that count, `fit/infeasible` for a
 *   camera, points or a regression that no body can be fitted with
 */
export function requireUsable({
  camera,
  points,
  placingPoints,
  regression,
}: Pick<FitProblem, 'camera' | 'points' | 'placingPoints' | 'regression'>): void {
  const usable = [...points, ...placingPoints].filter(({ weight }) => weight > 0);
  requireTwo(usable.length);
  requireExtent(usable);
  requireCamera(camera);
  if (regression !== undefined) requireFinite(regression, 'regression');
}

/** A place and a direction need two points; one of them would leave the scale open. */
function requireTwo(usable: number): void {
  if (usable >= 2) return;
  throw new StudioError(
    'fit/no-keypoints',
    `A body needs at least two visible keypoints, and ${usable} can be used. ` +
      'The last body stays; place more points.',
    { usable },
  );
}

function requireExtent(usable: FitProblem['points']): void {
  const { x, y } = usable[0];
  if (usable.some((point) => point.x !== x || point.y !== y)) return;
  const problem = `all ${usable.length} points lie at (${x}, ${y}), which leaves the body's size open`;
  throw infeasible('reprojection', problem, 'move the points apart');
}

function requireCamera({ focalLength, principalX, principalY }: Pinhole): void {
  if (!(focalLength >= MIN_FOCAL_LENGTH_PX && focalLength <= MAX_FOCAL_LENGTH_PX)) {
    const problem = `the camera's focal length is ${focalLength} px`;
    throw infeasible('camera', problem, 'set a focal length from 1 to 10,000,000 px');
  }
  if (Number.isFinite(principalX) && Number.isFinite(principalY)) return;
  const problem = `the camera's centre is (${principalX}, ${principalY})`;
  throw infeasible('camera', problem, "open the picture again, which finds the camera's centre");
}

/** @throws StudioError `fit/infeasible` naming the part of the body that is not finite */
export function requireFinite({ pose, betas, translation }: BodyParameters, whose: string): void {
  const parts = { pose, betas, translation };
  for (const [term, values] of Object.entries(parts)) {
    if (values.every(Number.isFinite)) continue;
    throw infeasible(term, `the ${term} of the ${whose} has a number that is not finite`);
  }
}

/** @throws StudioError `fit/infeasible` naming the term of the energy that has no finite value */
export function requireFiniteEnergy(terms: EnergyTerms): void {
  const broken = Object.entries(terms).find(([, energy]) => !Number.isFinite(energy));
  if (broken === undefined) return;
  const [term] = broken;
  if (term === 'reprojection') throw infeasible(term, 'a joint would lie behind the camera');
  throw infeasible(term, `its ${term} term has no finite value`);
}

function infeasible(
  term: string,
  problem: string,
  remedy = 'refit with R or move the points',
): StudioError<'fit/infeasible'> {
  const message = `The body cannot be fitted: ${problem}. The last body stays; ${remedy}.`;
  return new StudioError('fit/infeasible', message, { term });
}
