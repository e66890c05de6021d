/** Where the native TensorFlow library lies that `npm run setup:tensorflow` has set up. */
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import envPaths from 'env-paths';

export const TENSORFLOW_VERSION = '2.15.1';

/** `gpu`, `cpu`: the libraries of a PyPI wheel; `own`: what tfjs-node's own installer fetches. */
const NATIVE_KINDS = ['gpu', 'cpu', 'own'] as const;
export type NativeKind = (typeof NATIVE_KINDS)[number];

/** What is wrong when npm has dropped the package, whose own installer had failed; else undefined. */
export function missingPackage(): string | undefined {
  try {
    createRequire(import.meta.url).resolve('@tensorflow/tfjs-node/package.json');
    return undefined;
  } catch {
    return 'the package @tensorflow/tfjs-node is not installed (npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0)';
  }
}

/** A folder outside of `node_modules`, so that `npm ci` keeps it; `SPIN_STUDIO_CACHE` moves it. */
export function nativeFolder(kind: NativeKind): string {
  const cache = process.env.SPIN_STUDIO_CACHE ?? envPaths('spin-studio', { suffix: '' }).cache;
  const name = { gpu: `${TENSORFLOW_VERSION}-gpu`, cpu: TENSORFLOW_VERSION, own: 'own' }[kind];
  return join(cache, `tensorflow-${name}-${process.platform}-${process.arch}`);
}

/**
 * The compiled bindings that are there, the best first; each finds its library by itself.
 * `SPIN_STUDIO_TENSORFLOW` keeps to one kind.
 */
export function nativeBindings(): string[] {
  const only = process.env.SPIN_STUDIO_TENSORFLOW;
  const kinds = NATIVE_KINDS.filter((kind) => only === undefined || kind === only);
  return kinds.flatMap((kind) => places(nativeFolder(kind))).filter(existsSync);
}

/** Beside the library, or as in tfjs-node's package, whose Node-API version differs with Node. */
function places(folder: string): string[] {
  const built = join(folder, 'lib');
  const versions = existsSync(built) ? readdirSync(built) : [];
  return [folder, join(folder, 'tensorflow'), ...versions.map((name) => join(built, name))].map(
    (place) => join(place, 'tfjs_binding.node'),
  );
}
