/** Errors of bodies over time, millimetres, and how sure their means are. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { seededRandom } from '../../src/core/math/random.ts';
import { lsp14, meanDistance, mpjpe, paMpjpe, pve } from '../../src/core/metrics/pose-error.ts';
import { model } from '../lifter/data.ts';

/**
 * Of each frame; NaN where it cannot be said. The acceleration error is the mean distance of the
 * second differences of predicted and true joints, mm per frame²: of LSP's 14 joints about the
 * middle of their hips, and of all 54 landmarks in the camera's frame.
 */
export interface FrameErrors {
  readonly acceleration: number;
  readonly accelerationInCamera: number;
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly pve: number;
}

export const ERROR_NAMES = [
  'acceleration',
  'accelerationInCamera',
  'mpjpe',
  'paMpjpe',
  'pve',
] as const satisfies readonly (keyof FrameErrors)[];

const mesh = createPosedMesh(model);

function posed(body: BodyParameters | undefined) {
  if (body === undefined) return undefined;
  const landmarks = meshLandmarks(mesh, body);
  return { landmarks, vertices: mesh.vertices.slice(), pelvis: landmarks.slice(0, 3) };
}

type Posed = NonNullable<ReturnType<typeof posed>>;

export function errorsOverTime(
  bodies: readonly (BodyParameters | undefined)[],
  truths: readonly BodyParameters[],
): FrameErrors[] {
  const said = bodies.map(posed);
  const true_ = truths.map((truth) => posed(truth) as Posed);
  return said.map((here, f) => {
    const of = (error: (a: Posed, b: Posed) => number) =>
      here === undefined ? Number.NaN : 1000 * error(here, true_[f]);
    return {
      acceleration: accelerationError(said, true_, f, ({ landmarks }) => lsp14(landmarks)),
      accelerationInCamera: accelerationError(said, true_, f, ({ landmarks }) => landmarks),
      mpjpe: of((a, b) => mpjpe(a.landmarks, b.landmarks)),
      paMpjpe: of((a, b) => paMpjpe(a.landmarks, b.landmarks)),
      pve: of(pve),
    };
  });
}

function accelerationError(
  said: readonly (Posed | undefined)[],
  truths: readonly Posed[],
  f: number,
  points: (body: Posed) => Float64Array,
): number {
  const three = [said[f - 1], said[f], said[f + 1]];
  if (three.some((body) => body === undefined)) return Number.NaN;
  const secondDifference = (bodies: readonly (Posed | undefined)[]) => {
    const [a, b, c] = bodies.map((body) => points(body as Posed));
    return b.map((value, i) => a[i] - 2 * value + c[i]);
  };
  const truth = [truths[f - 1], truths[f], truths[f + 1]];
  return 1000 * meanDistance(secondDifference(three), secondDifference(truth));
}

const BLOCK_FRAMES = 30;
const RESAMPLES = 1000;

export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Mean of the numbers that are there, with a 95 % interval by resampling blocks of a second. */
export function blockBootstrap(sequences: readonly (readonly number[])[]): Estimate {
  const blocks = sequences
    .flatMap((values) =>
      Array.from({ length: Math.ceil(values.length / BLOCK_FRAMES) }, (_, b) =>
        values.slice(BLOCK_FRAMES * b, BLOCK_FRAMES * (b + 1)).filter((v) => !Number.isNaN(v)),
      ),
    )
    .map((values) => ({ sum: values.reduce((s, v) => s + v, 0), count: values.length }));
  const meanOf = (drawn: typeof blocks) =>
    drawn.reduce((s, { sum }) => s + sum, 0) / drawn.reduce((s, { count }) => s + count, 0);
  const { uniform } = seededRandom(5);
  const means = Array.from({ length: RESAMPLES }, () =>
    meanOf(blocks.map(() => blocks[Math.floor(uniform() * blocks.length)])),
  ).toSorted((a, b) => a - b);
  return { mean: meanOf(blocks), low: means[25], high: means[RESAMPLES - 26] };
}
