/** The work on one shard: an ordinary `predict`, which can be killed at any moment and gone on with. */
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StudioError } from '../../core/common/errors.ts';
import { requeueOwnTask } from '../../engine/adapters/cluster/slurm.ts';
import { createWorkFile, type WorkFile } from '../../engine/adapters/cluster/work-file.ts';
import { type Engine, openEngine } from '../../engine/open-engine.ts';
import type { ShardStatus, Versions } from '../../engine/services/shards/run-records.ts';
import { type Outcome, openPictures, predictOpened } from '../commands.ts';
import type { Reporter } from '../reporter.ts';
import { CHECKPOINT_SECONDS, wholeOption } from './cluster-options.ts';
import type { ShardWork } from './shard.ts';
import { keepNotes, type ShardNotes } from './shard-notes.ts';

const HEARTBEAT_MS = 5000;
const STOPPED = 130;

/** @returns the exit code */
export async function workOnShard(
  work: ShardWork,
  before: ShardStatus | undefined,
): Promise<number> {
  const { run, index, options } = work;
  takeGivenThreads();
  const earlier = options.replace ? undefined : before;
  const begins = options.replace ? [] : [run.partial(index), run.project(index)];
  const checkpointMs = 1000 * wholeOption('--checkpoint', options.checkpoint, CHECKPOINT_SECONDS);
  const notes = keepNotes(work, earlier);
  await notes.tell({});
  const file = createWorkFile(begins, options.scratch);
  try {
    return await predictInto(work, file, { notes, earlier, checkpointMs });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await notes.tell({ state: 'failed', reason });
    throw error;
  } finally {
    file.remove();
  }
}

/** TensorFlow reads these when its process starts. */
function takeGivenThreads(): void {
  const threads = process.env.SLURM_CPUS_PER_TASK;
  if (threads === undefined) return;
  process.env.TF_NUM_INTRAOP_THREADS = threads;
  process.env.TF_NUM_INTEROP_THREADS = '1';
  process.env.OMP_NUM_THREADS = threads;
}

interface Attempt {
  readonly notes: ShardNotes;
  readonly earlier: ShardStatus | undefined;
  readonly checkpointMs: number;
}

async function predictInto(
  work: ShardWork,
  file: WorkFile,
  { notes, earlier, checkpointMs }: Attempt,
): Promise<number> {
  const engine = engineFor(work, file);
  const stopping = stopOnSignals(engine);
  const keeping = keepSafe(notes, checkpointMs, () => file.publish(work.run.partial(work.index)));
  let outcome: Outcome | undefined;
  try {
    const invocation = { engine, folder: work.folder, ...listening(work, notes) };
    const failedBefore = await openPictures(invocation);
    const versions = await versionsOf(engine, work);
    requireSame(earlier, versions, work);
    await notes.tell({ versions });
    if (stopping.signal() === undefined) outcome = await predictOpened(invocation, failedBefore);
  } finally {
    keeping.stop();
    await engine.close();
    stopping.release();
  }
  await keeping.settled();
  const code = await finish(
    work,
    file,
    notes,
    stopping.signal() === undefined ? outcome : undefined,
  );
  if (stopping.signal() === 'SIGUSR1') await requeueOwnTask();
  return code;
}

function engineFor({ index, shards, options }: ShardWork, file: WorkFile): Engine {
  return openEngine({
    host: 'cli',
    projectFile: file.path,
    shard: { index, shards },
    modelFolder: options.models && resolve(options.models),
    truncatesCrops: options['truncate-crops'],
  });
}

/** A picture's people are the same in whatever company: it passes the network alone. */
function listening({ options, reporter }: ShardWork, notes: ShardNotes) {
  const both: Reporter = {
    ...reporter,
    progress(job) {
      notes.progress(job);
      reporter.progress(job);
    },
  };
  return { reporter: both, options: { ...options, batch: '1' } };
}

async function versionsOf(engine: Engine, { options }: ShardWork): Promise<Versions> {
  const { version, bodyModel } = engine.info();
  const { name, version: of } = await engine.predictor.info();
  const { hash } = await engine.training.regressors.inUse();
  const { pictures, regressor } = engine.settings.values();
  const evidence = options.fit && (options['image-evidence'] ?? pictures.imageEvidence);
  const truncates = options['truncate-crops'] ?? regressor.truncatesCrops;
  return {
    studio: version,
    body: `${bodyModel.name} ${bodyModel.hash.slice(0, 12)}`,
    regressor: hash.slice(0, 12),
    backend: `${name} ${of}`,
    reading: `${evidence ? 'points and limbs' : 'points'}${truncates ? ', truncated crops' : ''}`,
  };
}

/** What two bodies or networks have found is not to be mixed in one project. */
function requireSame(
  earlier: ShardStatus | undefined,
  versions: Versions,
  { index }: ShardWork,
): void {
  const [there, here] = [earlier?.versions, versions].map((one) => JSON.stringify(one));
  if (earlier?.versions === undefined || earlier.versions === null || there === here) return;
  const groups = [`begun with ${there}`, `now ${here}`];
  const message = `Shard ${index} was begun with other versions, and what it has was left as it is:\n${groups.join('\n')}\nUse the same ones, or do it again with --replace.`;
  throw new StudioError('cluster/mixed', message, { groups });
}

/** @param outcome undefined when it was told to stop */
async function finish(
  { run, index, reporter }: ShardWork,
  file: WorkFile,
  notes: ShardNotes,
  outcome: Outcome | undefined,
): Promise<number> {
  const failed = outcome?.code === 1;
  if (outcome === undefined || failed) {
    await file.publish(run.partial(index));
    const reason = failed ? String(outcome.data.message) : 'it was told to stop';
    await notes.tell({ state: failed ? 'failed' : 'stopped', reason });
    reporter.result(`Shard ${index} is not done: ${reason}.`, { ...notes.now() });
    return failed ? 1 : STOPPED;
  }
  await file.publish(run.project(index));
  await notes.tell({ state: 'done', reason: null });
  await rm(run.partial(index), { force: true });
  reporter.result(outcome.text, { ...outcome.data, ...notes.now() });
  return outcome.code;
}

/** Slurm warns with USR1 before the time is over; TERM comes with a cancel or a pre-emption. */
function stopOnSignals(engine: Engine) {
  let stopped: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals) => {
    stopped = signal;
    for (const { id, status } of engine.jobs.list())
      if (status === 'running') engine.jobs.cancel(id);
  };
  const signals = ['SIGUSR1', 'SIGTERM', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, stop);
  return {
    signal: () => stopped,
    release() {
      for (const signal of signals) process.off(signal, stop);
    },
  };
}

/** What a killed process loses is the work since the last of these. */
function keepSafe(notes: ShardNotes, everyMs: number, publish: () => Promise<void>) {
  let publishing = Promise.resolve();
  const beat = setInterval(() => void notes.tell({}).catch(console.error), HEARTBEAT_MS);
  const every = setInterval(() => {
    publishing = publishing.then(publish).catch(console.error);
  }, everyMs);
  return {
    stop() {
      clearInterval(beat);
      clearInterval(every);
    },
    settled: () => publishing,
  };
}
