/** Who needs a look next, and accepting many on the strength of a sample. */
import type {
  BulkAudit,
  ReviewChoice,
  ReviewEntry,
  ReviewQueue,
} from '../../../contract/review.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { StudioError } from '../../../core/common/errors.ts';
import type { EventHub } from '../event-hub.ts';
import type { OpenProject } from '../ports.ts';
import { projectInfo, publishImage, type Session } from '../session.ts';
import { type Audit, acceptAudited, auditState, drawAudit } from './bulk.ts';
import { measureAll } from './measure.ts';
import { createQueues } from './queue.ts';

export interface Review {
  /** Works out the figures of people who have changed. */
  measure(): Promise<void>;
  queue(choice: ReviewChoice): Promise<ReviewQueue>;
  page(
    queueId: number,
    offset: number,
    limit: number,
  ): Promise<{ left: number; rows: ReviewEntry[] }>;
  next(queueId: number, from: number): Promise<ReviewEntry | null>;
  startAudit(underPx: number, seed: number): Promise<BulkAudit>;
  audit(auditId: number): BulkAudit;
  acceptAudited(auditId: number): { accepted: number; sentence: string };
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly body: () => BodyModel;
}

export function createReview({ session, hub, body }: Parts): Review {
  const queues = createQueues();
  const audits = new Map<number, Audit>();
  const measured = async (): Promise<OpenProject> => {
    const project = session.current();
    await measureAll(project, body());
    return project;
  };
  const auditOf = (auditId: number): Audit => {
    const audit = audits.get(auditId);
    if (audit?.store === session.current().store) return audit;
    const message =
      'This audit is not there any more; all decisions are kept. Draw another sample.';
    throw new StudioError('review/gone', message, { id: auditId });
  };
  return {
    async measure() {
      await measured();
    },
    queue: async (choice) => queues.open((await measured()).store, choice, body().hash),
    page: async (queueId, offset, limit) =>
      queues.page((await measured()).store, queueId, { offset, limit }),
    next: async (queueId, from) => queues.next((await measured()).store, queueId, from),
    async startAudit(underPx, seed) {
      const project = await measured();
      const open = (ids: readonly number[]) => queues.openSample(project.store, ids, body().hash);
      const audit = drawAudit(project, { underPx, seed }, audits.size + 1, open);
      audits.set(audit.id, audit);
      return auditState(audit);
    },
    audit: (auditId) => auditState(auditOf(auditId)),
    acceptAudited: (auditId) => acceptAll(hub, session.current(), auditOf(auditId)),
  };
}

function acceptAll(
  hub: EventHub,
  project: OpenProject,
  audit: Audit,
): { accepted: number; sentence: string } {
  const { people } = acceptAudited(audit);
  const [first] = people;
  if (first !== undefined) publishImage(hub, project, first.imageId);
  hub.publish({ kind: 'list' });
  hub.publish({ kind: 'project', project: projectInfo(project) });
  return { accepted: people.length, sentence: auditState(audit).sentence ?? '' };
}
