/** What a run learns from, written down before it begins. */
import { createHash } from 'node:crypto';
import type { StoredRun, TrainingSettings } from '../../../contract/training.ts';
import {
  type LearningPeople,
  type LearningPerson,
  learningPeople,
  PEOPLE_FILE,
} from '../../../contract/training-compute.ts';
import { cameraOf } from '../fits.ts';
import type { JobContext } from '../jobs.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { keepAside } from './kept-aside.ts';
import { acceptedLearners, type Learner, learnersAmong } from './who-learns.ts';

export type BodyModelName = LearningPeople['bodyModel'];

/**
 * Gathers the people of a run, fixes for life which pictures are kept aside, and writes all of it
 * into the run's folder.
 */
export async function takeSnapshot(
  project: OpenProject,
  { id, settings }: Pick<StoredRun, 'id' | 'settings'>,
  bodyModel: BodyModelName,
  context: Pick<JobContext, 'signal'> & { readonly onPerson: (done: number, of: number) => void },
): Promise<StoredRun['snapshot']> {
  const people = await gatherPeople(project, settings, { ...context, body: bodyModel });
  const text = JSON.stringify({ bodyModel, people } satisfies LearningPeople);
  const bytes = new TextEncoder().encode(text);
  for (const role of ['training', 'held-out'] as const) {
    const hashes = people.filter((person) => person.role === role);
    project.store.training.setPictureRoles(
      hashes.map(({ imageSha256 }) => imageSha256),
      role,
    );
  }
  await project.models.write(id, PEOPLE_FILE, bytes);
  const count = (role: LearningPerson['role']) =>
    people.filter((person) => person.role === role).length;
  return {
    id: createHash('sha256').update(bytes).digest('hex'),
    training: count('training'),
    heldOut: count('held-out'),
    untouched: count('untouched'),
  };
}

async function gatherPeople(
  project: OpenProject,
  { useUntouched }: TrainingSettings,
  { signal, onPerson, body }: Parameters<typeof takeSnapshot>[3] & { readonly body: BodyModelName },
): Promise<LearningPerson[]> {
  const { accepted } = await acceptedLearners(project, body);
  const { training, heldOut } = keepAside(accepted, project.store.training.pictureRoles());
  const wild = useUntouched ? project.store.people.inStates(['predicted']) : [];
  let looked = 0;
  const look = () => {
    signal.throwIfAborted();
    onPerson(++looked, wild.length);
  };
  const untouched = await learnersAmong(project, wild, { body, onPerson: look });
  const aside = new Set(heldOut.map(({ imageSha256 }) => imageSha256));
  const free = untouched.accepted.filter(({ imageSha256 }) => !aside.has(imageSha256));
  return [
    ...(await peopleOf(project, training, 'training')),
    ...(await peopleOf(project, heldOut, 'held-out')),
    ...(await peopleOf(project, free, 'untouched')),
  ];
}

export async function peopleOf(
  project: OpenProject,
  learners: readonly Learner[],
  role: LearningPerson['role'],
): Promise<LearningPerson[]> {
  const people: LearningPerson[] = [];
  for (const learner of learners) people.push(...(await personOf(project, learner, role)));
  return people;
}

async function personOf(
  project: OpenProject,
  { person, imageSha256 }: Learner,
  role: LearningPerson['role'],
): Promise<LearningPerson[]> {
  const { id, imageId, jointSet, keypoints, constraints, regression, imageEvidence, fit } = person;
  if (fit === null) return [];
  const { pose, betas, translation, preset } = fit;
  const { name } = requireImage(project, imageId);
  return [
    {
      personId: id,
      imageId,
      imageName: name,
      imageSha256,
      role,
      jointSet,
      keypoints,
      constraints,
      camera: await cameraOf(project, imageId, constraints),
      preset,
      regression,
      imageEvidence,
      fit: { pose, betas, translation },
      truth: project.truth(name) ?? null,
    },
  ];
}

export async function readSnapshot(project: OpenProject, runId: number): Promise<LearningPerson[]> {
  const bytes = await project.models.read(runId, PEOPLE_FILE);
  return learningPeople.parse(JSON.parse(new TextDecoder().decode(bytes))).people;
}

/** Held-out pictures that are not as they were when the run was compared last, by name. */
export async function changedHeldOut(
  project: OpenProject,
  people: readonly LearningPerson[],
  hashOf: (imageId: number) => Promise<string | undefined>,
): Promise<string[]> {
  const roles = project.store.training.pictureRoles();
  const changed = new Set<string>();
  for (const { role, imageId, imageName, imageSha256 } of people) {
    if (role !== 'held-out') continue;
    const isSame = (await hashOf(imageId)) === imageSha256;
    if (!isSame || roles.get(imageSha256) !== 'held-out') changed.add(imageName);
  }
  return [...changed];
}
