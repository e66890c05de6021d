/** How near the truth fits come: PA-MPJPE on set H, millimetres. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { fitBody } from '../../src/core/fit/fitter.ts';
import { alignSimilarity } from '../../src/core/math/procrustes.ts';
import { meanDistance } from '../../src/core/metrics/pose-error.ts';
import { model } from '../fixtures/embedded.ts';
import { anchoredProblem, drawSetH, fitterForSetH, type SetH } from './set-h.ts';
import { meanOf } from './statistics.ts';

const mesh = createPosedMesh(model);

/** PA-MPJPE over the skeleton's 24 joints, the measure of set H. */
export function skeletonPaMm(body: BodyParameters, truth: BodyParameters): number {
  const target = meshLandmarks(mesh, truth).slice(0, 72);
  return (
    1000 * meanDistance(alignSimilarity(meshLandmarks(mesh, body).slice(0, 72), target), target)
  );
}

/** Mean of the anchored preset with component exchange. */
export function anchoredPaMm(name: SetH): number {
  const fitter = fitterForSetH(name);
  const errors = drawSetH(name).map((item) =>
    skeletonPaMm(fitBody(fitter, anchoredProblem(item), [item.start]).body, item.truth),
  );
  return meanOf(errors);
}
