/** The compute process seen from the engine: started at first need, and again after a crash. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { computeContract } from '../../contract/compute-contract.ts';
import { portOfProcess } from '../../contract/transport/process-port.ts';
import { throwsStudioErrors } from '../../contract/transport/wire-error.ts';
import { StudioError } from '../../core/common/errors.ts';

export type ComputeClient = ContractRouterClient<typeof computeContract>;

export interface Compute {
  /**
   * Runs one call on the process.
   *
   * @param about name of the picture, for the error when the process dies over it
   * @throws StudioError `compute/crashed`
   */
  call<Value>(
    about: string | undefined,
    run: (client: ComputeClient) => Promise<Value>,
  ): Promise<Value>;
  close(): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly client: ComputeClient;
  /** Rejects when the process ends. */
  readonly ended: Promise<never>;
}

const ENTRY = join(import.meta.dirname, '../compute/main.ts');

export function createCompute(): Compute {
  let running: Promise<Running> | undefined;
  const start = () => {
    running ??= startProcess(() => {
      running = undefined;
    });
    return running;
  };
  return {
    async call(about, run) {
      const { client, ended } = await start().catch((error) => {
        throw error instanceof ProcessEnded ? crashed(about, error) : error;
      });
      try {
        return await Promise.race([run(client), ended]);
      } catch (error) {
        // The channel closes before the exit is known; the call then ends as an aborted one.
        const cause = isAborted(error) ? await ended.catch((reason) => reason) : error;
        throw cause instanceof ProcessEnded ? crashed(about, cause) : cause;
      }
    },
    close() {
      void running?.then(({ child }) => child.kill()).catch(() => undefined);
    },
  };
}

class ProcessEnded extends Error {}

function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Runs TypeScript as it is, so it needs the program's own Node, not npm's. */
async function startProcess(onEnd: () => void): Promise<Running> {
  const execPath = process.env.SPIN_STUDIO_NODE ?? process.execPath;
  const child = fork(ENTRY, { execPath, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code, signal) => {
      onEnd();
      reject(new ProcessEnded(`it ended with ${signal ?? code}`));
    });
  });
  ended.catch(() => undefined); // heard by whoever waits; without a call nobody needs to
  const ready = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'ready') resolve();
    });
  });
  await Promise.race([ready, ended]);
  const link = new RPCLink({ port: portOfProcess(child), interceptors: [throwsStudioErrors] });
  return { child, client: createORPCClient(link), ended };
}

function crashed(about: string | undefined, cause: Error): StudioError<'compute/crashed'> {
  const where = about === undefined ? '' : ` while it worked on ${about}`;
  const message =
    `The compute process has stopped${where}: ${cause.message}. Nothing that was saved is lost; ` +
    'it starts again with the next picture.';
  return new StudioError('compute/crashed', message, { imageName: about }, { cause });
}
