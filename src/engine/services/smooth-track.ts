/** One person over time: window after window, each stored as soon as it is settled. */
import type { SequenceAnswer, SequenceQuery } from '../../contract/fit-contract.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { trackBodies } from '../../core/fit/sequence/track.ts';
import { sequenceWindows } from '../../core/fit/sequence/windows.ts';
import type { EventHub } from './event-hub.ts';
import { fitQueryOf } from './fit-query.ts';
import { cameraOf } from './fits.ts';
import type { JobContext } from './jobs.ts';
import type { BodyFitter, OpenProject } from './ports.ts';
import { publishImage } from './session.ts';
import { bodyFromWire, bodyToWire } from './wire-body.ts';

export interface TrackedFrame {
  readonly person: Person;
  readonly fit: BodyFit;
}

interface TrackParts {
  readonly project: OpenProject;
  readonly fitter: BodyFitter;
  readonly hub: EventHub;
  readonly context: JobContext;
  readonly framesPerSecond: number;
}

/**
 * A person's work is never changed: who was touched is held, and draws the neighbours.
 *
 * @param frames undefined where the person was not found; the first and the last are somebody
 * @returns how many bodies were stored
 */
export async function smoothTrack(
  parts: TrackParts,
  frames: readonly (TrackedFrame | undefined)[],
): Promise<number> {
  const { fitter, context, framesPerSecond, project } = parts;
  const found = frames.filter((frame) => frame !== undefined);
  if (!found.some(({ person }) => isMachineMade(person))) {
    for (const _ of found) context.step();
    return 0;
  }
  const bodies = trackBodies(
    frames.map(
      (frame) => frame && { body: bodyFromWire(frame.fit), isHeld: !isMachineMade(frame.person) },
    ),
  ).map(bodyToWire);
  let stored = 0;
  for (const { start, free, end, settled } of sequenceWindows(frames.length)) {
    if (context.signal.aborted) break;
    const window: SequenceQuery['frames'] = [];
    for (let f = start; f < end; f++) {
      const body = bodies[f];
      if (body === undefined) throw new Error(`There is no body for frame ${f}.`);
      window.push(await queryOf(project, frames[f], body, f < free));
    }
    const answer = await fitter.sequence({ framesPerSecond, frames: window });
    if (context.signal.aborted) break;
    for (const [i, { body }] of answer.entries()) bodies[start + i] = body;
    const done = frames
      .slice(free, settled)
      .map((frame, i) => ({ frame, now: answer[free - start + i] }));
    stored += storeSettled(parts, done);
  }
  return stored;
}

function isMachineMade({ state }: Person): boolean {
  return state === 'predicted';
}

async function queryOf(
  project: OpenProject,
  frame: TrackedFrame | undefined,
  body: SequenceQuery['frames'][number]['body'],
  isSettled: boolean,
): Promise<SequenceQuery['frames'][number]> {
  if (frame === undefined) return { query: null, body, isHeld: isSettled };
  const { constraints, imageId } = frame.person;
  const camera = await cameraOf(project, imageId, constraints);
  // The frames' energies are added up, so they are of one kind.
  const query = fitQueryOf(frame.person, { camera, preset: 'anchored' });
  return { query, body, isHeld: isSettled || !isMachineMade(frame.person) };
}

function storeSettled(
  { project, hub, context }: TrackParts,
  done: readonly {
    readonly frame: TrackedFrame | undefined;
    readonly now: SequenceAnswer[number] | undefined;
  }[],
): number {
  let stored = 0;
  for (const { frame, now } of done) {
    if (frame === undefined || now === undefined) continue;
    context.step();
    const { id, revision, imageId } = frame.person;
    const present = project.store.people.get(id);
    // A person was faster, or had been before: theirs stays.
    if (present?.revision !== revision || !isMachineMade(present) || now.fit === null) continue;
    project.store.people.storeFit(revision, now.fit, null);
    publishImage(hub, project, imageId);
    stored++;
  }
  return stored;
}
