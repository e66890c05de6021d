import { expect, it } from 'vitest';
import type { BackendInfo } from '../../../contract/system.ts';
import { recipeHindrance } from './plan.ts';

const ABILITIES = {
  tensorflow: { predicts: true, trainsHeads: true, trainsConvolutions: true },
  wasm: { predicts: true, trainsHeads: true, trainsConvolutions: false },
  cpu: { predicts: true, trainsHeads: false, trainsConvolutions: false },
};

/** Recipes that are refused. */
function refused(name: BackendInfo['name'], kind: 'lifter' | 'spin'): string[] {
  const backend = { name, capabilities: ABILITIES[name] } as BackendInfo;
  const regressor = { kind, name: kind, hash: '', runId: null };
  return (['instant', 'head', 'spin'] as const).filter(
    (recipe) => recipeHindrance(recipe, regressor, backend) !== null,
  );
}

it.each([
  ['tensorflow', 'lifter', []],
  ['tensorflow', 'spin', []],
  ['wasm', 'lifter', []],
  ['wasm', 'spin', ['spin']],
  ['cpu', 'lifter', ['head', 'spin']],
  ['cpu', 'spin', ['head', 'spin']],
] as const)('on %s the %s is not taught by %j', (name, kind, recipes) => {
  expect(refused(name, kind)).toEqual(recipes);
});

it('what is refused says what to do', () => {
  const backend = { name: 'cpu', capabilities: ABILITIES.cpu } as BackendInfo;
  const regressor = { kind: 'lifter' as const, name: 'lifter', hash: '', runId: null };
  expect(recipeHindrance('head', regressor, backend)).toContain('npm run setup:tensorflow');
});
