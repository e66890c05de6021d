/**
 * `npm start -- [FOLDER] [--serve] [--web] [--port N] [--project FILE]`
 *
 * Builds what is not built, then opens the studio: in Electron where its binary is there or can be
 * had, else in the default browser through the web host. `--serve` serves a browser elsewhere,
 * `--web` keeps to the browser. All other arguments go to the host.
 */
import { spawn } from 'node:child_process';
import { ensureBuilt } from './setup/build.ts';
import { obtainElectron } from './setup/electron.ts';

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}

/** Electron's program, or the reason for the web host. */
async function chooseElectron(args: readonly string[]): Promise<string | { reason: string }> {
  if (args.includes('--serve')) return { reason: 'Serving a browser, as --serve asks.' };
  if (args.includes('--web')) return { reason: 'Using the browser, as --web asks.' };
  if (!hasDisplay()) return { reason: 'There is no display here, so no window is opened.' };
  const electron = await obtainElectron();
  return electron ?? { reason: "Electron's binary could not be had, so the browser is used." };
}

function run(program: string, args: readonly string[]): void {
  const env = { ...process.env, SPIN_STUDIO_NODE: process.execPath };
  const child = spawn(program, args, { stdio: 'inherit', env });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

const args = process.argv.slice(2);
ensureBuilt();
const electron = await chooseElectron(args);
if (typeof electron === 'string') {
  run(electron, ['.', ...args]);
} else {
  console.log(electron.reason);
  run(process.execPath, ['src/web/main.ts', ...args.filter((argument) => argument !== '--web')]);
}
