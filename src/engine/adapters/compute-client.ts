/** The compute process seen from the engine: started at first need, and again after a crash. */
import { type ChildProcess, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { BodySource } from '../../contract/body-source.ts';
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
  /** The next call starts a new process; calls under way end in the old one. */
  restart(): void;
  close(): void;
}

interface Running {
  readonly child: ChildProcess;
  readonly client: ComputeClient;
  /** Rejects when the process ends. */
  readonly ended: Promise<never>;
}

/** A process from before it runs until its last call has ended. */
interface Started {
  readonly running: Promise<Running>;
  /** Under way. */
  calls: number;
  /** To end with its last call. */
  isRetired: boolean;
}

const ENTRY = join(import.meta.dirname, `../compute/main${extname(import.meta.filename)}`);

/** Asked at each start of the process. */
export interface ComputeStart {
  /** What TensorFlow is to run on. */
  readonly backend: string;
  /** What is fitted. */
  readonly body: BodySource;
}

export function createCompute(wanted: () => ComputeStart): Compute {
  let present: Started | undefined;
  const start = () => {
    if (present !== undefined) return present;
    const onEnd = () => {
      if (present === started) present = undefined;
    };
    const started: Started = {
      running: startProcess(wanted(), onEnd),
      calls: 0,
      isRetired: false,
    };
    present = started;
    return started;
  };
  return {
    async call(about, run) {
      const started = start();
      started.calls++;
      try {
        return await callOn(await started.running, run);
      } catch (error) {
        throw error instanceof ProcessEnded ? crashed(about, error) : error;
      } finally {
        started.calls--;
        if (started.isRetired) endWhenIdle(started);
      }
    },
    restart() {
      if (present === undefined) return;
      present.isRetired = true;
      endWhenIdle(present);
      present = undefined;
    },
    close() {
      if (present !== undefined) end(present);
    },
  };
}

async function callOn<Value>(
  { client, ended }: Running,
  run: (client: ComputeClient) => Promise<Value>,
): Promise<Value> {
  try {
    return await Promise.race([run(client), ended]);
  } catch (error) {
    // The channel closes before the exit is known; the call then ends as an aborted one.
    throw isAborted(error) ? await ended.catch((reason) => reason) : error;
  }
}

function endWhenIdle(started: Started): void {
  if (started.calls === 0) end(started);
}

function end({ running }: Started): void {
  void running.then(({ child }) => child.kill()).catch(() => undefined);
}

class ProcessEnded extends Error {}

function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** Runs TypeScript as it is, so it needs the program's own Node, not npm's. */
async function startProcess({ backend, body }: ComputeStart, onEnd: () => void): Promise<Running> {
  const execPath = process.env.SPIN_STUDIO_NODE ?? process.execPath;
  const env = { SPIN_STUDIO_BACKEND: backend, ...process.env };
  const child = fork(ENTRY, [JSON.stringify(body)], {
    execPath,
    env,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
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
