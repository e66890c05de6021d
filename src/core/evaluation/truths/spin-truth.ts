/** SPIN's data set npz as a truth: pose, shape, S, part and openpose, whatever of them is there. */
import { readSpinDataset, type SpinDataset } from '../../formats/annotations/spin.ts';
import { readNpz } from '../../formats/npz.ts';
import { BODY25 } from '../../keypoints/joint-sets.ts';
import { DATASET24_LANDMARKS } from '../../metrics/joint-protocols.ts';
import type { BodyIdentity, Truth, TruthFile } from '../subject.ts';
import { confidentPlace, invalidTruth, pointsOfLandmarks, requireFinite } from './truth-parts.ts';

/** Crops are this much larger than the person's box. */
const CROP_MARGIN = 1.2;

/** @throws StudioError `format/invalid` */
export function readSpinTruth(bytes: Uint8Array, source: string): TruthFile {
  const data = readSpinDataset(readNpz(bytes, source), source);
  if (data.count === 0) throw invalidTruth(source, 'it has no rows');
  const truths = Array.from({ length: data.count }, (_, i) => truthOf(data, i, source));
  const isTurned = data.bodyName !== undefined && truths.some(({ body }) => body);
  return { format: 'spin-npz', truths, notes: isTurned ? [CROP_ROOT] : [] };
}

const CROP_ROOT =
  'The file’s root orientations are as SPIN’s crop camera sees them, the project’s as the camera of ' +
  'the whole picture does: MPJPE and PVE hold the turn between the two, PA-MPJPE does not.';

function truthOf(data: SpinDataset, i: number, source: string): Truth {
  return {
    imageName: data.imageNames[i],
    key: String(i),
    body: bodyOf(data, i, source),
    joints3d: jointsOf(data.joints3d, i, source),
    points: pointsOf(data, i),
    boxSidePx: (200 * data.crops[i].scale) / CROP_MARGIN,
  };
}

function bodyOf(data: SpinDataset, i: number, source: string): Truth['body'] {
  const pose = data.pose?.slice(72 * i, 72 * i + 72);
  const betas = data.betas?.slice(10 * i, 10 * i + 10);
  const of = identityOf(data, i);
  // The studio writes has_smpl = 0 for a body that is not SMPL; its rows are bodies all the same.
  const isThere = of.name.startsWith('smpl')
    ? data.hasSmpl[i] > 0
    : pose?.some((value) => value !== 0);
  if (pose === undefined || betas === undefined || !isThere) return undefined;
  requireFinite(pose, `pose of row ${i}`, source);
  requireFinite(betas, `shape of row ${i}`, source);
  return { of, parameters: { pose, betas, translation: new Float64Array(3) } };
}

function identityOf({ bodyName, bodyHash, genders }: SpinDataset, i: number): BodyIdentity {
  if (bodyName !== undefined) return { name: bodyName, hash: bodyHash };
  const gender = genders?.[i];
  return { name: 'smpl', gender: gender === 'm' || gender === 'f' ? gender : 'n' };
}

/** Shape [24, 3]; NaN where the confidence is 0. */
function jointsOf(all: Float64Array | undefined, i: number, source: string): Truth['joints3d'] {
  if (all === undefined) return undefined;
  const positions = new Float64Array(72).fill(Number.NaN);
  for (let joint = 0; joint < 24; joint++) {
    const at = 96 * i + 4 * joint;
    if (!(all[at + 3] > 0)) continue;
    positions.set(requireFinite(all.subarray(at, at + 3), `S of row ${i}`, source), 3 * joint);
  }
  return positions.every(Number.isNaN) ? undefined : { list: 'dataset24', positions };
}

/** Labelled points where there are some, else the detected ones. */
function pointsOf({ part, openpose }: SpinDataset, i: number): Float64Array | undefined {
  const labelled =
    part &&
    pointsOfLandmarks(DATASET24_LANDMARKS, (joint) => confidentPlace(part, 72 * i + 3 * joint));
  if (labelled !== undefined || openpose === undefined) return labelled;
  return pointsOfLandmarks(BODY25.landmarks, (joint) =>
    confidentPlace(openpose, 75 * i + 3 * joint),
  );
}
