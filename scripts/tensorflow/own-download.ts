/** tfjs-node's own installer, run on a copy of the package, so that `node_modules` stays as it is. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { run } from './run.ts';

const require = createRequire(import.meta.url);
const PROBE_LIMIT_MS = 8000;
const MODULES = resolve('node_modules');

/** Where the installer looks; its own variables move it. */
function host(): string {
  return process.env.TFJS_NODE_CDN_STORAGE ?? 'https://storage.googleapis.com/';
}

export async function isReachable(): Promise<boolean> {
  try {
    await fetch(host(), { method: 'HEAD', signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return true;
  } catch {
    return false; // whatever the reason, the other way is taken
  }
}

/** Leaves `deps/lib` with the library and `lib/napi-v…` with the binding in `folder`. */
export async function ownDownload(folder: string): Promise<void> {
  const original = dirname(require.resolve('@tensorflow/tfjs-node/package.json'));
  const copy = join(folder, 'package');
  cpSync(original, copy, { recursive: true });
  const env = {
    ...process.env,
    NODE_PATH: MODULES,
    PATH: [join(MODULES, '.bin'), process.env.PATH].join(delimiter),
  };
  await run(process.execPath, ['scripts/install.js'], { cwd: copy, env });
  mkdirSync(folder, { recursive: true });
  // On Windows the library is a link beside the binding: the copy holds what it points at.
  for (const part of ['deps', 'lib']) {
    cpSync(join(copy, part), join(folder, part), { recursive: true, dereference: true });
  }
  rmSync(copy, { recursive: true });
}
