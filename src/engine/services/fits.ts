/** The body of a person: live while a point is dragged, whole when it was let go. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyCandidates } from '../../contract/candidate.ts';
import type { Constraints } from '../../contract/constraints.ts';
import type { Job } from '../../contract/job.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit, FitPreset, Person } from '../../contract/person.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import { hasCode } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import { fitQueryOf } from './fit-query.ts';
import { imageWithCamera } from './images.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import { requireRevision } from './people.ts';
import type { BodyFitter, OpenProject, Predictor } from './ports.ts';
import { publishImage, requireImage, requirePerson, type Session } from './session.ts';

export interface LiveQuery {
  readonly personId: number;
  readonly sequence: number;
  readonly keypoints: Keypoint[];
  readonly constraints: Constraints;
  readonly dragged: number | null;
  readonly start: BodyParametersWire;
}

export interface LiveAnswer {
  readonly sequence: number;
  readonly fit: BodyFit;
  readonly milliseconds: number;
}

export interface Fits {
  live(query: LiveQuery): Promise<LiveAnswer>;
  /** @param preset that of the present fit when left out */
  refine(personId: number, revision: number, preset?: FitPreset): Promise<Person>;
  /** Bodies that the points allow too; nobody to choose between without a body. */
  candidates(personId: number, revision: number): Promise<BodyCandidates>;
  uncertainty(personId: number, revision: number): Promise<BodyUncertaintyWire | null>;
  /** Fits people again that no person has touched. */
  refit(preset?: FitPreset): Job;
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly predictor: Predictor;
  readonly fitter: BodyFitter;
}

/** Half a frame at 60 Hz: the other half belongs to the drawing. */
const LIVE_BUDGET_MS = 8;

export function createFits(parts: Parts): Fits {
  const { session, jobs } = parts;
  return {
    live: (query) => live(parts, session.current(), query),
    async refine(personId, revision, preset) {
      const project = session.current();
      requireRevision(requirePerson(project, personId), revision);
      const person = await refine(parts, project, personId, preset);
      publishImage(parts.hub, project, person.imageId);
      return person;
    },
    async candidates(personId, revision) {
      const project = session.current();
      const person = requirePerson(project, personId);
      requireRevision(person, revision);
      return candidatesOf(parts, project, person);
    },
    uncertainty(personId, revision) {
      const project = session.current();
      const person = requirePerson(project, personId);
      requireRevision(person, revision);
      return uncertainty(parts, project, person);
    },
    refit(preset) {
      const project = session.current();
      return jobs.start({
        kind: 'fit',
        title: 'Fit untouched people again',
        run: (context) => refitUntouched(parts, project, context, preset),
      });
    },
  };
}

async function live(
  { fitter }: Parts,
  project: OpenProject,
  { personId, sequence, keypoints, constraints, dragged, start }: LiveQuery,
): Promise<LiveAnswer> {
  const person = requirePerson(project, personId);
  const camera = await cameraOf(project, person.imageId, constraints);
  const asked = fitQueryOf(person, { camera, preset: presetOf(person) });
  const query = { ...asked, keypoints, constraints, dragged };
  const { fit, milliseconds } = await fitter.live(query, start, LIVE_BUDGET_MS);
  return { sequence, fit, milliseconds };
}

async function candidatesOf(
  { fitter }: Parts,
  project: OpenProject,
  person: Person,
): Promise<BodyCandidates> {
  const { imageId, revision, constraints, fit } = person;
  if (fit === null) return { revision, candidates: [], rival: null };
  const camera = await cameraOf(project, imageId, constraints);
  // Bodies are told apart by how near they are to the regression, whatever the shown one came from.
  const query = fitQueryOf(person, { camera, preset: 'anchored' });
  return { revision, ...(await fitter.candidates(query, parametersOf(fit))) };
}

/** Null without a body. */
export async function uncertainty(
  { fitter }: Pick<Parts, 'fitter'>,
  project: OpenProject,
  person: Person,
): Promise<BodyUncertaintyWire | null> {
  const { fit, imageId } = person;
  if (fit === null) return null;
  const { width, height } = await imageWithCamera(project, imageId);
  // Calibrated without what else the picture says, which makes bodies a little better and no surer.
  const query = { ...fitQueryOf(person, fit), imageEvidence: null };
  return fitter.uncertainty({ query, body: parametersOf(fit), width, height });
}

/** The picture's camera, with the focal length that a person knows. */
export async function cameraOf(
  project: OpenProject,
  imageId: number,
  { focalLengthPx }: Constraints,
): Promise<Pinhole> {
  const { camera } = await imageWithCamera(project, imageId);
  return { ...camera, focalLength: focalLengthPx ?? camera.focalLength };
}

/**
 * Regression on the present points and the fit from it, from the earlier regression and from the
 * present body; the result belongs to the revision that it was made for.
 */
async function refine(
  parts: Parts,
  project: OpenProject,
  personId: number,
  wanted: FitPreset | undefined,
): Promise<Person> {
  const before = requirePerson(project, personId);
  const { constraints } = before;
  const camera = await cameraOf(project, before.imageId, constraints);
  const regression = await regressAgain(parts, project, before, camera);
  const from = [regression, before.regression, before.fit, constraints.bakedBody];
  const starts = from.flatMap((start) => (start === null ? [] : [parametersOf(start)]));
  const preset = wanted ?? presetOf(before);
  const query = { ...fitQueryOf(before, { camera, preset }), regression };
  // SPIN starts from the regression and from nothing else.
  const fit = await parts.fitter.full(query, preset === 'spin-exact' ? starts.slice(0, 1) : starts);
  project.store.people.storeFit(before.revision, fit, regression);
  return project.store.people.get(personId) ?? before;
}

function presetOf({ fit }: Person): FitPreset {
  return fit?.preset ?? 'anchored';
}

/**
 * An imported body is what the fit is held to as long as nobody has worked on the person. Without
 * the networks the earlier regression serves, and the page is told.
 */
async function regressAgain(
  { predictor, hub }: Parts,
  project: OpenProject,
  { imageId, jointSet, keypoints, regression, source, state }: Person,
  camera: BodyFit['camera'],
): Promise<BodyParametersWire | null> {
  if (regression !== null && source !== undefined && state === 'predicted') return regression;
  const file = project.folder.file(requireImage(project, imageId).name);
  try {
    return (await predictor.regress(file, { jointSet, keypoints, camera })) ?? regression;
  } catch (error) {
    if (!hasCode(error, 'compute/crashed')) throw error;
    hub.publish({ kind: 'notice', severity: 'warning', message: error.message });
    return regression;
  }
}

function parametersOf({ pose, betas, translation }: BodyParametersWire): BodyParametersWire {
  return { pose, betas, translation };
}

async function refitUntouched(
  parts: Parts,
  project: OpenProject,
  { signal, setTotal, step, fail }: JobContext,
  preset: FitPreset | undefined,
): Promise<JobResult> {
  const people = project.store.people.untouched();
  setTotal(people.length);
  let fitted = 0;
  for (const { id, imageId } of people) {
    if (signal.aborted) break;
    const person = project.store.people.get(id);
    if (person?.state === 'predicted') {
      await refine(parts, project, id, preset).then(
        () => {
          fitted++;
        },
        (error: unknown) => fail(requireImage(project, imageId).name, messageOf(error)),
      );
    }
    step();
  }
  parts.hub.publish({ kind: 'list' });
  return { message: `${fitted} of ${people.length} people fitted again.` };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
