/** What a person knows of somebody besides the points, as residuals of the fit. */
import type { BodyParameters } from '../../body/body-model.ts';
import { LENGTH_TITLES } from '../../body/measurement-names.ts';
import type { BodyMeasures } from '../../body/measurements.ts';
import { StudioError } from '../../common/errors.ts';
import { bakedBodyTerm } from './baked-body.ts';
import { type DepthPick, depthPickTerm } from './depth-pick.ts';
import { groundTerm } from './ground-contact.ts';
import { type KnownLength, lengthTerm, requireReachable } from './known-lengths.ts';
import {
  type JointRotation,
  type LandmarkTarget,
  rotationTerm,
  targetTerm,
} from './pose-targets.ts';
import type { Term } from './term.ts';

export interface Constraints {
  readonly measurements: readonly KnownLength[];
  readonly depthPicks: readonly DepthPick[];
  readonly groundContact: readonly ('left' | 'right')[];
  readonly targets: readonly LandmarkTarget[];
  readonly rotations: readonly JointRotation[];
  /** Set by a person as a whole. */
  readonly bakedBody: BodyParameters | null;
}

/**
 * @throws StudioError `fit/infeasible` naming the constraint that is said twice, is not finite, or
 *   is a length that no shape of the body has together with the others
 */
export function constraintTerms(constraints: Constraints, measures: BodyMeasures): Term[] {
  const { measurements, depthPicks, groundContact, targets, rotations, bakedBody } = constraints;
  const terms = [
    ...measurements.map((known) => lengthTerm(measures, known)),
    ...depthPicks.map(depthPickTerm),
    ...(groundContact.length > 0 ? [groundTerm(groundContact)] : []),
    ...targets.map(targetTerm),
    ...rotations.map(rotationTerm),
    ...(bakedBody === null ? [] : [bakedBodyTerm(bakedBody)]),
  ];
  requireFinite([...targets.flatMap((t) => t.position), ...rotations.flatMap((r) => r.axisAngle)]);
  requireOnce(measurements.map(({ name }) => LENGTH_TITLES[name]));
  requireReachable(measures, measurements);
  requireOnce(depthPicks.map(({ joint }) => `depth of joint ${joint}`));
  requireOnce(targets.map(({ landmark }) => `place of landmark ${landmark}`));
  requireOnce(rotations.map(({ joint }) => `rotation of joint ${joint}`));
  return terms;
}

function requireFinite(values: readonly number[]): void {
  if (values.every(Number.isFinite)) return;
  const message =
    'A place or rotation set in 3D is not a finite number. The last body stays; set it again.';
  throw new StudioError('fit/infeasible', message, { term: 'constraints' });
}

function requireOnce(subjects: readonly string[]): void {
  const twice = subjects.find((subject, i) => subjects.indexOf(subject) < i);
  if (twice === undefined) return;
  const message = `The ${twice} is set twice, so the constraints contradict each other. The last body stays; remove one.`;
  throw new StudioError('fit/infeasible', message, { term: twice });
}
