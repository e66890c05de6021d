/** `scripts/setup-tensorflow.ts` in a process of its own. */
import { execFile, fork } from 'node:child_process';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { nativeLibrary } from '../../contract/system.ts';
import { StudioError } from '../../core/common/errors.ts';
import type { NativeInstaller } from '../services/native-setup.ts';

const SCRIPT = join(
  import.meta.dirname,
  `../../../scripts/setup-tensorflow${extname(import.meta.filename)}`,
);

type Message =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number }
  | { readonly kind: 'end'; readonly message: string; readonly isSetUp: boolean };

export const nativeInstaller: NativeInstaller = {
  async status() {
    const { stdout } = await promisify(execFile)(node(), [SCRIPT, '--status']);
    return nativeLibrary.parse(JSON.parse(stdout));
  },
  install(onProgress, signal) {
    const child = fork(SCRIPT, {
      execPath: node(),
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    signal.addEventListener('abort', () => child.kill());
    return new Promise((resolve, reject) => {
      child.on('message', (message: Message) => {
        if (message.kind === 'progress') onProgress(message.done, message.total);
        else if (message.isSetUp) resolve(message.message);
        else reject(failed(message.message));
      });
      child.once('error', reject);
      // After the last message; then it has no effect.
      child.once('disconnect', () => reject(failed('The set-up was ended before it was done.')));
    });
  },
};

/** Runs TypeScript as it is, so it needs the program's own Node. */
function node(): string {
  return process.env.SPIN_STUDIO_NODE ?? process.execPath;
}

function failed(message: string): StudioError<'compute/backend'> {
  return new StudioError('compute/backend', message, { tried: [message] });
}
