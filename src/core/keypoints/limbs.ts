/** Which points hang on which, for edits that take more than one of them along. */
import { type JointSet, sideOf } from './joint-sets.ts';

/** Each pair is a point's name and the one that carries it. */
const CARRIERS: Readonly<Record<string, string>> = {
  elbow: 'shoulder',
  wrist: 'elbow',
  knee: 'hip',
  ankle: 'knee',
  'big toe': 'ankle',
  'small toe': 'ankle',
  heel: 'ankle',
};

const CENTRE_CHILDREN: Readonly<Record<string, readonly string[]>> = {
  nose: ['left eye', 'right eye', 'left ear', 'right ear'],
  neck: ['nose', 'left shoulder', 'right shoulder'],
  'mid hip': ['left hip', 'right hip'],
};

const ARM = new Set(['shoulder', 'elbow', 'wrist']);
const LEG = new Set(['hip', 'knee', 'ankle', 'big toe', 'small toe', 'heel']);
const HEAD = new Set(['eye', 'ear']);

/** Its name without left or right. */
function partOf(set: JointSet, point: number): string {
  return set.pointNames[point].replace(/^(left|right) /, '');
}

function childrenOf(set: JointSet, point: number): number[] {
  const inCentre = CENTRE_CHILDREN[set.pointNames[point]] ?? [];
  return set.pointNames.flatMap((name, i) => {
    const isCarried =
      CARRIERS[partOf(set, i)] === partOf(set, point) && sideOf(set, i) === sideOf(set, point);
    return (isCarried && i !== point) || inCentre.includes(name) ? [i] : [];
  });
}

/** The point and all that hangs on it, the point first. */
export function withChildren(set: JointSet, point: number): number[] {
  return [point, ...childrenOf(set, point).flatMap((child) => withChildren(set, child))];
}

/** All points of the arm, leg or half of the face that a point belongs to, on both sides; none in the middle. */
export function limbPairs(set: JointSet, point: number): number[] {
  if (sideOf(set, point) === 'centre') return [];
  const part = partOf(set, point);
  const limb = [ARM, LEG, HEAD].find((parts) => parts.has(part)) ?? new Set([part]);
  return everyPoint(set).filter((i) => limb.has(partOf(set, i)));
}

export function everyPoint(set: JointSet): number[] {
  return set.pointNames.map((_, i) => i);
}

/** "arm", "leg" or "face", for words. */
export function limbName(set: JointSet, point: number): string {
  const part = partOf(set, point);
  if (ARM.has(part)) return 'arm';
  return LEG.has(part) ? 'leg' : 'face';
}
