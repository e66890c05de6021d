import { describe, expect, it } from 'vitest';
import { model, newFitter, sampleTruths } from '../../../test/fixtures/embedded.ts';
import { poseSkeleton } from '../fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../fit/skeleton/unknowns.ts';
import { createPosedMesh, meshLandmarks } from './posed-mesh.ts';

describe('compactLandmarks', () => {
  it('gives the 54 landmarks of the full mesh to a micrometre', () => {
    const { workspace } = newFitter();
    const mesh = createPosedMesh(model);
    const all = Int32Array.from({ length: 54 }, (_, i) => i);
    for (const { body } of sampleTruths()) {
      const x = new Float64Array(STRIDE);
      const compact = new Float64Array(162);
      unknownsFromBody(body, x);
      poseSkeleton(workspace.kinematics, x);
      landmarkPositions(workspace.kinematics, x, all, compact);
      const full = meshLandmarks(mesh, body);
      // The mesh is float32, whose rounding at 4 m is 2e-7.
      const worst = Math.max(...compact.map((value, i) => Math.abs(value - full[i])));
      expect(worst).toBeLessThan(2e-6);
    }
  });
});
