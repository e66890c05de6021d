/**
 * 3DPW's sequence files (von Marcard et al., 2018): a pickle for each video, up to two people of
 * SMPL, male or female, in a world that a moving camera sees.
 */
import type { Pinhole } from '../../camera/pinhole.ts';
import type { PickleValue } from '../../formats/pickle/pickle-value.ts';
import { arrayOf, type NumberArray, textKeys } from '../../formats/pickle/python-arrays.ts';
import { readPickle } from '../../formats/pickle/read-pickle.ts';
import { multiply3 } from '../../math/matrix3.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../../math/rotation.ts';
import type { Truth, TruthFile } from '../subject.ts';
import { confidentPlace, invalidTruth, pointsOfLandmarks, requireFinite } from './truth-parts.ts';

/** OpenPose's 18 points as landmarks. */
const COCO18_LANDMARKS = [24, 12, 17, 19, 21, 16, 18, 20, 2, 5, 8, 1, 4, 7, 25, 26, 27, 28];
const NOTES = ['The 2D points of 3DPW are detections, so PCK tells agreement with a detector.'];

type Fields = ReadonlyMap<string, PickleValue>;

/** @throws StudioError `format/invalid`, `format/runs-code` */
export function read3dpwTruth(bytes: Uint8Array, source: string): TruthFile {
  const fields = textKeys(readPickle(bytes, { source }).value, source);
  const sequence = fields.get('sequence');
  if (typeof sequence !== 'string') throw invalidTruth(source, 'it names no sequence');
  const people = listOf(fields, 'poses', source).length;
  const view = cameras(fields, source);
  const truths = Array.from({ length: people }, (_, person) =>
    personOf(fields, view, sequence, person, source),
  ).flat();
  if (truths.length === 0) throw invalidTruth(source, 'nobody is aligned to the pictures in it');
  return { format: '3dpw', truths, notes: NOTES };
}

interface Cameras {
  readonly pinhole: Pinhole;
  /** Shape [F, 4, 4]: world to camera. */
  readonly cameraFromWorld: Float64Array;
  readonly frames: number;
}

function cameras(fields: Fields, source: string): Cameras {
  const poses = numbers(fields.get('cam_poses'), [undefined, 4, 4], 'cam_poses', source);
  const K = numbers(fields.get('cam_intrinsics'), [3, 3], 'cam_intrinsics', source).data;
  return {
    pinhole: { focalLength: (K[0] + K[4]) / 2, principalX: K[2], principalY: K[5] },
    cameraFromWorld: poses.data,
    frames: poses.shape[0],
  };
}

function personOf(
  fields: Fields,
  view: Cameras,
  sequence: string,
  person: number,
  source: string,
): Truth[] {
  const { frames } = view;
  const item = (name: string, shape: readonly (number | undefined)[]) =>
    numbers(listOf(fields, name, source)[person], shape, `${name} of person ${person}`, source);
  const poses = item('poses', [frames, 72]).data;
  const joints = item('jointPositions', [frames, 72]).data;
  const points = item('poses2d', [frames, 3, 18]).data;
  const betas = item('betas', [undefined]).data;
  const valid = item('campose_valid', [frames]).data;
  if (betas.length < 10) throw invalidTruth(source, `betas has ${betas.length} numbers`);
  const gender = listOf(fields, 'genders', source)[person] === 'm' ? 'm' : 'f';
  return Array.from({ length: frames }, (_, frame) => frame)
    .filter((frame) => valid[frame] > 0)
    .map((frame) => {
      const extrinsic = view.cameraFromWorld.subarray(16 * frame, 16 * frame + 16);
      const positions = inCamera(extrinsic, joints.subarray(72 * frame, 72 * frame + 72));
      const pose = turned(extrinsic, poses.slice(72 * frame, 72 * frame + 72));
      return {
        imageName: `imageFiles/${sequence}/image_${String(frame).padStart(5, '0')}.jpg`,
        key: String(person),
        body: {
          of: { name: 'smpl', gender },
          parameters: { pose, betas: betas.slice(0, 10), translation: new Float64Array(3) },
          pelvis: positions.slice(0, 3),
        },
        joints3d: { list: 'smpl24', positions },
        camera: view.pinhole,
        points: pointsOf(points, frame),
        sequence: { name: `${sequence} ${person}`, frame },
      };
    });
}

/** poses2d is (3, 18) a frame: a row of x, one of y, one of confidence. */
function pointsOf(points: Float64Array, frame: number): Truth['points'] {
  return pointsOfLandmarks(COCO18_LANDMARKS, (i) => {
    const at = 54 * frame + i;
    return confidentPlace([points[at], points[at + 18], points[at + 36]], 0);
  });
}

function inCamera(M: Float64Array, points: Float64Array): Float64Array {
  return points.map((_, i) => {
    const [p, row] = [i - (i % 3), 4 * (i % 3)];
    return (
      M[row] * points[p] + M[row + 1] * points[p + 1] + M[row + 2] * points[p + 2] + M[row + 3]
    );
  });
}

/** The root as the camera sees it. */
function turned(M: Float64Array, pose: Float64Array): Float64Array {
  const R = Float64Array.of(M[0], M[1], M[2], M[4], M[5], M[6], M[8], M[9], M[10]);
  const root = new Float64Array(9);
  const seen = new Float64Array(9);
  matrixFromAxisAngle(pose, 0, root, 0);
  multiply3(R, 0, root, 0, seen, 0);
  axisAngleFromMatrix(seen, 0, pose, 0);
  return pose;
}

function listOf(fields: Fields, name: string, source: string): readonly PickleValue[] {
  const value = fields.get(name);
  if (Array.isArray(value)) return value;
  throw invalidTruth(source, `it has no list "${name}"`);
}

function numbers(
  value: PickleValue,
  shape: readonly (number | undefined)[],
  what: string,
  source: string,
): { shape: readonly number[]; data: Float64Array } {
  const array: NumberArray | undefined = arrayOf(value);
  if (array === undefined) throw invalidTruth(source, `${what} is no array of numbers`);
  const fits =
    array.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === array.shape[axis]);
  if (!fits) {
    const wanted = shape.map((size) => size ?? 'any').join(' × ');
    throw invalidTruth(source, `${what} is ${array.shape.join(' × ')} instead of ${wanted}`);
  }
  return { shape: array.shape, data: requireFinite(Float64Array.from(array.data), what, source) };
}
