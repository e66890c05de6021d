/** Who may be learnt from: accepted people with a body, each with the hash of the picture. */
import type { BodyFit, Person } from '../../../contract/person.ts';
import type { ExcludedPerson } from '../../../contract/training.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { pictureHash } from './picture-hashes.ts';

/** A person with a body whose picture is there. */
export interface Learner {
  readonly person: Person;
  readonly imageSha256: string;
}

export interface Learners {
  readonly accepted: readonly Learner[];
  readonly excluded: readonly ExcludedPerson[];
}

/** With fewer points no regressor says anything of a person. */
const MIN_POINTS = 4;

/**
 * Accepted people, and those who would be among them but for a reason.
 *
 * @param body the project's: betas of another one, or of another gender, mean nothing to it
 */
export async function acceptedLearners(
  project: OpenProject,
  body: BodyFit['bodyModel'],
): Promise<Learners> {
  const { accepted, excluded } = await learnersAmong(
    project,
    project.store.people.inStates(['accepted']),
    { body },
  );
  const edited = project.store.people
    .editedAfterAcceptance()
    .map((person) => leftOut(project, person, 'edited-after-acceptance'));
  return { accepted, excluded: [...excluded, ...edited] };
}

interface Wanted {
  readonly body: BodyFit['bodyModel'];
  /** Told of each one looked at. */
  readonly onPerson?: () => void;
}

/** Those of the people who can be learnt from. */
export async function learnersAmong(
  project: OpenProject,
  people: readonly Person[],
  { body, onPerson }: Wanted,
): Promise<Learners> {
  const accepted: Learner[] = [];
  const excluded: ExcludedPerson[] = [];
  for (const person of people) {
    const imageSha256 = await pictureHash(project, person.imageId);
    const reason = hindrance(person, body, imageSha256);
    if (reason === undefined && imageSha256 !== undefined) accepted.push({ person, imageSha256 });
    else excluded.push(leftOut(project, person, reason ?? 'picture-gone'));
    onPerson?.();
  }
  return { accepted, excluded };
}

function hindrance(
  { fit, keypoints }: Person,
  body: BodyFit['bodyModel'],
  imageSha256: string | undefined,
): ExcludedPerson['reason'] | undefined {
  if (fit === null) return 'no-body';
  if (fit.bodyModel.hash !== body.hash) return 'other-body';
  if (imageSha256 === undefined) return 'picture-gone';
  const usable = keypoints.filter(
    ({ visibility, use }) => visibility !== 'absent' && use !== 'ignored',
  );
  return usable.length < MIN_POINTS ? 'too-few-points' : undefined;
}

function leftOut(
  project: OpenProject,
  { id, imageId }: Person,
  reason: ExcludedPerson['reason'],
): ExcludedPerson {
  return { personId: id, imageId, imageName: requireImage(project, imageId).name, reason };
}
