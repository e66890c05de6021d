import { describe, expect, it } from 'vitest';
import { gridOfMask, outlineOf, overlap } from '../../scripts/evidence/silhouette.ts';
import { pairedDifference } from '../../scripts/evidence/statistics.ts';
import { slopeTerm } from '../../scripts/evidence/terms.ts';
import { createPosedMesh } from '../../src/core/body/posed-mesh.ts';
import { differentiateSkeleton, poseSkeleton } from '../../src/core/fit/skeleton/kinematics.ts';
import { STRIDE, UNKNOWN_COUNT, unknownsFromBody } from '../../src/core/fit/skeleton/unknowns.ts';
import { createNormalEquations } from '../../src/core/fit/solver/normal-equations.ts';
import type { Term } from '../../src/core/fit/terms/term.ts';
import { model, newFitter, sampleTruths } from '../fixtures/embedded.ts';

const { kinematics } = newFitter().workspace;
const [sample] = sampleTruths();

function energy(term: Term, x: Float64Array): number {
  poseSkeleton(kinematics, x);
  return term.energy(kinematics, x);
}

const TERMS: Readonly<Record<string, Term>> = {
  slope: slopeTerm({ parent: 18, child: 20, deeperM: 0.4, sigmaM: 0.1 }),
};

describe('the residuals of image evidence', () => {
  it.each(Object.entries(TERMS))('%s: half the gradient is that of the energy', (_name, term) => {
    const x = new Float64Array(STRIDE);
    unknownsFromBody(sample.body, x);
    const normal = createNormalEquations();
    poseSkeleton(kinematics, x);
    differentiateSkeleton(kinematics, x);
    term.add(kinematics, x, normal);
    const step = 1e-6;
    for (let i = 0; i < UNKNOWN_COUNT; i++) {
      const difference =
        energy(term, x.with(i, x[i] + step)) - energy(term, x.with(i, x[i] - step));
      expect(normal.gradient[i]).toBeCloseTo(difference / (4 * step), 4);
    }
  });
});

describe('outlines', () => {
  const mesh = createPosedMesh(model);
  const square = { x: 320, y: 240, sidePx: 480, angle: 0 };

  it('turn with the square: a picture turned by half shows the same body upside down', () => {
    const upright = outlineOf(mesh, sample.body, sample.camera, square);
    const turned = outlineOf(mesh, sample.body, sample.camera, { ...square, angle: Math.PI });
    expect(upright.some((cell) => cell === 1)).toBe(true);
    expect(overlap(turned.toReversed(), upright)).toBeGreaterThan(0.98);
    expect(overlap(turned, upright)).toBeLessThan(0.5);
  });

  it('of a mask are its sure half', () => {
    const mask = new Float32Array(256 * 256).fill(0.9, 0, 128 * 256);
    expect(gridOfMask(mask).reduce((sum, cell) => sum + cell, 0)).toBe((128 * 128) / 2);
  });
});

describe('paired differences', () => {
  it('are of the same people, with the standard error of their mean', () => {
    expect(pairedDifference([10, 20, 30], [9, 18, 27])).toBe('−2.0 ± 0.6');
  });
});
