/** Motion-capture clips over time; their frames are a selection of those at 30 per second. */
import { readFileSync } from 'node:fs';
import { interpolatePose } from '../../src/core/body/interpolate.ts';
import { readNpz, requireArray } from '../../src/core/formats/npz.ts';
import { poseFile } from '../lifter/data.ts';

export const CLIP_FPS = 30;

export interface Clip {
  readonly id: number;
  /** Frame of each pose at 30 per second, ascending. */
  readonly frames: readonly number[];
  /** Axis-angle, the root in an upright world (y up): 72 numbers each. */
  readonly poses: readonly Float64Array[];
}

export function readClips(name: 'poses_train.npz' | 'poses_val.npz'): Clip[] {
  const path = poseFile(name);
  const arrays = readNpz(readFileSync(path), path);
  const poses = requireArray(arrays, 'pose', [undefined, 72], path).data as Float32Array;
  const numbers = (array: string) =>
    Array.from(requireArray(arrays, array, [undefined], path).data, Number);
  const [clips, frames] = [numbers('clip'), numbers('frame30')];
  return [...new Set(clips)].map((id) => {
    const rows = [...clips.keys()].filter((row) => clips[row] === id);
    return {
      id,
      frames: rows.map((row) => frames[row]),
      poses: rows.map((row) => Float64Array.from(poses.subarray(72 * row, 72 * row + 72))),
    };
  });
}

/** Frames at 30 per second from the clip's first to its last. */
export function clipLength({ frames }: Clip): number {
  return frames[frames.length - 1] - frames[0] + 1;
}

/** Poses of `count` frames at 30 per second from the clip's first on, slerped where one is left out. */
export function resampleClip({ frames, poses }: Clip, count: number): Float64Array[] {
  let after = 1;
  return Array.from({ length: count }, (_, i) => {
    const frame = frames[0] + i;
    while (frames[after] < frame) after++;
    const [from, to] = [frames[after - 1], frames[after]];
    return interpolatePose(poses[after - 1], poses[after], (frame - from) / (to - from));
  });
}
