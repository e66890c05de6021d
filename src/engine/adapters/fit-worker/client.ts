/**
 * The fitting threads seen from the engine: one follows the pointer and nothing else, so that no whole
 * fit delays a drag, the other does the rest. For who drags they are started at once, so that they are
 * warm when they are needed; they are started again should they end by themselves.
 */
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { type BodySource, EMBEDDED_BODY } from '../../../contract/body-source.ts';
import type { fitContract } from '../../../contract/fit-contract.ts';
import { portOfThread } from '../../../contract/transport/thread-port.ts';
import { throwsStudioErrors } from '../../../contract/transport/wire-error.ts';
import type { BodyFitter } from '../../services/ports.ts';

export interface FitThreads extends BodyFitter {
  /** Takes up another body: calls under way end with the old one, later ones get the new one. */
  restart(): void;
  close(): Promise<void>;
}

type Client = ContractRouterClient<typeof fitContract>;

interface FitThread {
  start(): void;
  /** Starts the thread when it is not there. */
  call<Value>(run: (client: Client) => Promise<Value>): Promise<Value>;
  /** The thread ends with its last call; the next call starts another. */
  retire(): void;
  close(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly client: Client;
  /** Rejects when the thread ends. */
  readonly ended: Promise<never>;
  /** Under way. */
  calls: number;
  isRetired: boolean;
}

const ENTRY = join(import.meta.dirname, `worker${extname(import.meta.filename)}`);

export interface FitThreadOptions {
  /** False where nobody drags: the threads then wait for a first call. */
  readonly hasPointer: boolean;
  /** Asked at each start for what is fitted; the embedded body when left out. */
  readonly body?: () => BodySource;
}

export function startFitThreads(options: FitThreadOptions): FitThreads {
  const { hasPointer, body = () => EMBEDDED_BODY } = options;
  const pointer = createThread(body);
  const rest = createThread(body);
  const start = () => {
    if (!hasPointer) return;
    rest.start();
    pointer.start();
  };
  start();
  return {
    restart() {
      pointer.retire();
      rest.retire();
      start();
    },
    live: (query, start, budgetMs) => pointer.call(({ live }) => live({ query, start, budgetMs })),
    full: (query, starts) => rest.call(({ full }) => full({ query, starts: [...starts] })),
    candidates: (query, shown) => rest.call(({ candidates }) => candidates({ query, shown })),
    uncertainty: (query) => rest.call(({ uncertainty }) => uncertainty(query)),
    sequence: (query) => rest.call(({ sequence }) => sequence(query)),
    close: async () => {
      await Promise.all([pointer.close(), rest.close()]);
    },
  };
}

function createThread(body: () => BodySource): FitThread {
  let running: Running | undefined;
  let isClosed = false;
  const start = (): Running => {
    if (running !== undefined) return running;
    const started = startWorker(body(), () => {
      if (running === started) running = undefined;
    });
    running = started;
    return started;
  };
  return {
    start,
    async call(run) {
      if (isClosed) throw new Error('The engine is closed.');
      const started = start();
      started.calls++;
      try {
        return await Promise.race([run(started.client), started.ended]);
      } finally {
        started.calls--;
        if (started.isRetired) endWhenIdle(started);
      }
    },
    retire() {
      if (running === undefined) return;
      running.isRetired = true;
      endWhenIdle(running);
      running = undefined;
    },
    async close() {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
}

function endWhenIdle({ worker, calls }: Running): void {
  if (calls === 0) void worker.terminate();
}

function startWorker(body: BodySource, onEnd: () => void): Running {
  const worker = new Worker(ENTRY, { workerData: body });
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      onEnd();
      reject(new Error(`The fitting thread has ended with ${code}.`));
    });
  });
  ended.catch(() => undefined); // heard by the calls that wait; without one nobody needs to
  const link = new RPCLink({ port: portOfThread(worker), interceptors: [throwsStudioErrors] });
  return { worker, client: createORPCClient(link), ended, calls: 0, isRetired: false };
}
