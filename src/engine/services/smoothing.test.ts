import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { SequenceAnswer, SequenceQuery } from '../../contract/fit-contract.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { StudioError } from '../../core/common/errors.ts';
import { openStore } from '../adapters/sqlite/sqlite-store.ts';
import { createEventHub } from './event-hub.ts';
import { createJobs } from './jobs.ts';
import type { OpenProject } from './ports.ts';
import { createSession } from './session.ts';
import { createSmoothing } from './smoothing.ts';
import type { PersonContent, Store } from './store.ts';

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-smooth-'));
  store = openStore(join(folder, 'project.spin'));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const CAMERA = { focalLength: 500, principalX: 320, principalY: 240 };
const MARK = 42;

function fitAt(x: number): BodyFit {
  return {
    pose: new Array(72).fill(0),
    betas: new Array(10).fill(x / 1000),
    translation: [x / 500, 0, 3],
    camera: CAMERA,
    meanErrorPx: 1,
    errorsPx: [],
    preset: 'anchored',
    bodyModel: { name: 'test', hash: '' },
  };
}

/** A standing figure whose middle is at x. */
function personAt(x: number, state: Person['state'] = 'predicted'): PersonContent {
  const keypoints = Array.from({ length: 17 }, (_, i) => ({
    x: x + (i % 2) * 40,
    y: 100 + 12 * i,
    confidence: 1,
    visibility: 'visible' as const,
    source: 'detector' as const,
    use: 'normal' as const,
  }));
  const box = { x, y: 100, width: 40, height: 192 };
  const fit = fitAt(x);
  const { pose, betas, translation } = fit;
  const regression = { pose, betas, translation };
  const rest = { state, reason: null, jointSet: 'coco17' as const, constraints: NO_CONSTRAINTS };
  return { ...rest, keypoints, box, regression, imageEvidence: null, fit };
}

/** Frames of a video with people at these places. */
function fill(people: readonly (readonly PersonContent[])[]): void {
  store.images.replaceList(people.map((_, f) => `frame_${String(f).padStart(4, '0')}.jpg`));
  for (const [f, contents] of people.entries()) {
    store.images.setLooked(f + 1, { width: 640, height: 480, camera: CAMERA });
    store.people.replaceMachine(
      f + 1,
      contents.map((c) => ({ ...c, state: 'predicted' })),
    );
    for (const [i, { state }] of contents.entries()) {
      const person = store.people.list(f + 1)[i];
      if (state === 'predicted' || person === undefined) continue;
      const { id, imageId, revision: _, ...content } = person;
      store.people.commit('decide', imageId, [{ personId: id, content: { ...content, state } }]);
    }
  }
}

/** Answers with bodies where they were, marked; `onCall` may interfere. */
function studioWith(onCall: (query: SequenceQuery, call: number) => void = () => undefined) {
  const hub = createEventHub();
  const jobs = createJobs(hub);
  const session = createSession();
  session.replace({ store, folder: { name: 'walk' } } as unknown as OpenProject);
  const queries: SequenceQuery[] = [];
  const sequence = async (query: SequenceQuery): Promise<SequenceAnswer> => {
    queries.push(query);
    onCall(query, queries.length);
    return query.frames.map(({ query: own, body }) => ({
      body,
      fit: own === null ? null : { ...fitAt(0), ...body, meanErrorPx: MARK },
    }));
  };
  const unused = () => Promise.reject(new Error('not asked for'));
  const fitter = { live: unused, full: unused, candidates: unused, uncertainty: unused, sequence };
  return { jobs, queries, smoothing: createSmoothing({ session, hub, jobs, fitter }) };
}

const everyone = (count: number) =>
  Array.from({ length: count }, (_, f) => store.people.list(f + 1)).flat();
const marked = (people: readonly Person[]) => people.filter(({ fit }) => fit?.meanErrorPx === MARK);

describe('smoothing', () => {
  it('fits each of two people over time, over a frame in which one was missed', async () => {
    fill(
      Array.from({ length: 20 }, (_, f) => [
        personAt(100 + f),
        ...(f === 7 ? [] : [personAt(400)]),
      ]),
    );
    const { jobs, queries, smoothing } = studioWith();
    expect(smoothing.info()).toMatchObject({ frames: 20, hindrance: null, framesPerSecond: 30 });
    const job = await jobs.ended(smoothing.smooth().id);
    expect(job).toMatchObject({ status: 'done', done: 39, total: 39, failed: 0 });
    expect(job.message).toBe('2 people followed, 39 bodies smoothed.');
    expect(marked(everyone(20))).toHaveLength(39);
    expect(queries).toHaveLength(2);
    expect(queries[1]?.frames[7]).toMatchObject({ query: null, isHeld: false });
    const betas = queries[0]?.frames.map(({ body }) => body.betas[0]);
    expect(new Set(betas).size).toBe(1);
  });

  it('holds whom a person has seen to, and never changes them', async () => {
    const states: Record<number, Person['state']> = { 3: 'accepted', 5: 'edited', 9: 'rejected' };
    fill(Array.from({ length: 14 }, (_, f) => [personAt(100 + f, states[f])]));
    const before = everyone(14).filter(({ state }) => state !== 'predicted');
    const { jobs, queries, smoothing } = studioWith();
    await jobs.ended(smoothing.smooth().id);
    const held = queries[0]?.frames.map(({ isHeld }, f) => (isHeld ? f : -1)).filter((f) => f >= 0);
    expect(held).toEqual([3, 5]);
    expect(queries[0]?.frames[9]).toMatchObject({ query: null });
    expect(everyone(14).filter(({ state }) => state !== 'predicted')).toEqual(before);
    expect(marked(everyone(14))).toHaveLength(11);
  });

  it('cancelled in the middle keeps what is settled and leaves the rest as it was', async () => {
    fill(Array.from({ length: 120 }, (_, f) => [personAt(100 + f)]));
    const before = everyone(120);
    const { jobs, smoothing } = studioWith((_, call) => {
      if (call === 2) jobs.cancel('job-1');
    });
    const job = await jobs.ended(smoothing.smooth().id);
    expect(job.status).toBe('cancelled');
    const after = everyone(120);
    const count = marked(after).length;
    expect(count).toBeGreaterThan(0);
    expect(marked(after.slice(0, count))).toHaveLength(count);
    expect(after.slice(count)).toEqual(before.slice(count));
    // And goes on when it is asked for again.
    const again = studioWith();
    await again.jobs.ended(again.smoothing.smooth().id);
    expect(marked(everyone(120))).toHaveLength(120);
  });

  it('leaves a person alone who was edited while it ran', async () => {
    fill(Array.from({ length: 14 }, (_, f) => [personAt(100 + f)]));
    const { jobs, smoothing } = studioWith(() => {
      const [person] = store.people.list(4);
      if (person === undefined) throw new Error('nobody to edit');
      const { id, imageId, revision: _, ...content } = person;
      store.people.commit('edit', imageId, [
        { personId: id, content: { ...content, state: 'edited' } },
      ]);
    });
    await jobs.ended(smoothing.smooth().id);
    expect(store.people.list(4)).toMatchObject([{ state: 'edited', fit: { meanErrorPx: 1 } }]);
    expect(marked(everyone(14))).toHaveLength(13);
  });

  it('tells what cannot be fitted and goes on with the others', async () => {
    fill(Array.from({ length: 14 }, (_, f) => [personAt(100 + f), personAt(400)]));
    const { jobs, smoothing } = studioWith((_, call) => {
      if (call === 1)
        throw new StudioError('fit/infeasible', 'It lies behind the camera.', { term: '' });
    });
    const job = await jobs.ended(smoothing.smooth().id);
    const problem = { name: 'From frame_0000.jpg on', message: 'It lies behind the camera.' };
    expect(job).toMatchObject({ status: 'done', failed: 1, problems: [problem] });
    expect(marked(everyone(14))).toHaveLength(14);
  });

  it.each([
    ['one frame', 1, 'auto', /not those of a video/],
    ['one frame that is said to be a video', 1, 'frames', /Nobody with a body is seen in 5/],
    ['photographs by the user’s word', 20, 'photos', /taken for photographs/],
  ] as const)('says why there is nothing to do: %s', (_, count, setting, reason) => {
    fill(Array.from({ length: count }, (__, f) => [personAt(100 + f)]));
    const { smoothing } = studioWith();
    expect(smoothing.choose({ setting, framesPerSecond: 25 }).hindrance).toMatch(reason);
    expect(smoothing.info()).toMatchObject({ setting, framesPerSecond: 25 });
    expect(() => smoothing.smooth()).toThrow(reason);
  });

  it('is not offered for pictures in which nobody stays', () => {
    fill(Array.from({ length: 20 }, (_, f) => [personAt(300 * f)]));
    expect(studioWith().smoothing.info().hindrance).toMatch(/Nobody with a body is seen in 5/);
  });
});
