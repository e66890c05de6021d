/** Errors of bodies against the truth, millimetres. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { mpjpe, paMpjpe, pve } from '../../src/core/metrics/pose-error.ts';
import { model } from '../lifter/data.ts';

export interface BodyErrorsMm {
  /** 14 LSP joints about the mid hip. */
  readonly mpjpe: number;
  /** The same after the best similarity. */
  readonly paMpjpe: number;
  /** All vertices about the pelvis. */
  readonly pve: number;
}

const mesh = createPosedMesh(model);

function posed(body: BodyParameters) {
  const landmarks = meshLandmarks(mesh, body);
  return { landmarks, vertices: mesh.vertices.slice(), pelvis: landmarks.slice(0, 3) };
}

export function bodyErrorsMm(said: BodyParameters, truth: BodyParameters): BodyErrorsMm {
  const [a, b] = [posed(said), posed(truth)];
  return {
    mpjpe: 1000 * mpjpe(a.landmarks, b.landmarks),
    paMpjpe: 1000 * paMpjpe(a.landmarks, b.landmarks),
    pve: 1000 * pve(a, b),
  };
}

export function meanErrors(errors: readonly BodyErrorsMm[]): BodyErrorsMm {
  const mean = (key: keyof BodyErrorsMm) =>
    errors.reduce((sum, error) => sum + error[key], 0) / errors.length;
  return { mpjpe: mean('mpjpe'), paMpjpe: mean('paMpjpe'), pve: mean('pve') };
}
