import { expect, test } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { jointErrors } from './joint-error.ts';
import { datasetJointsFromH36m, jointNamesOf, PROTOCOLS } from './joint-protocols.ts';

const random = seededRandom(11);
const joints = Float64Array.from({ length: 72 }, random.normal);

test('a joint that is not known on one side is left out, and said which were not', () => {
  const truth = joints.slice().fill(Number.NaN, 0, 3);
  const moved = joints.map((value, i) => (i === 3 * 13 ? value + 0.5 : value));
  const found = jointErrors(PROTOCOLS.lsp14, moved, truth);
  expect(found.joints).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect([...(found.aboutRoot ?? [])]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5]);
});

test('without its root there is no MPJPE, and with two joints no PA-MPJPE', () => {
  const rootless = joints.slice().fill(Number.NaN, 6, 9);
  const found = jointErrors(PROTOCOLS.lsp14, joints, rootless);
  expect(found.aboutRoot).toBeUndefined();
  expect(found.afterSimilarity).toHaveLength(13);
  const two = joints.slice().fill(Number.NaN, 6);
  expect(jointErrors(PROTOCOLS.lsp14, joints, two).afterSimilarity).toBeUndefined();
});

test('another root gives another MPJPE, and the same PA-MPJPE', () => {
  const moved = joints.map((value, i) => (i < 9 ? value + 0.3 : value));
  const about = (root: { title: string; joints: number[] }) =>
    jointErrors({ ...PROTOCOLS.j14, root }, moved, joints);
  const [hips, pelvis] = [
    about({ title: 'hips', joints: [2, 3] }),
    about(PROTOCOLS.j14.root as never),
  ];
  expect(hips.aboutRoot).not.toEqual(pelvis.aboutRoot);
  expect(hips.afterSimilarity).toEqual(pelvis.afterSimilarity);
});

test('Human3.6M’s joints come into SPIN’s slots: the left knee, the pelvis, no face', () => {
  const h36m = Float64Array.from({ length: 51 }, (_, i) => Math.trunc(i / 3));
  const slots = datasetJointsFromH36m(h36m);
  const names = [4, 14, 18].map((slot) => jointNamesOf(PROTOCOLS.h36m14)[slot]);
  expect(names).toEqual(['left knee', 'pelvis (MPII)', 'head (H36M)']);
  expect([slots[3 * 4], slots[3 * 14], slots[3 * 18]]).toEqual([2, 0, 10]);
  expect(slots[3 * 19]).toBeNaN();
});
