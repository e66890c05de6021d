/**
 * The fitting threads seen from the engine: one follows the pointer and nothing else, so that no whole
 * fit delays a drag, the other does the rest. They are started at once, so that they are warm when they
 * are needed, and again should they end by themselves.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { fitContract } from '../../../contract/fit-contract.ts';
import { portOfThread } from '../../../contract/transport/thread-port.ts';
import { throwsStudioErrors } from '../../../contract/transport/wire-error.ts';
import type { BodyFitter } from '../../services/ports.ts';

export interface FitThreads extends BodyFitter {
  close(): Promise<void>;
}

type Client = ContractRouterClient<typeof fitContract>;

interface FitThread {
  start(): void;
  /** Starts the thread when it is not there. */
  call<Value>(run: (client: Client) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly client: Client;
  /** Rejects when the thread ends. */
  readonly ended: Promise<never>;
}

const ENTRY = join(import.meta.dirname, 'worker.ts');

/** @param hasPointer false where nobody drags: the thread for it then waits for a first call */
export function startFitThreads({ hasPointer }: { hasPointer: boolean }): FitThreads {
  const pointer = createThread();
  const rest = createThread();
  rest.start();
  if (hasPointer) pointer.start();
  return {
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

function createThread(): FitThread {
  let running: Running | undefined;
  let isClosed = false;
  const start = (): Running => {
    running ??= startWorker(() => {
      running = undefined;
    });
    return running;
  };
  return {
    start,
    async call(run) {
      if (isClosed) throw new Error('The engine is closed.');
      const { client, ended } = start();
      return Promise.race([run(client), ended]);
    },
    async close() {
      isClosed = true;
      await running?.worker.terminate();
    },
  };
}

function startWorker(onEnd: () => void): Running {
  const worker = new Worker(ENTRY);
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => {
      onEnd();
      reject(new Error(`The fitting thread has ended with ${code}.`));
    });
  });
  ended.catch(() => undefined); // heard by the calls that wait; without one nobody needs to
  const link = new RPCLink({ port: portOfThread(worker), interceptors: [throwsStudioErrors] });
  return { worker, client: createORPCClient(link), ended };
}
