/**
 * `npm start -- [FOLDER] [--serve] [--port N] [--project FILE] [--root FOLDER] [--no-open]`, also
 * the engine's process under Electron, which then speaks to it over IPC (`shell-channel.ts`).
 */
import { homedir, hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import open from 'open';
import { isStudioError } from '../core/common/errors.ts';
import { type Engine, openEngine } from '../engine/open-engine.ts';
import { newToken } from './access.ts';
import { readArguments, type WebArguments } from './arguments.ts';
import { startWebHost, type WebHost } from './server.ts';
import { connectShell } from './shell-channel.ts';

const shell = connectShell();

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

async function start(args: WebArguments): Promise<void> {
  const engine = openEngine({
    host: shell === undefined ? 'web' : 'electron',
    projectFile: args.project && resolve(args.project),
    askForFolder: shell?.askForFolder,
  });
  closeOnSignals(engine);
  // Before a project is open: nothing can be half done yet when the folder is refused.
  const folder = args.folder && resolve(args.folder);
  await (folder ? engine.openFolder(folder) : engine.openSample());
  for (const root of [...(folder ? [folder] : []), ...rootsOf(args)]) {
    await engine.grants.add(resolve(root));
  }
  const host = await startWebHost(engine, { token: newToken(), anyPort: args.serve }, args.port);
  shell?.ready(host.address, engine.grants);
  if (shell === undefined) await announce(host, args);
  engine.predictor.info().then(
    ({ name, notes }) => console.log(`Networks run on ${name}. ${notes.join(' ')}`),
    (error: unknown) => console.error(String(error)),
  );
}

/** At one's own machine the own files can be opened; others see what they were given. */
function rootsOf({ roots, serve }: WebArguments): readonly string[] {
  return serve ? roots : [...roots, homedir()];
}

async function announce({ address, port }: WebHost, { serve, quiet }: WebArguments): Promise<void> {
  console.log(`SPIN Studio: ${address}`);
  if (serve) {
    console.log(
      `From another machine: ssh -L ${port}:127.0.0.1:${port} ${userInfo().username}@${hostname()}`,
    );
    console.log('Then open the address above in the browser there. Ctrl+C ends it.');
  }
  if (!quiet && hasDisplay()) await open(address);
}

function closeOnSignals(engine: Engine): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) {
    process.once(signal, () => {
      void engine.close().finally(() => process.exit(0));
    });
  }
}

try {
  await start(readArguments(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  if (!isStudioError(error) && process.env.SPIN_STUDIO_DEBUG) console.error(error);
  process.exit(1);
}
