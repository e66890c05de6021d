/** What other programs wrote about people: annotations, data sets, truths. */
import { readFileSync } from 'node:fs';
import { readTruth, truthFormatOf } from '../../../src/core/evaluation/truths/read-truth.ts';
import { annotatedCameraHmr } from '../../../src/core/formats/annotations/camera-hmr.ts';
import { annotatedCoco, readCoco } from '../../../src/core/formats/annotations/coco.ts';
import { annotatedEft, readEft } from '../../../src/core/formats/annotations/eft.ts';
import { annotatedHmr2, readHmr2Dataset } from '../../../src/core/formats/annotations/hmr2.ts';
import { annotatedOpenPose } from '../../../src/core/formats/annotations/openpose.ts';
import { annotatedSpin, readSpinDataset } from '../../../src/core/formats/annotations/spin.ts';
import { cocoDocument } from '../../../src/core/formats/coco-keypoints.ts';
import { hmr2Dataset } from '../../../src/core/formats/hmr2-dataset.ts';
import { type NpzArrays, readNpz, writeNpz } from '../../../src/core/formats/npz.ts';
import { type SpinRow, spinDataset } from '../../../src/core/formats/spin-dataset.ts';
import { damagedJson } from '../mutate-json.ts';
import type { Seed, Target } from '../target.ts';
import { entriesOf } from './arrays.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const json = (value: unknown): Seed => ({
  bytes: new TextEncoder().encode(JSON.stringify(value)),
  damage: damagedJson,
});

const PACKED = 'Zn0d0l00Rk0]OaUO0000000000000000000000000000000000000d5';
const IMAGE = { id: 7, file_name: 'day 1/ünï.jpg', width: 64, height: 48 };
const KEYPOINTS = Array.from({ length: 17 }, (_, i) => [10 + i, 20 + 2 * i, i % 3]).flat();

function cocoFile(segmentation: unknown): Seed {
  const person = { id: 9, image_id: 7, keypoints: KEYPOINTS, bbox: [1, 2, 30, 40], segmentation };
  const { categories } = cocoDocument([], []);
  return json({ images: [IMAGE], annotations: [person], categories });
}

const coco: Target = {
  seeds: [
    cocoFile([[1, 1, 4, 1, 4, 3, 1, 3]]),
    cocoFile({ size: [48, 64], counts: [0, 5, 48 * 64 - 5] }),
    cocoFile({ size: [48, 64], counts: PACKED }),
  ],
  read: (bytes) => annotatedCoco(readCoco(text(bytes), 'mutant.json'), 'mutant.json'),
};

const IDENTITY = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
const EFT_PERSON = {
  parm_pose: Array.from({ length: 24 }, () => IDENTITY),
  parm_shape: Array.from({ length: 10 }, (_, i) => i / 10),
  parm_cam: [0.9, 0.1, -0.2],
  bbox_center: [120, 130],
  bbox_scale: 1.25,
  gt_keypoint_2d: Array.from({ length: 49 }, (_, i) => [i, 2 * i, i % 2]),
  joint_validity_openpose18: new Array(18).fill(true),
  smpltype: 'smpl',
  annotId: [425],
  imageName: 'a.jpg',
};

const eft: Target = {
  seeds: [json({ ver: 0.1, data: [EFT_PERSON] })],
  read: (bytes) => annotatedEft(readEft(text(bytes), 'mutant.json')),
};

const openPosePerson = (count: number) => ({
  person_id: [-1],
  pose_keypoints_2d: Array.from({ length: 3 * count }, (_, i) => i / 2),
});

const openPose: Target = {
  seeds: [25, 18].map((count) => json({ version: 1.3, people: [openPosePerson(count)] })),
  read: (bytes) => annotatedOpenPose(text(bytes), 'a_keypoints.json'),
};

const ROW: SpinRow = {
  imageName: 'day 1/ünï.jpg',
  personId: 3,
  state: 'accepted',
  jointSet: 'body25',
  points: Float64Array.from({ length: 75 }, (_, k) => k),
  centerX: 50,
  centerY: 60,
  scale: 1.5,
  cropPose: new Float64Array(72).fill(0.25),
  betas: new Float64Array(10).fill(-1),
  full: undefined,
  constraints: '{}',
  imageEvidence: '',
};
const BODY = { name: 'smpl', hash: 'cd', isSmpl: true };

/** The archive, and each of its arrays by itself. */
function dataset(arrays: NpzArrays, read: (arrays: NpzArrays) => unknown): Target {
  const archive = writeNpz(arrays);
  return {
    seeds: [{ bytes: archive }, ...entriesOf(archive)],
    read: (bytes) => read(readNpz(bytes, 'mutant.npz')),
  };
}

const floats = (...shape: number[]) => ({
  shape,
  data: Float64Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i / 7),
});
const INTRINSICS = [500, 0, 320, 0, 500, 240, 0, 0, 1];
const CAMERA_HMR: NpzArrays = {
  imgname: { shape: [2], data: ['a.jpg', 'b.jpg'] },
  pose: floats(2, 72),
  shape: floats(2, 10),
  cam_int: { shape: [2, 3, 3], data: Float64Array.of(...INTRINSICS, ...INTRINSICS) },
  cam_t: floats(2, 3),
  gt_keypoints: floats(2, 25, 3),
};

const goldenTruth = (name: string): Target => {
  const bytes = new Uint8Array(readFileSync(`test/golden/truths/${name}`));
  const read = (mutant: Uint8Array) => readTruth({ source: name, bytes: mutant });
  return { seeds: [{ bytes }, ...(name.endsWith('npz') ? entriesOf(bytes) : [])], read };
};

const truthJson: Target = {
  seeds: [
    json({ 'a.jpg': { pose: new Array(72).fill(0), betas: new Array(10).fill(0) } }),
    json({ ver: 0.1, data: [EFT_PERSON] }),
  ],
  read: (bytes) =>
    readTruth({ source: 'mutant.json', bytes }, truthFormatOf({ source: 'mutant.json', bytes })),
};

export const ANNOTATION_FILES = {
  coco: () => coco,
  eft: () => eft,
  openpose: () => openPose,
  'spin data set': () =>
    dataset(spinDataset([ROW, ROW], BODY), (arrays) =>
      annotatedSpin(readSpinDataset(arrays, 'mutant.npz')),
    ),
  'hmr2 data set': () =>
    dataset(hmr2Dataset([ROW, ROW], BODY), (arrays) =>
      annotatedHmr2(readHmr2Dataset(arrays, 'mutant.npz')),
    ),
  'camera-hmr data set': () =>
    dataset(CAMERA_HMR, (arrays) => annotatedCameraHmr(arrays, 'mutant.npz')),
  '3dpw truth': () => goldenTruth('courtyard_made_up_00.pkl'),
  'ssp-3d truth': () => goldenTruth('labels.npz'),
  'json truth': () => truthJson,
};
