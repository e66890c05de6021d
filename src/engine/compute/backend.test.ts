import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseBackend } from './backend.ts';
import { nativeBindings } from './native-library.ts';

afterEach(() => {
  delete process.env.SPIN_STUDIO_CACHE;
});

describe('the choice', () => {
  it('begins with what is wanted, and says what was left out', async () => {
    expect(await chooseBackend('wasm')).toMatchObject({
      name: 'wasm',
      version: tf.version_core,
      selfTest: { passed: true },
      capabilities: { predicts: true, trainsHeads: true, trainsConvolutions: false },
      notes: ['tensorflow: left out, as the settings say'],
    });
  });

  it('goes on to the next when the native library is not there', async () => {
    process.env.SPIN_STUDIO_CACHE = '/nowhere';
    const { name, notes } = await chooseBackend('tensorflow');
    expect([name, notes]).toEqual(['wasm', ['tensorflow: not set up (npm run setup:tensorflow)']]);
  });

  it.runIf(nativeBindings().length > 0)('native trains convolutions', async () => {
    const { name, version, selfTest, capabilities } = await chooseBackend('auto');
    expect(name).toBe('tensorflow');
    expect(version).toMatch(/^2\.\d+\.\d+$/);
    expect(selfTest).toMatchObject({ passed: true, maxError: expect.any(Number) });
    expect(capabilities.trainsConvolutions).toBe(true);
  });
});

it('a backend that computes wrongly is not taken', async () => {
  await chooseBackend('cpu');
  const right = tf.getKernel('Conv2D', 'cpu');
  tf.unregisterKernel('Conv2D', 'cpu');
  tf.registerKernel({
    kernelName: 'Conv2D',
    backendName: 'cpu',
    kernelFunc: () => tf.ones([1, 7, 7, 4]),
  });
  await expect(chooseBackend('cpu')).rejects.toMatchObject({
    code: 'compute/backend',
    message: expect.stringMatching(/cpu: failed its self-test by \d/),
  });
  tf.unregisterKernel('Conv2D', 'cpu');
  if (right !== undefined) tf.registerKernel(right);
});
