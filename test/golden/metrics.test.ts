/** The metrics of an evaluation against numpy's (`make_metrics.py`), to a millionth. */
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { maskFromPixels } from '../../src/core/masks/mask.ts';
import { accelerationErrors } from '../../src/core/metrics/acceleration-error.ts';
import { bootstrapRatio } from '../../src/core/metrics/bootstrap.ts';
import { mean } from '../../src/core/metrics/distances.ts';
import { jointErrors, pick } from '../../src/core/metrics/joint-error.ts';
import { DATASET24_LANDMARKS, PROTOCOLS } from '../../src/core/metrics/joint-protocols.ts';
import { countCorrect, pixelDistances } from '../../src/core/metrics/pck.ts';
import { mpjpe, paMpjpe, pve } from '../../src/core/metrics/pose-error.ts';
import { boneLengths, pveTSc, restVertices } from '../../src/core/metrics/shape-error.ts';
import { overlapOf, rasteriseMesh } from '../../src/core/metrics/silhouette.ts';
import { model, sampleTruths } from '../fixtures/embedded.ts';

const golden = JSON.parse(readFileSync('test/golden/metrics.json', 'utf8'));
const MILLIONTH = 1e-6;

interface BodyCase {
  readonly name: string;
  readonly said: Record<keyof BodyParameters, number[]>;
  readonly protocols: Record<string, { mpjpe: number; paMpjpe: number; perJoint: number[] }>;
  readonly pve: number;
  readonly pveTSc: number;
  readonly boneLengths: number[];
  readonly mask: { width: number; height: number; runs: number[] };
  readonly overlap: { both: number; either: number };
}

function expectClose(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    expect(Math.abs(Number(found[i]) - Number(wanted[i]))).toBeLessThan(MILLIONTH);
  }
}

function maskOf({ width, height, runs }: BodyCase['mask']) {
  const inside = runs.flatMap((length, i) => new Array<boolean>(length).fill(i % 2 === 1));
  return maskFromPixels(width, height, (i) => inside[i] === true);
}

function posedBody(body: BodyParameters) {
  const mesh = createPosedMesh(model);
  const landmarks = meshLandmarks(mesh, body);
  return { landmarks, vertices: mesh.vertices, pelvis: landmarks.slice(0, 3) };
}

describe.each((golden.bodies as BodyCase[]).map((wanted) => [wanted.name, wanted] as const))(
  '%s with another body',
  (name, wanted) => {
    const truth = sampleTruths().find((sample) => sample.name === name);
    if (truth === undefined) throw new Error(`${name} is no sample`);
    const said = {
      pose: Float64Array.from(wanted.said.pose),
      betas: Float64Array.from(wanted.said.betas),
      translation: Float64Array.from(wanted.said.translation),
    };
    const [a, b] = [posedBody(said), posedBody(truth.body)];

    it.each(['lsp14', 'j14', 'j17'] as const)('has the joint errors of %s', (protocol) => {
      const [p, t] = [a, b].map(({ landmarks }) => pick(landmarks, DATASET24_LANDMARKS));
      const found = jointErrors(PROTOCOLS[protocol], p, t);
      const { perJoint, ...means } = wanted.protocols[protocol];
      expectClose(found.aboutRoot ?? [], perJoint);
      expectClose(
        [mean(found.aboutRoot ?? []), mean(found.afterSimilarity ?? [])],
        [means.mpjpe, means.paMpjpe],
      );
    });

    it('has the errors of mesh and shape', () => {
      const { lsp14 } = wanted.protocols;
      expectClose(
        [mpjpe(a.landmarks, b.landmarks), paMpjpe(a.landmarks, b.landmarks), pve(a, b)],
        [lsp14.mpjpe, lsp14.paMpjpe, wanted.pve],
      );
      const rest = [said, truth.body].map(({ betas }) => restVertices(model, betas));
      expectClose([pveTSc(rest[0], rest[1])], [wanted.pveTSc]);
      const [p, t] = [said, truth.body].map(({ betas }) => boneLengths(model, betas));
      expectClose(
        p.map((length, i) => length - t[i]),
        wanted.boneLengths,
      );
    });

    it('has the silhouette, pixel for pixel', () => {
      const camera = {
        focalLength: truth.camera.focalLength / 4,
        principalX: truth.camera.principalX / 4,
        principalY: truth.camera.principalY / 4,
      };
      const [p, t] = [a, b].map(({ vertices }) => {
        const pixels = new Float64Array((2 * vertices.length) / 3);
        projectPoints(camera, vertices, pixels);
        return rasteriseMesh(pixels, model.faces, wanted.mask);
      });
      expect(p).toEqual(maskOf(wanted.mask));
      expect(overlapOf(p, t)).toEqual(wanted.overlap);
    });
  },
);

test('triangles whose edges run through middles of pixels are filled as numpy fills them', () => {
  const { pixels, faces, mask } = golden.triangles;
  const found = rasteriseMesh(Float64Array.from(pixels), Uint32Array.from(faces), mask);
  expect(found).toEqual(maskOf(mask));
});

test('accelerations', () => {
  const { predicted, truth, errors } = golden.motion;
  const frames = (rows: number[][]) => rows.map((row) => Float64Array.from(row));
  const found = accelerationErrors(frames(predicted), frames(truth));
  expect(found.map(({ frame }) => frame)).toEqual([1, 2, 3, 4]);
  expectClose(
    found.map(({ error }) => error),
    errors,
  );
});

test('PCK', () => {
  const { predicted, truth, lengthPx, correct, known } = golden.pck;
  const distances = pixelDistances(
    predicted,
    (truth as (number | null)[]).map((value) => value ?? Number.NaN),
  );
  for (const [tau, count] of Object.entries(correct)) {
    expect(countCorrect(distances, lengthPx, Number(tau))).toEqual({ correct: count, known });
  }
});

test('bootstrap', () => {
  const { shares, uniform, value, low95, high95 } = golden.bootstrap;
  let drawn = 0;
  const found = bootstrapRatio(shares, () => uniform[drawn++], uniform.length / shares.length);
  expectClose(
    [found.value, found.low95 ?? Number.NaN, found.high95 ?? Number.NaN],
    [value, low95, high95],
  );
});
