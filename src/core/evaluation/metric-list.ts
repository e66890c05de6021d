/** What is told of a person, and how it is written. */
import { LENGTH_TITLES, type MeasurementName } from '../body/measurement-names.ts';

export type MetricName =
  | 'mpjpe'
  | 'paMpjpe'
  | 'pve'
  | 'accel'
  | 'pveTSc'
  | 'boneLength'
  | 'height'
  | 'chest'
  | 'waist'
  | 'hip'
  | 'mass'
  | 'pck05'
  | 'pck10'
  | 'pckTorso'
  | 'iou'
  | 'pooledIou';

export interface Metric {
  readonly title: string;
  /** What it is, in a sentence without its root. */
  readonly meaning: string;
  readonly unit: 'mm' | 'mm/frame²' | 'kg' | '';
  readonly group: 'pose' | 'shape' | 'image';
  /** Whose root is named beside it. */
  readonly root: 'protocol' | 'body pelvis' | 'none';
  readonly isHigherBetter: boolean;
  readonly decimals: number;
}

const OF_POSE = { unit: 'mm', group: 'pose', isHigherBetter: false, decimals: 1 } as const;
const OF_SHAPE = { ...OF_POSE, group: 'shape', root: 'none' } as const;
const OF_IMAGE = {
  unit: '',
  group: 'image',
  root: 'none',
  isHigherBetter: true,
  decimals: 3,
} as const;

function girth(name: Exclude<keyof typeof LENGTH_TITLES, 'height'>): Metric {
  const title = LENGTH_TITLES[name];
  return { ...OF_SHAPE, title, meaning: `absolute error of the T-pose’s ${title}` };
}

export const METRICS: Readonly<Record<MetricName, Metric>> = {
  mpjpe: {
    ...OF_POSE,
    title: 'MPJPE',
    root: 'protocol',
    meaning: 'mean distance of the joints after the roots were moved onto one another',
  },
  paMpjpe: {
    ...OF_POSE,
    title: 'PA-MPJPE',
    root: 'none',
    meaning: 'the same after the best similarity (rotation, scale, shift)',
  },
  pve: {
    ...OF_POSE,
    title: 'PVE',
    root: 'body pelvis',
    meaning: 'mean distance of all vertices after the pelvis joints were moved onto one another',
  },
  accel: {
    ...OF_POSE,
    title: 'AccErr',
    unit: 'mm/frame²',
    root: 'protocol',
    meaning: 'mean distance of the joints’ second differences over time',
  },
  pveTSc: {
    ...OF_SHAPE,
    title: 'PVE-T-SC',
    meaning: 'mean vertex distance in T-pose after shift and scale; the body of the truth',
  },
  boneLength: {
    ...OF_SHAPE,
    title: 'bone length',
    meaning: 'mean absolute error of the 23 bones of the T-pose',
  },
  height: { ...OF_SHAPE, title: 'height', meaning: 'absolute error of the T-pose’s height' },
  chest: girth('chest'),
  waist: girth('waist'),
  hip: girth('hip'),
  mass: {
    ...OF_SHAPE,
    title: 'mass',
    unit: 'kg',
    meaning: 'absolute error of the mesh’s volume at 985 kg/m³',
  },
  pck05: {
    ...OF_IMAGE,
    title: 'PCK@0.05',
    meaning: 'share of keypoints nearer than 0.05 of the longer side of the person’s box',
  },
  pck10: {
    ...OF_IMAGE,
    title: 'PCK@0.1',
    meaning: 'share of keypoints nearer than 0.1 of the longer side of the person’s box',
  },
  pckTorso: {
    ...OF_IMAGE,
    title: 'PCK@0.2 torso',
    meaning: 'share of keypoints nearer than 0.2 of the torso, right hip to left shoulder',
  },
  iou: {
    ...OF_IMAGE,
    title: 'silhouette IoU, mean',
    meaning: 'intersection over union of the outlines, mean over the people',
  },
  pooledIou: {
    ...OF_IMAGE,
    title: 'silhouette IoU, pooled',
    meaning: 'all common pixels over all pixels of either outline',
  },
};

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** Measurements whose errors are metrics of their own. */
export const MEASURED: readonly Extract<MetricName, MeasurementName>[] = [
  'height',
  'chest',
  'waist',
  'hip',
  'mass',
];
