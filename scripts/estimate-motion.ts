/**
 * Estimates how people move from the training clips of SPIN_STUDIO_DATA and writes
 * `resources/motion/accelerations.json` (`npm run estimate:motion`).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { compactLandmarks } from '../src/core/body/landmarks.ts';
import { createKinematics, poseSkeleton } from '../src/core/fit/skeleton/kinematics.ts';
import { POSE, STRIDE } from '../src/core/fit/skeleton/unknowns.ts';
import { multiply3, transposed3 } from '../src/core/math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../src/core/math/rotation.ts';
import { model } from './lifter/data.ts';
import { CLIP_FPS, type Clip, readClips } from './sequence/clips.ts';

/** Frames further apart than this say nothing of what was between them. */
const MAX_INTERVAL = 3;
const JOINTS = 24;
const ANKLES = [7, 8];
const kinematics = createKinematics(compactLandmarks(model));

/** Places of the joints about the pelvis, y up, metres. */
function placesOf(pose: Float64Array): Float64Array {
  const x = new Float64Array(STRIDE);
  x.set(pose, POSE);
  poseSkeleton(kinematics, x);
  return kinematics.positions.slice();
}

/** From frame to frame, Log(R_to R_fromᵀ) of each joint. */
function turnsBetween(from: Float64Array, to: Float64Array): Float64Array {
  const [a, b, turn] = [new Float64Array(9), new Float64Array(9), new Float64Array(9)];
  const out = new Float64Array(72);
  for (let i = 0; i < 72; i += 3) {
    matrixFromAxisAngle(from, i, a, 0);
    matrixFromAxisAngle(to, i, b, 0);
    multiply3(b, 0, transposed3(a), 0, turn, 0);
    axisAngleFromMatrix(turn, 0, out, i);
  }
  return out;
}

const sums = { joints: new Float64Array(JOINTS), rotations: new Float64Array(JOINTS), weight: 0 };

function addSquares(sum: Float64Array, differences: Float64Array, weight: number): void {
  for (const [i, value] of differences.entries()) {
    sum[Math.trunc(i / 3)] += (weight * value * value) / 3;
  }
}

/** Divided second differences over three poses in a row, in units of seconds. */
function addTriple(clip: Clip, i: number): void {
  const [before, here, after] = [i - 1, i, i + 1].map((k) => clip.poses[k]);
  const [h1, h2] = [i, i + 1].map((k) => (clip.frames[k] - clip.frames[k - 1]) / CLIP_FPS);
  if (Math.max(h1, h2) * CLIP_FPS > MAX_INTERVAL) return;
  const middle = (h1 + h2) / 2;
  const [p0, p1, p2] = [before, here, after].map(placesOf);
  // The lower ankle stands: over it the places are those over the ground, to within a step's slip.
  const [standing] = ANKLES.toSorted((a, b) => p1[3 * a + 1] - p1[3 * b + 1]);
  const over = (p: Float64Array) => p.map((value, k) => value - p[3 * standing + (k % 3)]);
  const [q0, q1, q2] = [p0, p1, p2].map(over);
  const places = q1.map((value, k) => ((q2[k] - value) / h2 - (value - q0[k]) / h1) / middle);
  const [w1, w2] = [turnsBetween(before, here), turnsBetween(here, after)];
  addSquares(sums.joints, places, middle);
  addSquares(
    sums.rotations,
    w2.map((value, k) => (value / h2 - w1[k] / h1) / middle),
    middle,
  );
  sums.weight += middle;
}

const clips = readClips('poses_train.npz');
for (const clip of clips) {
  for (let i = 1; i + 1 < clip.poses.length; i++) addTriple(clip, i);
}
const rms = (sum: Float64Array) =>
  Array.from(sum, (value) => Number(Math.sqrt(value / sums.weight).toFixed(2)));
const result = {
  jointSigma: rms(sums.joints),
  rotationSigma: rms(sums.rotations),
  clips: clips.length,
  seconds: Math.round(sums.weight),
};
mkdirSync('resources/motion', { recursive: true });
writeFileSync('resources/motion/accelerations.json', `${JSON.stringify(result, undefined, 1)}\n`);
console.log(result);
