/**
 * Chooses TensorFlow's backend: native, else WebAssembly, else plain JavaScript. Only this process
 * loads TensorFlow, since a native abort would take its process along.
 */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import util from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import type { BackendInfo } from '../../contract/system.ts';
import { StudioError } from '../../core/common/errors.ts';
import { nativeBinding, nativeIsSetUp, TENSORFLOW_VERSION } from './native-library.ts';

const require = createRequire(import.meta.url);

interface Candidate {
  readonly name: BackendInfo['name'];
  readonly version: string;
  /** Registers the backend, or throws a sentence that says why it is not to be had. */
  readonly register: () => Promise<void>;
}

const CANDIDATES: readonly Candidate[] = [
  { name: 'tensorflow', version: TENSORFLOW_VERSION, register: registerNative },
  { name: 'wasm', version: tf.version_core, register: registerWasm },
  { name: 'cpu', version: tf.version_core, register: registerPlain },
];

/**
 * Activates the fastest backend that passes a self-test.
 *
 * @returns which one, with a sentence on each faster one that was tried in vain
 * @throws StudioError `compute/backend` when none works
 */
export async function chooseBackend(): Promise<BackendInfo> {
  const notes: string[] = [];
  for (const { name, version, register } of CANDIDATES) {
    try {
      await register();
      await activate(name);
      return { name, version, notes };
    } catch (error) {
      notes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const message = `No backend for the networks works: ${notes.join('; ')}. Fitting by hand goes on.`;
  throw new StudioError('compute/backend', message, { tried: notes });
}

async function activate(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error('could not be started');
  await tf.ready();
  const product = tf.tidy(() => tf.matMul(tf.ones([2, 3]), tf.fill([3, 1], 2)).dataSync());
  if (product[0] !== 6 || product[1] !== 6) throw new Error('failed its self-test');
}

async function registerNative(): Promise<void> {
  if (!nativeIsSetUp()) throw new Error('not set up (npm run setup:tensorflow)');
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // tfjs-node 4.22 calls two helpers that Node 23 has removed.
  const removed = { isNullOrUndefined: (v: unknown) => v == null, isArray: Array.isArray };
  Object.assign(util, removed);
  Object.assign(require('node:util'), removed);
  require('@tensorflow/tfjs-node/dist/register_all_kernels');
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node/dist/nodejs_kernel_backend');
  const binding = { exports: {} };
  process.dlopen(binding, nativeBinding());
  const create = () => new NodeJSKernelBackend(binding.exports, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', create, 3);
}

async function registerWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = require.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${join(dirname(entry), '.')}/`);
}

async function registerPlain(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
}
