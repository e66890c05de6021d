/** The review queue and what it stands on, over a project's real file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { NO_CONSTRAINTS } from '../../src/contract/constraints.ts';
import type { BodyFit } from '../../src/contract/person.ts';
import type { ReviewChoice } from '../../src/contract/review.ts';
import { COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';
import { createEventHub } from '../../src/engine/services/event-hub.ts';
import { createHistory } from '../../src/engine/services/history.ts';
import { createImages } from '../../src/engine/services/images.ts';
import { createPeople } from '../../src/engine/services/people.ts';
import type { OpenProject, Predictor } from '../../src/engine/services/ports.ts';
import { createReview } from '../../src/engine/services/review/review.ts';
import { createSession } from '../../src/engine/services/session.ts';
import type { PersonContent, Store } from '../../src/engine/services/store.ts';
import { model, sampleTruths } from '../fixtures/embedded.ts';

let folder: string;
let store: Store;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-review-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const TRUTHS = sampleTruths().slice(0, 6);

/** A person in one of the sample's pictures, whose body is off by this much. */
function personOf(index: number, errorPx: number): PersonContent {
  const { body, camera, landmarks } = TRUTHS[index % TRUTHS.length] ?? TRUTHS[0];
  const keypoints = COCO17.landmarks.map((landmark) => ({
    x: landmarks[2 * landmark],
    y: landmarks[2 * landmark + 1],
    confidence: 0.9,
    visibility: 'visible' as const,
    source: 'detector' as const,
    use: 'normal' as const,
  }));
  const parameters = {
    pose: [...body.pose],
    betas: [...body.betas],
    translation: [...body.translation],
  };
  const fit: BodyFit = {
    ...parameters,
    camera,
    meanErrorPx: errorPx,
    errorsPx: keypoints.map(() => errorPx),
    preset: 'anchored',
    bodyModel: { name: model.name, hash: model.hash },
  };
  const box = { x: 0, y: 0, width: 10, height: 10 };
  const content = { state: 'predicted', reason: null, jointSet: 'coco17' } as const;
  const parts = { constraints: NO_CONSTRAINTS, imageEvidence: null, regression: parameters };
  return { ...content, ...parts, keypoints, box, fit };
}

function studio() {
  const session = createSession();
  session.replace({ store, folder: { name: 'many' }, isSample: false } as unknown as OpenProject);
  const hub = createEventHub();
  return {
    review: createReview({ session, hub, body: () => model }),
    people: createPeople({ session, hub, predictor: {} as Predictor }),
    images: createImages(session, hub),
    history: createHistory(session, hub),
  };
}

let opened = 0;
/** One person a picture, with these errors. */
function open(errors: readonly number[]): ReturnType<typeof studio> {
  store = openStore(join(folder, `${++opened}.spin`));
  store.images.replaceList(errors.map((_, i) => `${String(i).padStart(3, '0')}.jpg`));
  for (const [i, error] of errors.entries())
    store.people.replaceMachine(i + 1, [personOf(i, error)]);
  return studio();
}

const WORST: ReviewChoice = { order: 'worst', issues: [], seed: 1 };

describe('the queue', () => {
  it('has the worst first with the reason, and keeps its order while people are decided', async () => {
    const { review, people } = open([2, 9, 3]);
    const { queueId, total } = await review.queue(WORST);
    expect(total).toBe(3);
    const before = await review.page(queueId, 0, 10);
    expect(before.rows[0]).toMatchObject({ imageName: '001.jpg', errorPx: 9, index: 0 });
    expect(before.rows[0]?.why).toMatch(/^joints are off by \d+ % of the torso, /);
    people.decide({ personId: before.rows[0]?.personId ?? 0, decision: 'accepted', reason: null });
    const after = await review.page(queueId, 0, 10);
    expect(after.left).toBe(2);
    expect(after.rows.map(({ personId }) => personId)).toEqual(
      before.rows.map(({ personId }) => personId),
    );
    expect(await review.next(queueId, 0)).toMatchObject({ index: 1 });
  });

  it('puts a new pose before one that is accepted already', async () => {
    const { review, people } = open([5, 5, 5, 5, 5, 5, 5]);
    // The seventh has the pose of the first.
    people.decide({ personId: 1, decision: 'accepted', reason: null });
    const { queueId } = await review.queue({ ...WORST, order: 'useful' });
    const { rows } = await review.page(queueId, 0, 10);
    expect(rows).toHaveLength(6);
    expect(rows.at(-1)).toMatchObject({ imageName: '006.jpg' });
    expect(rows.at(-1)?.why).toMatch(/^0° from any accepted pose/);
  });

  it('draws at random the same way for a seed', async () => {
    const { review } = open([5, 5, 5, 5, 5, 5]);
    const drawn = async (seed: number) => {
      const { queueId } = await review.queue({ ...WORST, order: 'random', seed });
      return (await review.page(queueId, 0, 10)).rows.map(({ personId }) => personId);
    };
    expect(await drawn(4)).toEqual(await drawn(4));
    expect((await drawn(4)).toSorted()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('finds who is there twice, and no more when one of them is gone', async () => {
    const { review, people } = open([5, 5]);
    const [twin] = store.people.commit('copy', 1, [
      { personId: undefined, content: personOf(0, 5) },
    ]);
    const duplicates: ReviewChoice = { ...WORST, issues: ['duplicate'] };
    const found = await review.queue(duplicates);
    expect(found.total).toBe(2);
    expect(found.issues.duplicate).toBe(2);
    expect((await review.page(found.queueId, 0, 9)).rows[0]?.why).toMatch(
      /^the same person is there twice/,
    );
    people.remove(twin ?? 0);
    expect((await review.queue(duplicates)).total).toBe(0);
  });

  it('that nobody knows any more is refused', async () => {
    const { review } = open([5]);
    await expect(review.page(77, 0, 1)).rejects.toMatchObject({ code: 'review/gone' });
  });
});

describe('flags', () => {
  it('lie beside the state and can be undone, over a restart too', () => {
    const { people, history } = open([5]);
    people.flag({ personId: 1, marked: true });
    people.flag({ personId: 1, note: '  look again  ' });
    expect(store.people.get(1)).toMatchObject({
      state: 'predicted',
      marked: true,
      note: 'look again',
    });
    history.undo();
    expect(store.people.get(1)?.note).toBeUndefined();
    history.undo();
    expect(store.people.get(1)?.marked).toBeUndefined();
    history.redo();
    expect(store.people.get(1)?.marked).toBe(true);
  });

  it('stay through a decision, and filter the queue', async () => {
    const { people, review } = open([5, 5]);
    people.flag({ personId: 2, marked: true });
    expect((await review.queue({ ...WORST, issues: ['marked'] })).total).toBe(1);
    expect(people.decide({ personId: 2, decision: 'rejected', reason: 'fit wrong' })).toMatchObject(
      {
        state: 'rejected',
        reason: 'fit wrong',
        marked: true,
      },
    );
  });
});

describe('nobody here', () => {
  it('is a step that can be undone and done again', () => {
    const { images, history } = open([]);
    store.images.replaceList(['a.jpg']);
    images.setEmpty(1, true);
    expect(store.images.get(1)?.state).toBe('empty');
    history.undo();
    expect(store.images.get(1)?.state).toBe('unlabelled');
    history.redo();
    expect(store.images.get(1)?.state).toBe('empty');
  });
});

describe('a second run of the machine', () => {
  it('leaves as many people as before, and those whom a person has touched as they were', () => {
    const { people } = open([5, 5, 5, 5]);
    people.decide({ personId: 1, decision: 'accepted', reason: null });
    people.flag({ personId: 2, marked: true });
    const [touched, marked] = [store.people.list(1), store.people.list(2)];
    for (const imageId of [1, 2, 3, 4])
      store.people.replaceMachine(imageId, [personOf(imageId, 1)]);
    expect([1, 2, 3, 4].map((id) => store.people.list(id).length)).toEqual([1, 1, 1, 1]);
    expect(store.people.list(1)).toEqual(touched);
    expect(store.people.list(2)).toEqual(marked);
  });
});

describe('accepting many', () => {
  let errors: number[];
  beforeEach(() => {
    errors = Array.from({ length: 40 }, (_, i) => (i < 30 ? 2 : 8));
  });

  it('is refused until the sample is decided, then one step with its bound', async () => {
    const { review, people, history } = open(errors);
    const { auditId, queue, people: count } = await review.startAudit(4, 3);
    expect([count, queue.total]).toEqual([30, 20]);
    expect(() => review.acceptAudited(auditId)).toThrow(
      /^20 of the 20 people drawn are not decided/,
    );
    const { rows } = await review.page(queue.queueId, 0, 20);
    for (const { personId } of rows)
      people.decide({ personId, decision: 'accepted', reason: null });
    const sentence = '30 people under 4 px; in 20 audited 0 wrong, so at most 14 % wrong (95 %)';
    expect(review.acceptAudited(auditId)).toEqual({ accepted: 10, sentence });
    expect(store.people.idsInStates(['accepted'])).toHaveLength(30);
    history.undo();
    expect(store.people.idsInStates(['accepted'])).toHaveLength(20);
  });

  it('counts who was rejected, or corrected before being accepted, as wrong', async () => {
    const { review, people } = open(errors);
    const { auditId, queue } = await review.startAudit(4, 3);
    const { rows } = await review.page(queue.queueId, 0, 20);
    for (const [i, { personId }] of rows.entries()) {
      const person = store.people.get(personId);
      if (i === 1 && person !== undefined) {
        const [first, ...others] = person.keypoints;
        const keypoints = [{ ...first, x: 1 } as typeof first, ...others].flatMap((p) =>
          p ? [p] : [],
        );
        people.edit({ ...person, personId, label: 'move', keypoints });
      }
      people.decide({ personId, decision: i === 0 ? 'rejected' : 'accepted', reason: null });
    }
    expect(review.audit(auditId)).toMatchObject({ audited: 20, wrong: 2, left: 0 });
  });

  it('leaves out who has changed since the draw', async () => {
    const { review, people } = open(errors);
    const { auditId, queue } = await review.startAudit(4, 3);
    const { rows } = await review.page(queue.queueId, 0, 20);
    const drawn = new Set(rows.map(({ personId }) => personId));
    const other = Array.from({ length: 30 }, (_, i) => i + 1).find((id) => !drawn.has(id)) ?? 0;
    people.flag({ personId: other, marked: true });
    for (const { personId } of rows)
      people.decide({ personId, decision: 'accepted', reason: null });
    expect(review.acceptAudited(auditId).accepted).toBe(9);
    expect(store.people.get(other)?.state).toBe('predicted');
  });
});
