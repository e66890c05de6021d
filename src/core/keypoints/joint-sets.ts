/**
 * Lists of 2D points that detectors, data sets and trainers use, as indices into the body's 54
 * landmarks (24 skeleton joints, 21 vertices, 9 regressed points). Left and right are the person's.
 */
export type Side = 'left' | 'right' | 'centre';

export interface JointSet {
  readonly name: string;
  readonly pointNames: readonly string[];
  /** Landmark of each point, 0 … 53. */
  readonly landmarks: readonly number[];
  /** The point on the other side of the body. */
  readonly flip: readonly number[];
  /** Bones to draw, as pairs of points. */
  readonly edges: readonly (readonly [number, number])[];
}

/** https://cocodataset.org/#keypoints-2020, the order of MoveNet too. */
export const COCO17: JointSet = {
  name: 'coco17',
  pointNames: [
    'nose',
    'left eye',
    'right eye',
    'left ear',
    'right ear',
    'left shoulder',
    'right shoulder',
    'left elbow',
    'right elbow',
    'left wrist',
    'right wrist',
    'left hip',
    'right hip',
    'left knee',
    'right knee',
    'left ankle',
    'right ankle',
  ],
  landmarks: [24, 26, 25, 28, 27, 16, 17, 18, 19, 20, 21, 1, 2, 4, 5, 7, 8],
  flip: [0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15],
  edges: [
    [0, 1],
    [0, 2],
    [1, 3],
    [2, 4],
    [5, 6],
    [5, 7],
    [7, 9],
    [6, 8],
    [8, 10],
    [5, 11],
    [6, 12],
    [11, 12],
    [11, 13],
    [13, 15],
    [12, 14],
    [14, 16],
  ],
};

/** OpenPose's 25 points. */
export const BODY25: JointSet = {
  name: 'body25',
  pointNames: [
    'nose',
    'neck',
    'right shoulder',
    'right elbow',
    'right wrist',
    'left shoulder',
    'left elbow',
    'left wrist',
    'mid hip',
    'right hip',
    'right knee',
    'right ankle',
    'left hip',
    'left knee',
    'left ankle',
    'right eye',
    'left eye',
    'right ear',
    'left ear',
    'left big toe',
    'left small toe',
    'left heel',
    'right big toe',
    'right small toe',
    'right heel',
  ],
  landmarks: [
    24, 12, 17, 19, 21, 16, 18, 20, 0, 2, 5, 8, 1, 4, 7, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34,
  ],
  flip: [0, 1, 5, 6, 7, 2, 3, 4, 8, 12, 13, 14, 9, 10, 11, 16, 15, 18, 17, 22, 23, 24, 19, 20, 21],
  edges: [
    [0, 1],
    [1, 2],
    [2, 3],
    [3, 4],
    [1, 5],
    [5, 6],
    [6, 7],
    [1, 8],
    [8, 9],
    [9, 10],
    [10, 11],
    [8, 12],
    [12, 13],
    [13, 14],
    [0, 15],
    [15, 17],
    [0, 16],
    [16, 18],
    [14, 19],
    [19, 20],
    [14, 21],
    [11, 22],
    [22, 23],
    [11, 24],
  ],
};

/** Point of BODY_25 that a COCO point is. */
export const BODY25_FROM_COCO17: readonly number[] = [
  0, 16, 15, 18, 17, 5, 2, 6, 3, 7, 4, 12, 9, 13, 10, 14, 11,
];

/** Slot of SPIN's 24 data-set joints (`part`) that a COCO point fills. */
export const SPIN24_FROM_COCO17: readonly number[] = [
  19, 20, 21, 22, 23, 9, 8, 10, 7, 11, 6, 3, 2, 4, 1, 5, 0,
];

/** SPIN's 49 joints, BODY_25 and then the 24 data-set joints, as landmarks. */
export const SPIN49_LANDMARKS: readonly number[] = [
  ...BODY25.landmarks,
  ...[8, 5, 45, 46, 4, 7, 21, 19, 17, 16, 18, 20, 47, 48, 49, 50, 51, 52, 53, 24, 26, 25, 28, 27],
];

const SETS: Readonly<Record<'coco17' | 'body25', JointSet>> = { coco17: COCO17, body25: BODY25 };

export function jointSetOf(name: 'coco17' | 'body25'): JointSet {
  return SETS[name];
}

/** The side that a point lies on, by its name. */
export function sideOf(set: JointSet, point: number): Side {
  const first = set.pointNames[point].split(' ')[0];
  return first === 'left' || first === 'right' ? first : 'centre';
}

const FACE = new Set(['nose', 'left eye', 'right eye', 'left ear', 'right ear']);

/** Points of the face, which detectors invent on people seen from behind. */
export function isFacePoint(set: JointSet, point: number): boolean {
  return FACE.has(set.pointNames[point]);
}
