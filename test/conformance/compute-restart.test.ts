/** Another backend is taken up at once, and what runs on the old one is not lost. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { EMBEDDED_BODY } from '../../src/contract/body-source.ts';
import { EMBEDDED_REGRESSOR } from '../../src/contract/regressor.ts';
import { type Compute, createCompute } from '../../src/engine/adapters/compute-client.ts';

const picture = { path: 'resources/samples/synthetic_02.jpg', name: 'synthetic_02.jpg' };
const predict = {
  ...picture,
  preset: null,
  imageEvidence: false,
  regressor: EMBEDDED_REGRESSOR,
};
let backend: string;
let compute: Compute;

beforeEach(() => {
  backend = 'wasm';
  compute = createCompute(() => ({ backend, body: EMBEDDED_BODY }));
});
afterEach(() => compute.close());

const name = () => compute.call(undefined, async (client) => (await client.info({})).name);

it('a call under way ends in the old process, the next one begins in a new one', async () => {
  expect(await name()).toBe('wasm');
  const underWay = compute.call(picture.name, (client) => client.predict(predict));
  backend = 'cpu';
  compute.restart();
  expect(await name()).toBe('cpu');
  expect((await underWay).people).toHaveLength(1);
});

it('without a process there is nothing to restart', async () => {
  compute.restart();
  backend = 'cpu';
  expect(await name()).toBe('cpu');
});
