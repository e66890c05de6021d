import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SMPL } from '../../src/core/formats/smpl/smpl-layout.ts';
import { expectAsNumpy, goldenOf, standInBody } from '../golden/smpl-golden.ts';
import { runPython } from './run-python.ts';

const folder = mkdtempSync(join(tmpdir(), 'smpl-'));

test('random bodies of full size in the licensed layouts are read as numpy has them', () => {
  runPython('test/golden/make_smpl.py', folder, `${SMPL.vertexCount}`, `${SMPL.faceCount}`);
  const golden = goldenOf(folder);
  expect(golden.vertexJoints).toEqual(SMPL.vertexJoints);
  const neutral = standInBody(folder, 'basicModel_neutral_lbs_10_207_0_v1.0.0.pkl', 'neutral');
  expectAsNumpy(neutral, golden.cases.neutral);
  const male = standInBody(folder, 'basicmodel_m_lbs_10_207_0_v1.1.0.pkl', 'male');
  expectAsNumpy(male, golden.cases.male);
});
