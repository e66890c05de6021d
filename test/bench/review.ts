/** How long the review of a long list takes: the first look, another order, a page, the next person. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_CONSTRAINTS } from '../../src/contract/constraints.ts';
import type { ReviewChoice } from '../../src/contract/review.ts';
import { BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';
import { createEventHub } from '../../src/engine/services/event-hub.ts';
import type { OpenProject } from '../../src/engine/services/ports.ts';
import { createReview } from '../../src/engine/services/review/review.ts';
import { createSession } from '../../src/engine/services/session.ts';
import type { PersonContent } from '../../src/engine/services/store.ts';
import { model } from '../fixtures/embedded.ts';
import type { Report } from './fit.ts';
import { subjects } from './qc-subjects.ts';

const PEOPLE = 100_000;

export async function benchReview(): Promise<Report> {
  const home = mkdtempSync(join(tmpdir(), 'spin-review-bench-'));
  const store = openStore(join(home, 'project.spin'));
  try {
    store.images.replaceList(Array.from({ length: PEOPLE }, (_, i) => `picture_${i}.jpg`));
    const drawn = subjects(200, seededRandom(8)).map(contentOf);
    store.people.commitAll(
      'many',
      Array.from({ length: PEOPLE }, (_, i) => ({
        imageId: i + 1,
        personId: undefined,
        content: drawn[i % drawn.length] as PersonContent,
      })),
    );
    const session = createSession();
    session.replace({ store } as unknown as OpenProject);
    const review = createReview({ session, hub: createEventHub(), body: () => model });
    const worst: ReviewChoice = { order: 'worst', issues: [], seed: 1 };
    const firstQueueMs = await timed(() => review.queue(worst));
    const { queueId } = await review.queue(worst);
    return {
      people: PEOPLE,
      firstQueueMs,
      worstMs: await timed(() => review.queue(worst)),
      usefulMs: await timed(() => review.queue({ ...worst, order: 'useful' })),
      pageMs: await timed(() => review.page(queueId, 50_000, 120)),
      nextMs: await timed(() => review.next(queueId, 10)),
      nameFilterMs: await timed(() => list(store, { text: '999', sort: 'name' })),
      worstSortMs: await timed(() => list(store, { text: '', sort: 'worst' })),
      errorSearchMs: await timed(() => list(store, { text: 'error:>4', sort: 'name' })),
    };
  } finally {
    store.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function list(
  store: ReturnType<typeof openStore>,
  query: { text: string; sort: 'name' | 'worst' },
): unknown {
  return store.images.page({ ...query, states: [], offset: 0, limit: 100 });
}

export function contentOf(
  { person }: ReturnType<typeof subjects>[number],
  i: number,
): PersonContent {
  const keypoints = person.keypoints.map(({ x, y, visibility }) => {
    const parts = { confidence: 0.5 + (i % 50) / 100, source: 'detector', use: 'normal' } as const;
    return { x, y, visibility, ...parts };
  });
  const body = { pose: [...(person.pose as Float64Array)], betas: new Array<number>(10).fill(0.1) };
  const parameters = { ...body, translation: [0, 0, 3] };
  return {
    state: 'predicted',
    reason: null,
    jointSet: 'coco17',
    keypoints,
    constraints: NO_CONSTRAINTS,
    box: { x: 0, y: 0, width: 10, height: 10 },
    regression: parameters,
    imageEvidence: null,
    fit: {
      ...parameters,
      camera: { focalLength: 1000, principalX: 500, principalY: 500 },
      meanErrorPx: 1 + (i % 70) / 10,
      errorsPx: BODY25_FROM_COCO17.map(() => 2),
      preset: 'anchored',
      bodyModel: { name: model.name, hash: model.hash },
    },
  };
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}
