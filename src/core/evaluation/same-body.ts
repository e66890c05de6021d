/**
 * Meshes are compared vertex by vertex and shapes beta by beta, so only between bodies that share
 * both: the same file, or two genders of SMPL, whose vertices stand for the same places.
 */
import type { BodyModel } from '../body/body-model.ts';
import { hasCode, StudioError } from '../common/errors.ts';
import type { BodyIdentity } from './subject.ts';

/** The bodies of an evaluation. */
export interface EvaluationBodies {
  /** What the predictions are of. */
  readonly predicted: BodyModel;
  /** SMPL's other genders, where the user has them. */
  readonly smpl?: Readonly<Partial<Record<'m' | 'f' | 'n', BodyModel | undefined>>>;
}

/** The model that a truth's parameters are of. @throws StudioError `evaluation/other-body` */
export function truthModel({ predicted, smpl }: EvaluationBodies, of: BodyIdentity): BodyModel {
  const model = isSmpl(of) ? ofGender(predicted, smpl, genderOf(of)) : predicted;
  const isSame = isSmpl(of) ? model?.isSmpl === true : predicted.name === of.name;
  const hasSameFile = of.hash === undefined || of.hash === model?.hash;
  if (model !== undefined && isSame && hasSameFile) return model;
  throw otherBody(predicted, of);
}

export function isComparable(bodies: EvaluationBodies, of: BodyIdentity): boolean {
  try {
    return truthModel(bodies, of) !== undefined;
  } catch (error) {
    if (hasCode(error, 'evaluation/other-body')) return false;
    throw error;
  }
}

function isSmpl({ name }: BodyIdentity): boolean {
  return /^smpl/i.test(name);
}

type Gender = NonNullable<BodyIdentity['gender']>;

const BY_NAME: Readonly<Record<string, Gender>> = { 'smpl-male': 'm', 'smpl-female': 'f' };

/** Where nothing is said it is the neutral one, as the field has it. */
function genderOf({ name, gender }: BodyIdentity): Gender {
  return gender ?? BY_NAME[name] ?? 'n';
}

function ofGender(
  predicted: BodyModel,
  smpl: EvaluationBodies['smpl'],
  gender: Gender,
): BodyModel | undefined {
  return predicted.isSmpl && genderOf(predicted) === gender ? predicted : smpl?.[gender];
}

const GENDERS = { m: ' (male)', f: ' (female)', n: ' (neutral)' };

/** "smpl (male)", "mhbody". */
export function bodyTitle({ name, gender }: BodyIdentity): string {
  return gender === undefined ? name : `${name}${GENDERS[gender]}`;
}

function otherBody(predicted: BodyModel, of: BodyIdentity): StudioError<'evaluation/other-body'> {
  const message =
    `The truth is of the body ${bodyTitle(of)}, the predictions are of ${predicted.name}: their ` +
    'vertices and betas mean different things, so meshes and shapes were not compared. Evaluate a ' +
    'project with the truth’s own body.';
  const data = { predicted: predicted.name, truth: bodyTitle(of) };
  return new StudioError('evaluation/other-body', message, data);
}
