/**
 * What the closed-form update of the last layer would bring, worked out again after each decision, in
 * the compute process and never in the way of an edit.
 */
import type { InstantPreview } from '../../../contract/training.ts';
import type { EventHub } from '../event-hub.ts';
import type { OpenProject } from '../ports.ts';
import type { Session } from '../session.ts';
import { keepAside, type Split } from './kept-aside.ts';
import { hindranceOf } from './plan.ts';
import { choiceOf } from './regressors.ts';
import type { Teacher } from './run-parts.ts';
import { type BodyModelName, peopleOf } from './snapshot.ts';
import { acceptedLearners } from './who-learns.ts';

export interface Instant {
  now(): Promise<InstantPreview>;
  /** Tells the pages after each decision, until the signal aborts. */
  watch(signal: AbortSignal): Promise<void>;
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly teacher: Teacher;
  readonly bodyModel: () => BodyModelName;
}

/** More people of each kind make it no better, but slow. */
const MOST_PEOPLE = 300;
/** Several decisions in a row are one. */
const CALM_MS = 400;

export function createInstant(parts: Parts): Instant {
  return {
    now: () => preview(parts, parts.session.current()),
    async watch(signal) {
      let seen = '';
      for await (const { kind } of parts.hub.subscribe([], signal)) {
        const project = parts.session.peek();
        if (kind !== 'people' || project === undefined) continue;
        const accepted = project.store.people.acceptedStamp();
        if (accepted === seen) continue;
        seen = accepted;
        await calm(signal);
        await tell(parts, project);
      }
    },
  };
}

function calm(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, CALM_MS);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Without an answer nothing is told: the preview is a help, not the work. */
async function tell({ hub, ...parts }: Parts, project: OpenProject): Promise<void> {
  if (parts.session.peek() !== project) return;
  try {
    const instant = await preview({ hub, ...parts }, project);
    if (parts.session.peek() === project) hub.publish({ kind: 'instant', instant });
  } catch (error) {
    console.error('The look ahead failed:', error);
  }
}

async function preview(
  { teacher, bodyModel }: Parts,
  project: OpenProject,
): Promise<InstantPreview> {
  const learners = await acceptedLearners(project, bodyModel());
  const split = keepAside(learners.accepted, project.store.training.pictureRoles());
  const hindrance = hindranceOf(learners, split);
  const counts = { training: split.training.length, heldOut: split.heldOut.length };
  if (hindrance !== null) return { hindrance, ...counts, row: null };
  const { row } = await teacher.instant({
    people: await newest(project, split),
    imageFolder: project.store.imageFolder.get() ?? '',
    start: choiceOf(project),
  });
  return { hindrance: null, ...counts, row };
}

async function newest(project: OpenProject, { training, heldOut }: Split) {
  const last = <Item>(items: readonly Item[]) => items.slice(-MOST_PEOPLE);
  return [
    ...(await peopleOf(project, last(training), 'training')),
    ...(await peopleOf(project, last(heldOut), 'held-out')),
  ];
}
