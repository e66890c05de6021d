/** Simulated people in unseen poses as the studio meets them: keypoints, camera, the lifter's answer. */
import { readFileSync } from 'node:fs';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import type { AnnotatedPerson } from '../../src/core/fit/problem-from-keypoints.ts';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import type { AnnotatedPoint } from '../../src/core/keypoints/annotated-point.ts';
import { BODY25_FROM_COCO17 } from '../../src/core/keypoints/joint-sets.ts';
import { createLifter, liftBodies } from '../../src/core/regress/lifter.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import type { DrawnPerson } from '../../src/core/train/lifter-sample.ts';
import type { PoseSource } from '../../src/core/train/pose-pool.ts';
import { chooseBackend } from '../../src/engine/compute/backend.ts';
import { validationPoses } from '../lifter/data.ts';
import { drawCases } from '../lifter/evaluation.ts';

/** COCO-17 with 3 px of noise, or as a detector sees it. */
export type LiftedSet = 'B2' | 'C';

export interface LiftedCase {
  readonly person: AnnotatedPerson;
  readonly regression: BodyParameters;
  readonly truth: BodyParameters;
  /** How it was drawn. */
  readonly drawn: DrawnPerson;
}

const NOTHING_KNOWN = {
  measurements: [],
  depthPicks: [],
  groundContact: [],
  targets: [],
  rotations: [],
  bakedBody: null,
};

/** The embedded regressor on the fastest backend. */
export async function loadLifter(): Promise<LifterWeights> {
  await chooseBackend();
  const path = 'resources/lifter/lifter.safetensors';
  return createLifter(readSafetensors(readFileSync(path), path));
}

/**
 * The same people every time, other ones for another seed; those with too few points to lift are left
 * out.
 */
export async function liftedCases(
  set: LiftedSet,
  count: number,
  source: PoseSource = validationPoses(),
  seed?: number,
): Promise<LiftedCase[]> {
  const lifter = await loadLifter();
  const cases = drawCases(set, count, source, seed);
  const queries = cases.map(({ person: { points, view } }) => ({ points, camera: view.camera }));
  const bodies = liftBodies(lifter, queries);
  return cases.flatMap(({ person: drawn, pose, betas }, i) => {
    const { points, view } = drawn;
    const regression = bodies[i];
    if (regression === undefined) return [];
    const { camera, translation } = view;
    const person: AnnotatedPerson = {
      jointSet: 'coco17',
      keypoints: cocoKeypoints(points),
      camera,
      regression,
      preset: 'anchored',
      constraints: NOTHING_KNOWN,
    };
    return [{ person, regression, truth: { pose, betas, translation }, drawn }];
  });
}

/** @param points shape [25, 3] in BODY_25's order */
function cocoKeypoints(points: Float64Array): AnnotatedPoint[] {
  return BODY25_FROM_COCO17.map((index) => {
    const [x = 0, y = 0, confidence = 0] = points.subarray(3 * index, 3 * index + 3);
    const visibility = confidence > 0 ? 'visible' : 'absent';
    return { x, y, confidence, visibility, source: 'detector', use: 'normal' };
  });
}
