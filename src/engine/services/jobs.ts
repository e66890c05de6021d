/** Long work: progress that is told often enough, cancelling that is seen at once, all errors kept. */
import type { Job } from '../../contract/job.ts';
import { isStudioError, StudioError } from '../../core/common/errors.ts';
import type { EventHub } from './event-hub.ts';
import { createRest, type Rest } from './job-rest.ts';

/** What the work itself sees of its job. */
export interface JobContext {
  readonly signal: AbortSignal;
  /** Waits while the job is paused; at once there when it is cancelled. */
  rested(): Promise<void>;
  setTotal(total: number): void;
  /** One more thing is done. */
  step(): void;
  /** One thing has failed; the job goes on. */
  fail(name: string, message: string): void;
}

export interface JobResult {
  /** A sentence for the user. */
  readonly message: string;
  readonly files?: readonly string[];
  /** What was measured on the way, by name. */
  readonly figures?: Readonly<Record<string, number>>;
}

export interface JobSpec {
  readonly kind: Job['kind'];
  readonly title: string;
  readonly guard?: string;
  /** Its work asks `rested` before each thing. */
  readonly isPausable?: boolean;
  run(context: JobContext): Promise<JobResult>;
}

export interface Jobs {
  list(): Job[];
  start(spec: JobSpec): Job;
  /** The job when it has ended. */
  ended(jobId: string): Promise<Job>;
  /** @throws StudioError `job/not-found` */
  cancel(jobId: string): void;
  /** After what is under way. @throws StudioError `job/not-found`; nothing for who cannot rest */
  pause(jobId: string): void;
  /** @throws StudioError `job/not-found` */
  resume(jobId: string): void;
  /** Cancels all and waits for their ends. */
  close(): Promise<void>;
}

interface Running {
  job: Job;
  readonly controller: AbortController;
  readonly rest: Rest;
  readonly ended: Promise<void>;
}

const TELL_EVERY_MS = 100;
const KEPT_PROBLEMS = 100;
const KEPT_JOBS = 50;

export function createJobs(hub: EventHub): Jobs {
  const running = new Map<string, Running>();
  let count = 0;
  const find = (jobId: string) => {
    const found = running.get(jobId);
    if (found !== undefined) return found;
    throw new StudioError('job/not-found', 'This job is over and forgotten.', { jobId });
  };
  return {
    list: () => [...running.values()].map(({ job }) => job),
    start(spec) {
      const id = `job-${++count}`;
      const started = startJob(id, spec, hub);
      running.set(id, started);
      forgetOldest(running);
      return started.job;
    },
    async ended(jobId) {
      const found = find(jobId);
      await found.ended;
      return found.job;
    },
    cancel: (jobId) => find(jobId).controller.abort(),
    pause: (jobId) => find(jobId).rest.pause(),
    resume: (jobId) => find(jobId).rest.resume(),
    async close() {
      for (const { controller } of running.values()) controller.abort();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

function forgetOldest(running: Map<string, Running>): void {
  for (const [id, { job }] of running) {
    if (running.size <= KEPT_JOBS) return;
    if (!isUnderWay(job)) running.delete(id);
  }
}

export function isUnderWay({ status }: Pick<Job, 'status'>): boolean {
  return status === 'running' || status === 'paused';
}

function startJob(id: string, { run, ...shown }: JobSpec, hub: EventHub): Running {
  const controller = new AbortController();
  const rest = createRest(controller.signal, (status) => {
    if (state.job.isPausable === true && isUnderWay(state.job)) change({ status }, true);
  });
  const began = performance.now();
  let toldAt = 0;
  const job: Job = { ...EMPTY_JOB, id, ...shown };
  const state = {
    controller,
    rest,
    job,
    ended: Promise.resolve(),
  };
  const change = (part: Partial<Job>, now = false) => {
    state.job = { ...state.job, ...part };
    if (!now && performance.now() - toldAt < TELL_EVERY_MS) return;
    toldAt = performance.now();
    hub.publish({ kind: 'job', job: state.job });
  };
  const context: JobContext = {
    signal: controller.signal,
    rested: () => rest.over(),
    setTotal: (total) => change({ total }),
    step: () => change(progress(state.job, performance.now() - began - rest.pausedMs())),
    fail(name, message) {
      const problems = [...state.job.problems, { name, message }].slice(0, KEPT_PROBLEMS);
      change({ failed: state.job.failed + 1, problems });
    },
  };
  state.ended = run(context).then(
    ({ message, files = [], figures }) =>
      change(
        { ...ending(controller, message), files: [...files], ...(figures && { figures }) },
        true,
      ),
    (error: unknown) => change(failing(controller, error), true),
  );
  change({}, true);
  return state;
}

const EMPTY_JOB = {
  status: 'running' as Job['status'],
  done: 0,
  total: null as number | null,
  failed: 0,
  problems: [] as Job['problems'],
  secondsLeft: null as number | null,
  message: null as string | null,
  files: [] as string[],
};

function progress(job: Job, elapsedMs: number): Partial<Job> {
  const done = job.done + 1;
  const left = job.total === null ? null : Math.max(0, job.total - done);
  return { done, secondsLeft: left === null ? null : (elapsedMs / done / 1000) * left };
}

function ending({ signal }: AbortController, message: string): Partial<Job> {
  return { status: signal.aborted ? 'cancelled' : 'done', message, secondsLeft: null };
}

/** An error of a job is told in the job, where its reader is. */
function failing({ signal }: AbortController, error: unknown): Partial<Job> {
  if (signal.aborted) return { status: 'cancelled', message: 'Cancelled.', secondsLeft: null };
  if (!isStudioError(error)) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  return { status: 'failed', message, secondsLeft: null };
}
