/** Where the native TensorFlow library lies that `npm run setup:tensorflow` has set up. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import envPaths from 'env-paths';

export const TENSORFLOW_VERSION = '2.15.1';

/** A folder outside of `node_modules`, so that `npm ci` keeps it; `SPIN_STUDIO_CACHE` moves it. */
export function nativeFolder(): string {
  const cache = process.env.SPIN_STUDIO_CACHE ?? envPaths('spin-studio', { suffix: '' }).cache;
  return join(cache, `tensorflow-${TENSORFLOW_VERSION}-${process.platform}-${process.arch}`);
}

/** The compiled binding; it finds the library beside itself. */
export function nativeBinding(): string {
  return join(nativeFolder(), 'tfjs_binding.node');
}

export function nativeIsSetUp(): boolean {
  return existsSync(nativeBinding());
}
