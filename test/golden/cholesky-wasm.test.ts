import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { CHOLESKY_MODULE, choleskyModule } from '../../scripts/wasm/compile.ts';

it('the embedded kernel is what its source compiles to', async () => {
  expect(await choleskyModule()).toBe(readFileSync(CHOLESKY_MODULE, 'utf8'));
});
