/** Compares the bodies of a folder that `make_smpl.py` has written with what numpy made of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { BodyModel } from '../../src/core/body/body-model.ts';
import { compactLandmarks } from '../../src/core/body/landmarks.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { createKinematics, poseSkeleton } from '../../src/core/fit/skeleton/kinematics.ts';
import { landmarkPositions } from '../../src/core/fit/skeleton/landmark-positions.ts';
import { STRIDE, unknownsFromBody } from '../../src/core/fit/skeleton/unknowns.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import { textKeys } from '../../src/core/formats/pickle/python-arrays.ts';
import { readPickle } from '../../src/core/formats/pickle/read-pickle.ts';
import { readJointRegressor } from '../../src/core/formats/smpl/joint-regressors.ts';
import {
  arraysOfNpz,
  arraysOfPickle,
  type NamedArrays,
} from '../../src/core/formats/smpl/named-arrays.ts';
import { smplBody } from '../../src/core/formats/smpl/smpl-body.ts';
import type { SmplGender, SmplLayout } from '../../src/core/formats/smpl/smpl-layout.ts';

export interface SmplCase {
  readonly pose: number[];
  readonly betas: number[];
  /** Shape [32, 3]: the first vertices. */
  readonly vertices: number[];
  /** Shape [54, 3]. */
  readonly landmarks: number[];
}

export interface SmplGolden extends SmplLayout {
  readonly cases: Readonly<Record<SmplGender, SmplCase[]>>;
  readonly mixture: { weights: number[]; means: number[]; covariances: number[] };
  readonly extra: number[];
  readonly h36m: number[];
  readonly pose6d: number[];
}

export function goldenOf(folder: string): SmplGolden {
  return JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));
}

export function arraysOf(folder: string, name: string): NamedArrays {
  const bytes = readFileSync(join(folder, name));
  if (name.endsWith('.npz')) return arraysOfNpz(readNpz(bytes, name), name);
  return arraysOfPickle(textKeys(readPickle(bytes, { source: name }).value, name), name);
}

export function standInBody(folder: string, name: string, gender: SmplGender): BodyModel {
  const layout = goldenOf(folder);
  const size = { rowCount: 9, columnCount: layout.vertexCount };
  const file = 'J_regressor_extra.npy';
  const extraJointRegressor = readJointRegressor(readFileSync(join(folder, file)), file, size);
  const arrays = arraysOf(folder, name);
  return smplBody({ arrays, gender, hash: 'of a stand-in', extraJointRegressor, layout });
}

/** Mesh and landmarks of the renderer, and the landmarks that the fit works with. */
export function expectAsNumpy(model: BodyModel, cases: readonly SmplCase[]): void {
  for (const { pose, betas, vertices, landmarks } of cases) {
    const body = {
      pose: Float64Array.from(pose),
      betas: Float64Array.from(betas),
      translation: new Float64Array(3),
    };
    const mesh = createPosedMesh(model);
    expectClose(meshLandmarks(mesh, body), landmarks, 2e-6);
    expectClose(mesh.vertices.slice(0, vertices.length), vertices, 2e-6);
    const kinematics = createKinematics(compactLandmarks(model));
    const x = new Float64Array(STRIDE);
    unknownsFromBody(body, x);
    const fitted = new Float64Array(54 * 3);
    poseSkeleton(kinematics, x);
    landmarkPositions(
      kinematics,
      x,
      Int32Array.from({ length: 54 }, (_, i) => i),
      fitted,
    );
    expectClose(fitted, landmarks, 2e-6);
  }
}

function expectClose(found: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  expect(found.length).toBe(expected.length);
  const worst = Math.max(...expected.map((value, i) => Math.abs(value - found[i])));
  expect(worst).toBeLessThan(tolerance);
}
