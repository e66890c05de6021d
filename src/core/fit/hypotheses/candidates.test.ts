import { describe, expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../../body/body-model.ts';
import { BONES, type Bone, LIMB_BONES } from '../../body/bones.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import { fitBody, refitBody } from '../fitter.ts';
import type { FitProblem } from '../problem.ts';
import { jointsFromPelvis, rmsDistance } from '../skeleton/joint-distance.ts';
import { unknownsOf } from '../skeleton/unknowns.ts';
import { type DepthPick, depthPickTerm } from '../terms/depth-pick.ts';
import { boneDepth } from './bone-flips.ts';
import { candidateBodies } from './candidates.ts';
import { obeyDepthPicks } from './obey-picks.ts';

const fitter = newFitter();
const { kinematics } = fitter.workspace;
const truths = sampleTruths().slice(0, 8);

function problemOf({ body, landmarks, camera }: (typeof truths)[number]): FitProblem {
  const points = COCO17.landmarks.map((landmark) => ({
    landmark,
    x: landmarks[2 * landmark],
    y: landmarks[2 * landmark + 1],
    weight: 1,
    robust: true,
  }));
  const ys = points.map(({ y }) => y);
  const cropSidePx = 1.2 * (Math.max(...ys) - Math.min(...ys));
  const rest = { camera, points, placingPoints: [], cropSidePx, constraints: [] };
  return { preset: 'anchored', regression: body, ...rest };
}

function depth(body: BodyParameters, bone: Bone): number {
  return boneDepth(kinematics, unknownsOf(body), bone);
}

describe('candidateBodies', () => {
  it('gives the shown body first, then distinct ones whose probabilities sum to 1', () => {
    for (const sample of truths) {
      const problem = problemOf(sample);
      const { body } = fitBody(fitter, problem, [sample.body]);
      const candidates = candidateBodies(fitter, problem, body);
      expect(candidates[0]?.body.pose).toEqual(body.pose);
      expect(candidates[0]?.turned).toEqual([]);
      expect(candidates.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
      const joints = candidates.map((c) => jointsFromPelvis(kinematics, unknownsOf(c.body)));
      for (const [i, a] of joints.entries()) {
        for (const b of joints.slice(i + 1)) expect(rmsDistance(a, b)).toBeGreaterThan(0.02);
      }
    }
  });

  it('names the bones that point the other way', () => {
    for (const sample of truths.slice(0, 4)) {
      const problem = problemOf(sample);
      const { body } = fitBody(fitter, problem, [sample.body]);
      for (const { body: other, turned } of candidateBodies(fitter, problem, body)) {
        for (const { bone, direction } of turned) {
          expect(Math.sign(depth(other, bone))).toBe(direction === 'away' ? 1 : -1);
          expect(Math.sign(depth(body, bone))).toBe(direction === 'away' ? -1 : 1);
        }
      }
    }
  });

  it('offers the body of the points alone where the regression contradicts them', () => {
    const sample = truths[0];
    const pose = sample.body.pose.map((value, i) => value + (i > 2 ? 0.6 * Math.sin(i) : 0));
    const problem = { ...problemOf(sample), regression: { ...sample.body, pose } };
    const firm = {
      ...fitter,
      error: { ...fitter.error, precision: fitter.error.precision.map((p) => 300 * p) },
    };
    const { body } = fitBody(firm, problem, [problem.regression]);
    const candidates = candidateBodies(firm, problem, body);
    expect(candidates.filter(({ isAnchored }) => !isAnchored)).toHaveLength(1);
    const settled = candidateBodies(fitter, problemOf(sample), sample.body);
    expect(settled.every(({ isAnchored }) => isAnchored)).toBe(true);
  });

  it('gives the other minima where there is no regression', () => {
    const problem = { ...problemOf(truths[1]), regression: undefined };
    const { body } = fitBody(fitter, problem, [truths[1].body]);
    const candidates = candidateBodies(fitter, problem, body);
    expect(candidates.length).toBeGreaterThan(1);
    for (const { weight } of candidates) expect(weight).toBeGreaterThan(0);
  });
});

describe('a depth pick', () => {
  it('wins over the regression, in the whole fit and in a refit, for every limb bone', () => {
    const asked = truths
      .slice(0, 4)
      .flatMap(({ body }, i) =>
        LIMB_BONES.filter((bone) => Math.abs(depth(body, bone)) > 0.05).map(
          (bone) => [truths[i], bone] as const,
        ),
      );
    expect(asked.length).toBeGreaterThan(10);
    for (const [sample, bone] of asked) {
      const direction = depth(sample.body, bone) < 0 ? 'away' : 'towards';
      const pick: DepthPick = { joint: bone.joint, direction };
      const start = obeyDepthPicks(kinematics, sample.body, [pick]);
      const problem = {
        ...problemOf(sample),
        regression: start,
        constraints: [depthPickTerm(pick)],
      };
      const whole = fitBody(fitter, problem, [start]).body;
      const again = refitBody(fitter, problem, whole).body;
      const wanted = direction === 'away' ? 1 : -1;
      expect([whole, again].map((body) => Math.sign(depth(body, bone)))).toEqual([wanted, wanted]);
    }
  });

  it('leaves a body alone that is as it was picked', () => {
    for (const { body } of truths) {
      const picks = BONES.map((bone): DepthPick => {
        return { joint: bone.joint, direction: depth(body, bone) < 0 ? 'towards' : 'away' };
      });
      const obeyed = obeyDepthPicks(kinematics, body, picks);
      for (const [i, value] of obeyed.pose.entries())
        expect(value).toBeCloseTo(body.pose[i] ?? 0, 9);
    }
  });

  it('lays a bone flat', () => {
    const [body] = truths.map((truth) => truth.body);
    for (const bone of LIMB_BONES) {
      const flat = obeyDepthPicks(kinematics, body, [{ joint: bone.joint, direction: 'flat' }]);
      expect(Math.abs(depth(flat, bone))).toBeLessThan(0.021);
    }
  });
});
