/** The web host as a child of the shell, and the few messages between the two. */
import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface EngineProcess {
  /** Of the page, with its token. */
  readonly address: Promise<string>;
  /** True for a page of this engine. */
  isOwn(url: string): boolean;
  /** Lets the page open a folder that was dropped on it. */
  grant(path: string): Promise<unknown>;
  stop(): void;
}

type EngineMessage =
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'ask-folder' }
  | {
      readonly kind: 'granted';
      readonly id: number;
      readonly grant?: unknown;
      readonly error?: string;
    };

/** The sources run as they are, in the Node that `npm start` runs in; Electron's own cannot. */
export function startEngine(
  args: readonly string[],
  askForFolder: () => Promise<string | undefined>,
): EngineProcess {
  const entry = join(import.meta.dirname, '../../src/web/main.ts');
  const execPath = process.env.SPIN_STUDIO_NODE ?? 'node';
  const env = { ...process.env, SPIN_STUDIO_SHELL: 'electron' };
  const child = fork(entry, [...args], { execPath, env });
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  const ready = Promise.withResolvers<string>();
  let origin = '';
  child.once('exit', (code) => ready.reject(new Error(`The engine has ended with ${code}.`)));
  child.on('message', async (message: EngineMessage) => {
    if (message.kind === 'ask-folder') child.send({ kind: 'folder', path: await askForFolder() });
    if (message.kind === 'ready') {
      origin = new URL(message.address).origin;
      ready.resolve(message.address);
    }
    if (message.kind === 'granted') settle(waiting, message);
  });
  return {
    address: ready.promise,
    isOwn: (url) => origin !== '' && URL.canParse(url) && new URL(url).origin === origin,
    grant(path) {
      const id = waiting.size + 1;
      const answer = Promise.withResolvers<unknown>();
      waiting.set(id, answer);
      child.send({ kind: 'grant', id, path });
      return answer.promise;
    },
    stop: () => child.kill(),
  };
}

function settle(
  waiting: Map<number, PromiseWithResolvers<unknown>>,
  { id, grant, error }: EngineMessage & { kind: 'granted' },
): void {
  if (error === undefined) waiting.get(id)?.resolve(grant);
  else waiting.get(id)?.reject(new Error(error));
}
