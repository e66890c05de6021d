/** Evaluations with SMPL's files, genders and Human3.6M's regressor: random stand-ins in their layouts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createPosedMesh, poseMesh } from '../../src/core/body/posed-mesh.ts';
import { evaluate } from '../../src/core/evaluation/evaluate.ts';
import type { Prediction, Truth } from '../../src/core/evaluation/subject.ts';
import { readJointRegressor } from '../../src/core/formats/smpl/joint-regressors.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { standInBody } from './smpl-golden.ts';

const FOLDER = join(import.meta.dirname, 'smpl');
const neutral = standInBody(FOLDER, 'basicModel_neutral_lbs_10_207_0_v1.0.0.pkl', 'neutral');
const male = standInBody(FOLDER, 'SMPL_MALE.pkl', 'male');
const h36m = readJointRegressor(
  readFileSync(join(FOLDER, 'J_regressor_h36m.npy')),
  'J_regressor_h36m.npy',
  { rowCount: 17, columnCount: neutral.vertexCount },
);
const random = seededRandom(4);
const parameters = () => ({
  pose: Float64Array.from({ length: 72 }, () => 0.3 * random.normal()),
  betas: Float64Array.from({ length: 10 }, random.normal),
  translation: Float64Array.of(0, 0, 4),
});
const [said, known] = [parameters(), parameters()];
const camera = { focalLength: 800, principalX: 200, principalY: 200 };
const prediction: Prediction = {
  imageName: 'a.jpg',
  personId: '1',
  state: 'fitted',
  bodies: { fit: { body: said, camera } },
  imageSize: undefined,
};
const ofMale: Truth = {
  imageName: 'a.jpg',
  key: '0',
  body: { of: { name: 'smpl', gender: 'm' }, parameters: known },
};
const request = {
  h36m,
  predictions: [prediction],
  truth: { format: '', truths: [ofMale], notes: [] },
};
const about = { title: '', origin: [] };

function h36mJoints(model: typeof male, body: typeof said): number[][] {
  const mesh = createPosedMesh(model);
  poseMesh(mesh, body);
  const joints = Array.from({ length: 17 }, () => [0, 0, 0]);
  for (const [i, value] of h36m.values.entries()) {
    const at = 3 * h36m.columns[i];
    joints[h36m.rows[i]] = joints[h36m.rows[i]].map(
      (sum, a) => sum + value * mesh.vertices[at + a],
    );
  }
  return joints.map((joint) => joint.map((value, axis) => value - joints[0][axis]));
}

test('a male truth is compared through its own body, joints by Human3.6M’s regressor', () => {
  const found = evaluate({ ...request, bodies: { predicted: neutral, smpl: { m: male } } }, about);
  expect(found.protocol).toEqual({ title: 'J14 by the H36M regressor', root: 'H36M joint 0' });
  const [p, t] = [h36mJoints(neutral, said), h36mJoints(male, known)];
  // SPIN's H36M_TO_J14.
  const distances = [6, 5, 4, 1, 2, 3, 16, 15, 14, 11, 12, 13, 8, 10].map((joint) =>
    Math.hypot(...p[joint].map((value, axis) => value - t[joint][axis])),
  );
  const mpjpe = (1000 * distances.reduce((sum, d) => sum + d, 0)) / 14;
  const value = (name: string) =>
    found.metrics.find(({ metric }) => metric === name)?.byMethod.fit?.value;
  expect(value('mpjpe')).toBeCloseTo(mpjpe, 6);
  expect(value('pve')).toBeGreaterThan(1);
  expect(value('pveTSc')).toBeGreaterThan(0.1);
});

test('without the male body, or with one that is not SMPL’s, meshes are refused', () => {
  const found = evaluate({ ...request, bodies: { predicted: neutral } }, about);
  expect(found.metrics).toEqual([]);
  expect(found.findings[0]).toContain(
    'The truth is of the body smpl (male), the predictions are of smpl-neutral',
  );
});
