/** How near the truth fits come on set H: PA-MPJPE of the anchored preset over that of SPIN's SMPLify. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { fitBody } from '../../src/core/fit/fitter.ts';
import { problemFromSpinKeypoints } from '../../src/core/fit/smplify/spin-keypoints.ts';
import { alignSimilarity } from '../../src/core/math/procrustes.ts';
import { meanDistance } from '../../src/core/metrics/pose-error.ts';
import { model } from '../fixtures/embedded.ts';
import { anchoredProblem, drawSetH, fitterForSetH, SETS_H, type SetH } from './set-h.ts';
import { meanOf } from './statistics.ts';

const mesh = createPosedMesh(model);

/** PA-MPJPE over the skeleton's 24 joints, the measure of set H, millimetres. */
export function skeletonPaMm(body: BodyParameters, truth: BodyParameters): number {
  const target = meshLandmarks(mesh, truth).slice(0, 72);
  const joints = meshLandmarks(mesh, body).slice(0, 72);
  return 1000 * meanDistance(alignSimilarity(joints, target), target);
}

export type Comparison = {
  readonly startMm: number;
  readonly spinExactMm: number;
  readonly anchoredMm: number;
  /** Mean over mean. */
  readonly ratio: number;
  /** Share of cases in which the anchored body is nearer. */
  readonly betterShare: number;
};

export function compareOnSetsH(): Record<SetH, Comparison> {
  const names = Object.keys(SETS_H) as SetH[];
  const entries = names.map((name) => [name, compareOnSetH(name)]);
  return Object.fromEntries(entries) as Record<SetH, Comparison>;
}

function compareOnSetH(name: SetH): Comparison {
  const fitter = fitterForSetH(name);
  const errors = drawSetH(name).map((item) => {
    const { keypoints, start, truth } = item;
    const exact = fitBody(fitter, problemFromSpinKeypoints(keypoints, 'spin-exact'), [start]);
    const anchored = fitBody(fitter, anchoredProblem(item), [start]);
    return [start, exact.body, anchored.body].map((body) => skeletonPaMm(body, truth));
  });
  return comparisonOf(errors);
}

/** @param errors of start, `spin-exact` and `anchored`, one row a case, millimetres */
export function comparisonOf(errors: readonly (readonly number[])[]): Comparison {
  const [startMm, spinExactMm, anchoredMm] = [0, 1, 2].map((i) => meanOf(errors.map((e) => e[i])));
  const better = errors.filter(([, exact, anchored]) => anchored < exact).length;
  const betterShare = better / errors.length;
  return { startMm, spinExactMm, anchoredMm, ratio: anchoredMm / spinExactMm, betterShare };
}
