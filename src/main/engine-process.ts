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

/** What runs the engine; Electron's own Node may not. */
export interface EngineProgram {
  readonly node: string;
  /** Of the web host. */
  readonly entry: string;
}

/** The sources as they are in the Node that `npm start` runs in, or what was packed beside the shell. */
export function engineProgram(resources: string | undefined): EngineProgram {
  if (resources === undefined) {
    const entry = join(import.meta.dirname, '../../src/web/main.ts');
    return { node: process.env.SPIN_STUDIO_NODE ?? 'node', entry };
  }
  const node = process.platform === 'win32' ? 'node.exe' : 'node';
  return { node: join(resources, node), entry: join(resources, 'engine/src/web/main.js') };
}

export function startEngine(
  { node, entry }: EngineProgram,
  args: readonly string[],
  askForFolder: () => Promise<string | undefined>,
): EngineProcess {
  const env = { ...process.env, SPIN_STUDIO_SHELL: 'electron' };
  const child = fork(entry, [...args], { execPath: node, env });
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
