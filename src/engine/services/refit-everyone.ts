/**
 * Another body for a project: everyone who has one is fitted again from their points and picks. Each
 * picture is one step that can be undone; old bodies stay in its history. What somebody decided on
 * was another body, so it is open again.
 */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyName } from '../../contract/models.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { counted } from '../../core/common/counted.ts';
import { isStudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import { fitQueryOf } from './fit-query.ts';
import { cameraOf } from './fits.ts';
import type { JobContext, JobResult } from './jobs.ts';
import type { BodyFitter, OpenProject, Predictor } from './ports.ts';
import { publishImage, requireImage, type Session } from './session.ts';
import { contentOf, type PersonChange } from './store.ts';

export interface RefitParts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly predictor: Predictor;
  readonly fitter: BodyFitter;
}

const EVERYONE: readonly Person['state'][] = [
  'predicted',
  'edited',
  'fitted',
  'accepted',
  'rejected',
];

export async function refitEveryone(
  parts: RefitParts,
  project: OpenProject,
  body: BodyName,
  { signal, setTotal, step, fail }: JobContext,
): Promise<JobResult> {
  const people = project.store.people.inStates(EVERYONE);
  const images = [...new Set(people.map(({ imageId }) => imageId))];
  setTotal(images.length);
  let fitted = 0;
  for (const imageId of images) {
    if (signal.aborted) break;
    const { name } = requireImage(project, imageId);
    const tell = (message: string) => fail(name, message);
    fitted += await refitImage(parts, project, { imageId, body }, tell);
    step();
  }
  parts.hub.publish({ kind: 'list' });
  return {
    message: `${fitted} of ${counted(people.length, 'body', 'bodies')} fitted again with ${body}.`,
  };
}

async function refitImage(
  parts: RefitParts,
  project: OpenProject,
  { imageId, body }: { imageId: number; body: BodyName },
  fail: (message: string) => void,
): Promise<number> {
  const changes: PersonChange[] = [];
  for (const person of project.store.people.list(imageId)) {
    const content = await withNewBody(parts, project, person).catch((error: unknown) => {
      if (!isStudioError(error)) throw error;
      fail(error.message);
      return withoutBody(person);
    });
    changes.push({ personId: person.id, content });
  }
  if (changes.length > 0) project.store.people.commit(`Fit with ${body}`, imageId, changes);
  publishImage(parts.hub, project, imageId);
  return changes.filter(({ content }) => content?.fit != null).length;
}

async function withNewBody(parts: RefitParts, project: OpenProject, person: Person) {
  const { jointSet, keypoints, imageId } = person;
  const { name } = requireImage(project, imageId);
  // A body that was set as a whole is one of the old body's shapes.
  const constraints = { ...person.constraints, bakedBody: null };
  const camera = await cameraOf(project, imageId, constraints);
  const file = project.folder.file(name);
  const regression = await parts.predictor.regress(file, { jointSet, keypoints, camera });
  const starts = [regression, person.fit && withoutShape(person.fit)].flatMap((s) => s ?? []);
  const preset = person.fit?.preset ?? 'anchored';
  const query = { ...fitQueryOf(person, { camera, preset }), constraints, regression };
  const fit = await parts.fitter.full(query, preset === 'spin-exact' ? starts.slice(0, 1) : starts);
  const isTouched = person.state !== 'predicted';
  const state = isTouched ? ('fitted' as const) : ('predicted' as const);
  return { ...contentOf(person), state, reason: null, constraints, regression, fit };
}

/** Who cannot be fitted has no body of the new kind, and none of the old one either. */
function withoutBody(person: Person) {
  const state = person.state === 'predicted' ? ('predicted' as const) : ('edited' as const);
  return { ...contentOf(person), state, reason: null, regression: null, fit: null };
}

/** Betas of one body mean nothing to another. */
function withoutShape({ pose, betas, translation }: BodyFit): BodyParametersWire {
  return { pose, betas: betas.map(() => 0), translation };
}
