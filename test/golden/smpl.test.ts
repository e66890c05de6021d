import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { posePriorFrom, readMeanParameters } from '../../src/core/formats/pose-prior.ts';
import { readJointRegressor } from '../../src/core/formats/smpl/joint-regressors.ts';
import { smplBody } from '../../src/core/formats/smpl/smpl-body.ts';
import { matrixFromAxisAngle, sixDFromMatrix } from '../../src/core/math/rotation.ts';
import { arraysOf, expectAsNumpy, goldenOf, standInBody } from './smpl-golden.ts';

/** Written by Python: `make_smpl.py`. Random bodies of 32 vertices in the licensed files' layouts. */
const FOLDER = join(import.meta.dirname, 'smpl');
const golden = goldenOf(FOLDER);

const FILES = [
  ['basicModel_neutral_lbs_10_207_0_v1.0.0.pkl', 'neutral'],
  ['basicmodel_m_lbs_10_207_0_v1.1.0.pkl', 'male'],
  ['SMPL_MALE.pkl', 'male'],
  ['SMPL_FEMALE.npz', 'female'],
] as const;

test.each(FILES)('%s: vertices and landmarks as numpy has them', (name, gender) => {
  const model = standInBody(FOLDER, name, gender);
  expect(model).toMatchObject({ name: `smpl-${gender}`, isSmpl: true, betaCount: 10 });
  expectAsNumpy(model, golden.cases[gender]);
});

test('a body of another size is refused as not being SMPL', () => {
  const name = 'SMPL_FEMALE.npz';
  const { extraJointRegressor } = standInBody(FOLDER, name, 'female');
  const arrays = arraysOf(FOLDER, name);
  const asSmpl = () => smplBody({ arrays, gender: 'female', hash: '', extraJointRegressor });
  expect(asSmpl).toThrow(
    'Not a usable model file: "v_template" is 32 × 3 instead of 6890 × 3. Nothing was changed.\n' +
      'File: SMPL_FEMALE.npz',
  );
});

test('the mixture of SMPLify is read from protocol 0', () => {
  const prior = posePriorFrom(arraysOf(FOLDER, 'gmm_08.pkl'));
  expect(prior.componentCount).toBe(8);
  expect(Array.from(prior.weights)).toEqual(golden.mixture.weights);
  expect(Array.from(prior.means.slice(3 * 69, 4 * 69))).toEqual(golden.mixture.means);
  const row = 7 * 69 * 69 + 5 * 69;
  expect(Array.from(prior.covariances.slice(row, row + 69))).toEqual(golden.mixture.covariances);
});

test.each([
  ['J_regressor_extra.npy', 9, golden.extra],
  ['J_regressor_h36m.npy', 17, golden.h36m],
])('%s is read in whichever order it lies', (name, rowCount, expected) => {
  const size = { rowCount, columnCount: golden.vertexCount };
  const matrix = readJointRegressor(readFileSync(join(FOLDER, name)), name, size);
  const dense = new Float32Array(expected.length);
  for (const [i, row] of matrix.rows.entries()) {
    dense[golden.vertexCount * row + matrix.columns[i]] = matrix.values[i];
  }
  expect(dense).toEqual(Float32Array.from(expected));
});

test('a regressor of another size is refused', () => {
  const name = 'J_regressor_extra.npy';
  const size = { rowCount: 9, columnCount: 6890 };
  const read = () => readJointRegressor(readFileSync(join(FOLDER, name)), name, size);
  expect(read).toThrow('Not a usable model file: it is 9 × 32 instead of 9 × 6890.');
});

test('mean parameters without axis-angles get them from the 6D rotations', () => {
  const name = 'smpl_mean_params.npz';
  const { pose, pose6d } = readMeanParameters(readFileSync(join(FOLDER, name)), name);
  expect(Array.from(pose6d)).toEqual(golden.pose6d);
  const R = new Float64Array(9);
  const again = new Float64Array(6);
  matrixFromAxisAngle(pose, 3 * 7, R, 0);
  sixDFromMatrix(R, 0, again, 0);
  // Gram–Schmidt keeps the direction of the first column.
  const [x, , y, , z] = golden.pose6d.slice(42, 48);
  const norm = Math.hypot(x, y, z);
  for (const [i, value] of [x, y, z].entries()) expect(again[2 * i]).toBeCloseTo(value / norm, 12);
});
