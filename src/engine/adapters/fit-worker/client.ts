/** The fitting thread seen from the engine; started at once, so that it is warm when it is needed. */
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

export function startFitThread(): FitThread {
  const worker = new Worker(join(import.meta.dirname, 'worker.ts'));
  const ended = new Promise<never>((_, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`The fitting thread has ended with ${code}.`)));
  });
  ended.catch(() => undefined); // heard by the calls that wait; without one nobody needs to
  const link = new RPCLink({ port: portOfThread(worker), interceptors: [throwsStudioErrors] });
  const client: ContractRouterClient<typeof fitContract> = createORPCClient(link);
  return {
    live: (query, start, budgetMs) =>
      Promise.race([client.live({ query, start, budgetMs }), ended]),
    full: (query, starts) => Promise.race([client.full({ query, starts: [...starts] }), ended]),
    close: async () => {
      await worker.terminate();
    },
  };
}
