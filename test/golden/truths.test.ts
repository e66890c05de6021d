/** Truth files as Python writes them (`make_truths.py`). */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTruth, truthFormatOf } from '../../src/core/evaluation/truths/read-truth.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import { maskFromPixels } from '../../src/core/masks/mask.ts';
import { matrixFromAxisAngle } from '../../src/core/math/rotation.ts';

const FOLDER = 'test/golden/truths';
const read = (name: string) => ({ source: name, bytes: readFileSync(`${FOLDER}/${name}`) });
const cut = (name: string) => ({ ...read(name), bytes: read(name).bytes.subarray(0, 3000) });

test('a sequence of 3DPW: valid frames, joints and root as the camera has them', () => {
  const file = read('courtyard_made_up_00.pkl');
  expect(truthFormatOf(file)).toBe('3dpw');
  const { truths, notes } = readTruth(file);
  expect(truths.map(({ imageName, key }) => `${imageName} ${key}`)).toEqual([
    'imageFiles/courtyard_made_up_00/image_00000.jpg 0',
    'imageFiles/courtyard_made_up_00/image_00001.jpg 0',
    'imageFiles/courtyard_made_up_00/image_00003.jpg 0',
    'imageFiles/courtyard_made_up_00/image_00001.jpg 1',
    'imageFiles/courtyard_made_up_00/image_00002.jpg 1',
    'imageFiles/courtyard_made_up_00/image_00003.jpg 1',
  ]);
  const { joints, root } = readNpz(readFileSync(`${FOLDER}/courtyard_expected.npz`), 'expected');
  const [, second] = truths;
  const { body, joints3d, camera, sequence } = second ?? {};
  expect(body?.of).toEqual({ name: 'smpl', gender: 'm' });
  const R = new Float64Array(9);
  matrixFromAxisAngle(body?.parameters.pose ?? new Float64Array(3), 0, R, 0);
  for (const [i, value] of [...R].entries()) expect(value).toBeCloseTo(Number(root?.data[i]), 9);
  for (const [i, value] of [...(joints3d?.positions ?? [])].entries()) {
    expect(value).toBeCloseTo(Number(joints?.data[i]), 9);
  }
  expect(body?.pelvis).toEqual(joints3d?.positions.slice(0, 3));
  expect(camera?.focalLength).toBeCloseTo(1965.55, 9);
  expect([camera?.principalX, camera?.principalY]).toEqual([540, 960]);
  expect(sequence).toEqual({ name: 'courtyard_made_up_00 0', frame: 1 });
  expect(truths[3]?.body?.parameters.betas).toHaveLength(10);
  expect(notes).toHaveLength(1);
});

test('labels of SSP-3D, with the silhouettes beside them', () => {
  const file = read('labels.npz');
  expect(truthFormatOf(file)).toBe('ssp-3d');
  const mask = maskFromPixels(512, 512, (i) => i < 512);
  const { truths } = readTruth({
    ...file,
    maskOf: (name) => (name === 'b.png' ? mask : undefined),
  });
  expect(truths.map(({ imageName }) => imageName)).toEqual(['a.png', 'b.png']);
  expect(truths.map(({ body }) => body?.of.gender)).toEqual(['m', 'f']);
  expect(truths.map((truth) => truth.mask)).toEqual([undefined, mask]);
  expect(truths[0]?.camera).toEqual({ focalLength: 5000, principalX: 256, principalY: 256 });
  expect([...(truths[1]?.body?.parameters.translation ?? [])]).toEqual([0.1, 0.3, 50]);
  expect(truths[0]?.boxSidePx).toBe(300);
});

test.each([
  ['courtyard_made_up_00.pkl', 'Not a usable pickle: it ends too early'],
  ['labels.npz', 'Not a usable .npz file'],
])('half of %s is refused', (name, message) => {
  expect(() => readTruth(cut(name), truthFormatOf(read(name)))).toThrow(message);
});
