/** The four sets that lifters are compared on: simulated people in poses of unseen subjects. */
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { multiply3 } from '../../src/core/math/matrix3.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { axisAngleFromMatrix } from '../../src/core/math/rotation.ts';
import { mpjpe, paMpjpe } from '../../src/core/metrics/pose-error.ts';
import { liftBodies } from '../../src/core/regress/lifter.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import {
  type DrawnPerson,
  drawPerson,
  type SampleRecipe,
} from '../../src/core/train/lifter-sample.ts';
import { drawPool, type PosePool, type PoseSource } from '../../src/core/train/pose-pool.ts';
import { EVALUATION_VIEWS } from '../../src/core/train/synthetic-view.ts';
import { model, validationPoses } from './data.ts';

const FAR = { nearest: 8, farthest: 10, anyOrientation: 0 };
const COMMON = { cutShare: 0, plainConfidence: 0, focalJitter: 0 };
const THREE_PX = () => ({ kind: 'gaussian', sigmaPx: 3 }) as const;
const DETECTOR = () => ({ kind: 'detector' }) as const;

/** COCO-17 or BODY_25 with 3 px of noise or a detector's, cameras far away or from 1.2 to 10 m. */
export const SETS: Readonly<Record<'A' | 'B2' | 'C' | 'D', SampleRecipe>> = {
  A: { ...COMMON, views: FAR, noise: THREE_PX, cocoShare: 0 },
  B2: { ...COMMON, views: EVALUATION_VIEWS, noise: THREE_PX, cocoShare: 1 },
  C: { ...COMMON, views: EVALUATION_VIEWS, noise: DETECTOR, cocoShare: 1, cutShare: 0.12 },
  D: { ...COMMON, views: EVALUATION_VIEWS, noise: DETECTOR, cocoShare: 0, cutShare: 0.12 },
};

export interface SetResult {
  readonly mpjpeMm: number;
  readonly paMpjpeMm: number;
  /** Rms error per axis-angle value of each joint, the root's as an angle by axis, radians. */
  readonly jointSigmaRad: readonly number[];
  readonly betaSigma: number;
}

export interface Case {
  readonly person: DrawnPerson;
  /** The truth in the full image's camera. */
  readonly pose: Float64Array;
  readonly betas: Float64Array;
}

/** The same people every time; other ones for another seed. */
export function drawCases(
  set: keyof typeof SETS,
  count: number,
  source: PoseSource = validationPoses(),
  seed = 1000,
): Case[] {
  const random = seededRandom(seed + set.charCodeAt(0));
  const pool = drawPool(model, source, count, random, 0);
  return Array.from({ length: count }, (_, body) => {
    for (;;) {
      const person = drawPerson(pool, body, SETS[set], random);
      if (person !== undefined) return { person, ...truthOf(pool, person) };
    }
  });
}

function truthOf(pool: PosePool, { body, view }: DrawnPerson) {
  const rotations = Float64Array.from(pool.rotations.subarray(216 * body, 216 * body + 216));
  const root = new Float64Array(9);
  multiply3(view.cameraFromBody, 0, rotations, 0, root, 0);
  rotations.set(root);
  const pose = new Float64Array(72);
  for (let joint = 0; joint < 24; joint++)
    axisAngleFromMatrix(rotations, 9 * joint, pose, 3 * joint);
  return { pose, betas: Float64Array.from(pool.betas.subarray(10 * body, 10 * body + 10)) };
}

export function evaluateSet(lifter: LifterWeights, cases: readonly Case[]): SetResult {
  const queries = cases.map(({ person }) => ({
    points: person.points,
    camera: person.view.camera,
  }));
  const bodies = liftBodies(lifter, queries);
  const mesh = createPosedMesh(model);
  let [sum, paSum, betaSum] = [0, 0, 0];
  const squares = new Float64Array(24);
  for (const [i, { person, pose, betas }] of cases.entries()) {
    const body = bodies[i];
    if (body === undefined) throw new Error(`case ${i} has too few points to lift`);
    const { translation } = person.view;
    const truth = meshLandmarks(mesh, { pose, betas, translation });
    const said = meshLandmarks(mesh, body);
    sum += mpjpe(said, truth);
    paSum += paMpjpe(said, truth);
    for (let v = 0; v < 72; v++) squares[Math.trunc(v / 3)] += (body.pose[v] - pose[v]) ** 2 / 3;
    squares[0] += rootError(body.pose, pose) - axisDifference(body.pose, pose);
    for (let b = 0; b < 10; b++) betaSum += (body.betas[b] - betas[b]) ** 2 / 10;
  }
  const n = cases.length;
  return {
    mpjpeMm: (1000 * sum) / n,
    paMpjpeMm: (1000 * paSum) / n,
    jointSigmaRad: Array.from(squares, (square) => Math.sqrt(square / n)),
    betaSigma: Math.sqrt(betaSum / n),
  };
}

function axisDifference(a: Float64Array, b: Float64Array): number {
  return [0, 1, 2].reduce((sum, i) => sum + (a[i] - b[i]) ** 2 / 3, 0);
}

/** A third of the squared angle between two orientations: axis-angle vectors near π do not subtract. */
function rootError(a: Float64Array, b: Float64Array): number {
  const [qa, qb] = [quaternion(a), quaternion(b)];
  const dot = Math.min(1, Math.abs(qa.reduce((sum, value, i) => sum + value * qb[i], 0)));
  return (2 * Math.acos(dot)) ** 2 / 3;
}

function quaternion(v: Float64Array): number[] {
  const angle = Math.hypot(v[0], v[1], v[2]);
  const scale = angle === 0 ? 0.5 : Math.sin(angle / 2) / angle;
  return [Math.cos(angle / 2), scale * v[0], scale * v[1], scale * v[2]];
}
