/**
 * The fitting thread seen from the engine: started at once, so that it is warm when it is needed, and
 * again should it end by itself.
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

export interface FitThread extends BodyFitter {
  close(): Promise<void>;
}

interface Running {
  readonly worker: Worker;
  readonly client: ContractRouterClient<typeof fitContract>;
  /** Rejects when the thread ends. */
  readonly ended: Promise<never>;
}

const ENTRY = join(import.meta.dirname, 'worker.ts');

export function startFitThread(): FitThread {
  let running: Running | undefined = startWorker(forget);
  let isClosed = false;
  function forget(): void {
    running = undefined;
  }
  const call = async <Value>(
    run: (client: Running['client']) => Promise<Value>,
  ): Promise<Value> => {
    if (isClosed) throw new Error('The engine is closed.');
    running ??= startWorker(forget);
    return Promise.race([run(running.client), running.ended]);
  };
  return {
    live: (query, start, budgetMs) => call((client) => client.live({ query, start, budgetMs })),
    full: (query, starts) => call((client) => client.full({ query, starts: [...starts] })),
    candidates: (query, shown) => call((client) => client.candidates({ query, shown })),
    close: async () => {
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
