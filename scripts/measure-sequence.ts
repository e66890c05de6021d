/**
 * Measures what fitting the frames of a video together is worth (`npm run measure:sequence`): clips
 * of unseen subjects at 30 frames per second, 300 frames at most, COCO-17 points with a detector's
 * noise. Before: regression and anchored fit of each frame alone. After: the same, fitted together.
 */
import { readFileSync } from 'node:fs';
import { accelerationWeights } from '../src/core/fit/sequence/motion-noise.ts';
import { readSafetensors } from '../src/core/formats/safetensors.ts';
import { createLifter } from '../src/core/regress/lifter.ts';
import { loadFitter, loadMotionNoise } from '../src/engine/adapters/embedded-models.ts';
import { chooseBackend } from '../src/engine/compute/backend.ts';
import { model } from './lifter/data.ts';
import { CLIP_FPS, type Clip, clipLength, readClips, resampleClip } from './sequence/clips.ts';
import {
  blockBootstrap,
  ERROR_NAMES,
  errorsOverTime,
  type FrameErrors,
} from './sequence/errors.ts';
import { fitFrames, simulateVideo } from './sequence/simulated-video.ts';
import { smoothFrames } from './sequence/smooth.ts';

const FRAMES = 300;
/** Shorter clips and rests of clips are left out. */
const MIN_FRAMES = 200;
/** Of the detector's errors from frame to frame: none, and what lasts for about five frames. */
const CORRELATIONS = [0, 0.8];
const LABELS: Readonly<Record<keyof FrameErrors, string>> = {
  acceleration: 'acceleration error, about the mid hip, mm/frame²',
  accelerationInCamera: 'acceleration error, in the camera, mm/frame²',
  mpjpe: 'MPJPE, about the mid hip, mm',
  paMpjpe: 'PA-MPJPE, mm',
  pve: 'PVE, about the pelvis, mm',
};

await chooseBackend();
const lifterPath = 'resources/lifter/lifter.safetensors';
const lifter = createLifter(readSafetensors(readFileSync(lifterPath), lifterPath));
const fitter = loadFitter(model);
const weights = accelerationWeights(loadMotionNoise(), CLIP_FPS);

/** Pieces of a clip, one after the other. */
function piecesOf(clip: Clip): Float64Array[][] {
  const poses = resampleClip(clip, clipLength(clip));
  return Array.from({ length: Math.ceil(poses.length / FRAMES) }, (_, i) =>
    poses.slice(FRAMES * i, FRAMES * (i + 1)),
  ).filter(({ length }) => length >= MIN_FRAMES);
}

function measure(poses: Float64Array[], seed: number, correlation: number) {
  const video = simulateVideo(poses, seed, correlation);
  const truths = video.frames.map(({ truth }) => truth);
  const own = fitFrames(video, lifter, fitter);
  const began = process.cpuUsage();
  const together = smoothFrames(fitter, own, weights);
  const { user, system } = process.cpuUsage(began);
  const found = together.map((body, f) => (own[f] === undefined ? undefined : body));
  return {
    before: errorsOverTime(
      own.map((fit) => fit?.body),
      truths,
    ),
    after: errorsOverTime(found, truths),
    cpuMsPerFrame: (user + system) / 1000 / poses.length,
  };
}

function cells(sequences: readonly (readonly number[])[]): string {
  const { mean, low, high } = blockBootstrap(sequences);
  return `${mean.toFixed(1)} (${low.toFixed(1)} … ${high.toFixed(1)})`;
}

const pieces = readClips('poses_val.npz').flatMap(piecesOf);
const frames = pieces.reduce((sum, { length }) => sum + length, 0);
console.log(`${pieces.length} sequences, ${frames} frames. Mean (95 % interval, blocks of 1 s).`);
for (const correlation of CORRELATIONS) {
  const results = pieces.map((poses, i) => measure(poses, 100 + i, correlation));
  const ms = results.reduce((sum, { cpuMsPerFrame }) => sum + cpuMsPerFrame, 0) / results.length;
  console.log(
    `\nNoise correlated ${correlation} from frame to frame; ${ms.toFixed(1)} ms CPU a frame\n`,
  );
  console.log('| | each frame alone | together | change |\n|---|---|---|---|');
  for (const name of ERROR_NAMES) {
    const pick = (part: 'before' | 'after') => results.map((r) => r[part].map((e) => e[name]));
    const [before, after] = [pick('before'), pick('after')];
    const change = after.map((values, s) => values.map((value, f) => value - before[s][f]));
    console.log(`| ${LABELS[name]} | ${[before, after, change].map(cells).join(' | ')} |`);
  }
}
