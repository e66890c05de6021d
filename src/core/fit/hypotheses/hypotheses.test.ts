import { expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../../body/body-model.ts';
import { LIMB_BONES } from '../../body/bones.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { fitBody } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { bodyFromUnknowns, STRIDE, unknownsFromBody } from '../skeleton/unknowns.ts';
import { boneDepth, flipBone } from './bone-flips.ts';
import { fitWithHypotheses, searchHypotheses } from './hypotheses.ts';

const fitter = newFitter();
const { kinematics } = fitter.workspace;
const truths = sampleTruths().slice(0, 8);

function problemOf(sample: (typeof truths)[number], preset: FitProblem['preset']): FitProblem {
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: sample.landmarks[2 * landmark],
    y: sample.landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  }));
  const ys = points.map(({ y }) => y);
  const cropSidePx = 1.2 * (Math.max(...ys) - Math.min(...ys));
  const rest = { camera: sample.camera, points, placingPoints: [], cropSidePx, constraints: [] };
  return { preset, regression: sample.body, ...rest };
}

/** The truth with some bones the wrong way round. */
function misread({ body }: (typeof truths)[number], bones: typeof LIMB_BONES): BodyParameters {
  const x = unknowns(body);
  for (const bone of bones) flipBone(kinematics, x, bone);
  return bodyFromUnknowns(x);
}

function unknowns(body: BodyParameters): Float64Array {
  const x = new Float64Array(STRIDE);
  unknownsFromBody(body, x);
  return x;
}

it('never ends above the single start, nor above fewer rounds, with any preset', () => {
  for (const sample of truths) {
    for (const preset of ['anchored', 'spin-energy'] as const) {
      const problem = problemOf(sample, preset);
      const start = misread(sample, LIMB_BONES.slice(4, 6));
      const single = fitBody(fitter, problem, [start], false).energy;
      const one = fitWithHypotheses(fitter, problem, [start], { rounds: 1 }).energy;
      const three = fitWithHypotheses(fitter, problem, [start], { rounds: 3 }).energy;
      expect(one).toBeLessThanOrEqual(single);
      expect(three).toBeLessThanOrEqual(one * 1.0001);
    }
  }
});

it('finds the way back from a forearm that points the wrong way', () => {
  const forearm = LIMB_BONES[6];
  for (const sample of truths) {
    const before = boneDepth(kinematics, unknowns(sample.body), forearm);
    if (Math.abs(before) < 0.05) continue;
    const start = misread(sample, [forearm]);
    const { body } = fitWithHypotheses(fitter, problemOf(sample, 'anchored'), [start], {
      rounds: 1,
    });
    expect(Math.sign(boneDepth(kinematics, unknowns(body), forearm))).toBe(Math.sign(before));
  }
});

it('gives distinct bodies, the lowest energy first, and the same ones again', () => {
  const problem = problemOf(truths[0], 'anchored');
  const search = () => searchHypotheses(fitter, problem, [truths[0].body], { rounds: 2 }).minima;
  const minima = search();
  const energies = minima.map(({ energy }) => energy);
  expect(energies).toEqual(energies.toSorted((a, b) => a - b));
  expect(search()).toEqual(minima);
});
