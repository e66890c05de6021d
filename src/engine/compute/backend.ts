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
import { missingPackage, nativeBindings } from './native-library.ts';
import { testBackend } from './self-test.ts';

const require = createRequire(import.meta.url);

interface Candidate {
  readonly name: BackendInfo['name'];
  /** Registers the backend, or throws a sentence that says why it is not to be had. */
  readonly register: () => Promise<void>;
}

const CANDIDATES: readonly Candidate[] = [
  { name: 'tensorflow', register: registerNative },
  { name: 'wasm', register: registerWasm },
  { name: 'cpu', register: registerPlain },
];

/**
 * Activates the fastest backend that passes a self-test.
 *
 * @param choice one to begin with, or `auto`; default: what `SPIN_STUDIO_BACKEND` says
 * @returns which one, with a sentence on each faster one that was tried in vain
 * @throws StudioError `compute/backend` when none works
 */
export async function chooseBackend(
  choice = process.env.SPIN_STUDIO_BACKEND ?? 'auto',
): Promise<BackendInfo> {
  const notes: string[] = [];
  const first = CANDIDATES.findIndex(({ name }) => name === choice);
  for (const [i, { name, register }] of CANDIDATES.entries()) {
    try {
      if (i < first) throw new Error('left out, as the settings say');
      await register();
      return { ...(await activate(name)), notes };
    } catch (error) {
      notes.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const message = `No backend for the networks works: ${notes.join('; ')}. Fitting by hand goes on.`;
  throw new StudioError('compute/backend', message, { tried: notes });
}

async function activate(name: BackendInfo['name']): Promise<Omit<BackendInfo, 'notes'>> {
  if (!(await tf.setBackend(name))) throw new Error('could not be started');
  await tf.ready();
  // Plain JavaScript has the kernel too, but takes minutes for a step of ResNet-50.
  const trainsConvolutions =
    name !== 'cpu' && tf.getKernel('Conv2DBackpropFilter', name) !== undefined;
  const selfTest = testBackend(trainsConvolutions);
  if (!selfTest.passed) {
    throw new Error(`failed its self-test by ${selfTest.maxError.toPrecision(2)}`);
  }
  return {
    name,
    version: name === 'tensorflow' ? nativeVersion : tf.version_core,
    versions: { tfjs: tf.version_core, node: process.versions.node },
    selfTest,
    capabilities: { predicts: true, trainsHeads: name !== 'cpu', trainsConvolutions },
  };
}

/** Of the library, as it says itself. */
let nativeVersion = '';

async function registerNative(): Promise<void> {
  const found = nativeBindings();
  const missing = missingPackage();
  if (missing !== undefined) throw new Error(missing);
  if (found.length === 0) throw new Error('not set up (npm run setup:tensorflow)');
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // tfjs-node 4.22 calls two helpers that Node 23 has removed.
  const removed = { isNullOrUndefined: (v: unknown) => v == null, isArray: Array.isArray };
  Object.assign(util, removed);
  Object.assign(require('node:util'), removed);
  require('@tensorflow/tfjs-node/dist/register_all_kernels');
  const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node/dist/nodejs_kernel_backend');
  const binding = loadFirst(found);
  nativeVersion = binding.TF_Version;
  const create = () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node');
  tf.registerBackend('tensorflow', create, 3);
}

/** The first that loads: one for an NVIDIA card may lack its driver's library. */
function loadFirst(paths: readonly string[]): { readonly TF_Version: string } {
  const reasons: string[] = [];
  for (const path of paths) {
    const binding = { exports: { TF_Version: '' } };
    try {
      process.dlopen(binding, path);
      return binding.exports;
    } catch (error) {
      reasons.push(String(error));
    }
  }
  throw new Error(reasons.join('; '));
}

async function registerWasm(): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  const entry = require.resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${join(dirname(entry), '.')}/`);
}

async function registerPlain(): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
}
