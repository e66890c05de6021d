/**
 * EFT's fits (https://github.com/facebookresearch/eft), for bodies of SMPL: rotation matrices as the
 * crop's camera sees the root, and the camera that scales before it shifts.
 */
import { BODY25_FROM_COCO17, SPIN24_FROM_COCO17 } from '../keypoints/joint-sets.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import type { SpinRow } from './spin-dataset.ts';

const VERSION = 0.1;
/** Slots of BODY_25 that the 18 points of OpenPose's older model are. */
const COCO18_SLOTS = [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18];
const DECIMALS = 7;

/** The json document, as an object; people without a body are left out. */
export function eftDocument(rows: readonly SpinRow[]) {
  return { ver: VERSION, data: rows.flatMap(personOf) };
}

function personOf(row: SpinRow): object[] {
  const { cropPose, betas, full, centerX, centerY, scale } = row;
  if (cropPose === undefined || betas === undefined || full === undefined) return [];
  const { s, tx, ty } = full.scaledCamera;
  const points = spin49(row);
  const isPresent = (slot: number) => (points[slot]?.[2] ?? 0) > 0;
  return [
    {
      parm_pose: rotationsOf(cropPose),
      parm_shape: Array.from(betas, rounded),
      parm_cam: [s, tx, ty].map(rounded),
      bbox_scale: rounded(scale),
      bbox_center: [rounded(centerX), rounded(centerY)],
      joint_validity_openpose18: COCO18_SLOTS.map((slot) => validity(row, slot, isPresent)),
      smpltype: 'smpl',
      annotId: [row.personId],
      imageName: row.imageName,
      gt_keypoint_2d: points,
    },
  ];
}

function validity(
  { jointSet }: SpinRow,
  slot: number,
  isPresent: (slot: number) => boolean,
): boolean {
  return jointSet === 'body25'
    ? isPresent(slot)
    : COCO_OF_BODY25.get(slot)?.some(isPresent) === true;
}

/** For people in COCO-17: the slot of SPIN's 49 that holds each of OpenPose's points. */
const COCO_OF_BODY25 = new Map(
  BODY25_FROM_COCO17.map((slot, coco) => [slot, [25 + (SPIN24_FROM_COCO17[coco] ?? 0)]] as const),
);

/** Shape [24, 3, 3]. */
function rotationsOf(pose: Float64Array): number[][][] {
  const R = new Float64Array(9);
  return Array.from({ length: 24 }, (_, joint) => {
    matrixFromAxisAngle(pose, 3 * joint, R, 0);
    return [0, 3, 6].map((row) => Array.from(R.subarray(row, row + 3), rounded));
  });
}

/** SPIN's 49 joints, shape [49, 3]: pixels of the image, confidence. */
function spin49({ jointSet, points }: SpinRow): number[][] {
  const out = Array.from({ length: 49 }, () => [0, 0, 0]);
  const slotOf = (i: number) => (jointSet === 'body25' ? i : 25 + (SPIN24_FROM_COCO17[i] ?? 0));
  for (let i = 0; 3 * i < points.length; i++) {
    out[slotOf(i)] = Array.from(points.subarray(3 * i, 3 * i + 3), rounded);
  }
  return out;
}

function rounded(value: number): number {
  return Number(value.toFixed(DECIMALS));
}
