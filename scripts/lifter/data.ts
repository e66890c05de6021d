/** The poses that the lifter learns from and is judged by; they are not part of the repository. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '../../src/core/common/assert.ts';
import { readMhbody } from '../../src/core/formats/mhbody.ts';
import { readNpz, requireArray } from '../../src/core/formats/npz.ts';
import { readMeanParameters } from '../../src/core/formats/pose-prior.ts';
import type { PoseSource } from '../../src/core/train/pose-pool.ts';

const PROCEDURAL_SHARE = 0.15;

const bodyFile = readFileSync('resources/body/mhbody.npz');
export const model = readMhbody(bodyFile, createHash('sha256').update(bodyFile).digest('hex'));
export const mean = readMeanParameters(readFileSync('resources/prior/mean-params.npz'));

/** Path of a pose file; ends the program with 2 and a sentence when it is not there. */
export function poseFile(name: string): string {
  const path = join(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'poses', name);
  if (existsSync(path)) return path;
  console.error(
    `This needs the motion-capture poses, which are not part of the repository: ${name} is missing. ` +
      'Set SPIN_STUDIO_DATA to the folder that has poses/ in it.',
  );
  process.exit(2);
}

function readPoses(name: string): { poses: Float32Array; clips: ArrayLike<number> } {
  const path = poseFile(name);
  const arrays = readNpz(readFileSync(path), path);
  const { data } = requireArray(arrays, 'pose', [undefined, 72], path);
  assert(data instanceof Float32Array, 'poses are float32');
  const clip = arrays.clip?.data;
  return { poses: data, clips: ArrayBuffer.isView(clip) ? clip : new Int32Array(data.length / 72) };
}

/** A pose of a clip with n poses weighs n^−0.5 / n, so that long clips do not drown the others. */
function clipWeights(clips: ArrayLike<number>): Float64Array {
  const sizes = new Map<number, number>();
  for (const clip of Array.from(clips)) sizes.set(clip, (sizes.get(clip) ?? 0) + 1);
  const weights = Float64Array.from(clips, (clip) => (sizes.get(clip) ?? 1) ** -0.5);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

export function trainingPoses(): PoseSource {
  const mocap = readPoses('poses_train.npz');
  const procedural = readPoses('poses_synth.npz');
  const count = procedural.poses.length / 72;
  const weights = clipWeights(mocap.clips);
  return {
    poses: Float32Array.from([...mocap.poses, ...procedural.poses]),
    weights: Float64Array.from([
      ...weights.map((weight) => (1 - PROCEDURAL_SHARE) * weight),
      ...new Array<number>(count).fill(PROCEDURAL_SHARE / count),
    ]),
  };
}

/** The training poses in two halves that have no clip in common. */
export function trainingHalves(): [PoseSource, PoseSource] {
  const { poses, weights } = trainingPoses();
  const { clips } = readPoses('poses_train.npz');
  const sideOf = (row: number) => (row < clips.length ? clips[row] : row) % 2;
  const half = (side: number) => weights.map((weight, row) => (sideOf(row) === side ? weight : 0));
  return [
    { poses, weights: half(0) },
    { poses, weights: half(1) },
  ];
}

export function validationPoses(): PoseSource {
  const { poses, clips } = readPoses('poses_val.npz');
  return { poses, weights: new Float64Array(clips.length).fill(1 / clips.length) };
}

/** The validation poses in parts that have no clip in common. */
export function validationFolds(count: number): PoseSource[] {
  const { poses, clips } = readPoses('poses_val.npz');
  return Array.from({ length: count }, (_, fold) => {
    const isIn = Float64Array.from(clips, (clip) => (clip % count === fold ? 1 : 0));
    const total = isIn.reduce((sum, value) => sum + value, 0);
    return { poses, weights: isIn.map((value) => value / total) };
  });
}
