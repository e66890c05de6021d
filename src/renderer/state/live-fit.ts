/**
 * The refit that follows the pointer: at most one is under way, newer positions take each other's
 * place, a late answer for an older gesture is dropped.
 */
import type { Constraints } from '../../contract/constraints.ts';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { BodyFit } from '../../contract/person.ts';
import { client } from '../client/connection.ts';
import { type Gesture, messageOf, say, studio } from './studio-state.ts';

interface Wanted {
  readonly personId: number;
  /** The keypoint in hand, if it is one. */
  readonly point: number | null;
  readonly keypoints: Keypoint[];
  readonly constraints: Constraints;
  readonly start: BodyFit;
  /** Time stamp of the event that it follows, on the page's clock, milliseconds. */
  readonly inputAt: number;
}

let wanted: Wanted | undefined;
let running: Promise<void> | undefined;
let sequence = 0;

/** Asks for the body of these points and constraints; returns at once. */
export function followPoints(next: Wanted): void {
  wanted = next;
  running ??= run().finally(() => {
    running = undefined;
  });
}

/** The newest answer is there. */
export async function liveFitSettled(): Promise<void> {
  await running;
}

/** What is asked for no longer counts. */
export function forgetPoints(): void {
  wanted = undefined;
  sequence++;
}

async function run(): Promise<void> {
  while (wanted !== undefined) {
    const { personId, point, keypoints, constraints, start, inputAt } = wanted;
    wanted = undefined;
    const mine = ++sequence;
    const askedAt = performance.now();
    try {
      const { pose, betas, translation } = studio.getState().gesture?.fit ?? start;
      const answer = await client.fit.live({
        personId,
        sequence: mine,
        keypoints,
        constraints,
        dragged: point,
        start: { pose, betas, translation },
      });
      const fitTiming = { inputAt, askedAt, answeredAt: performance.now() };
      const { fit, milliseconds: fitMs } = answer;
      if (answer.sequence === sequence) show(personId, { fit, fitMs, fitTiming });
    } catch (error) {
      say('warning', messageOf(error));
      return;
    }
  }
}

function show(personId: number, shown: Pick<Gesture, 'fit' | 'fitMs' | 'fitTiming'>): void {
  const { gesture } = studio.getState();
  if (gesture?.personId === personId) studio.setState({ gesture: { ...gesture, ...shown } });
}
