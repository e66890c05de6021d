/**
 * EFT's fits (https://github.com/facebookresearch/eft): one json of SMPL bodies. Its camera scales
 * before it shifts, x = s · X + t in [−1, 1] of the crop; SPIN's is s · (X + t), so t_EFT = s · t_SPIN.
 */
import type { Crop } from '../../camera/crop.ts';
import { StudioError } from '../../common/errors.ts';
import { axisAngleFromMatrix } from '../../math/rotation.ts';
import { ABSENT, type AnnotatedFile, type AnnotatedPoint, pointsFromRows } from './annotation.ts';
import {
  type Fields,
  invalidFile,
  listOf,
  numberOf,
  numbersOf,
  objectOf,
  parseJson,
  requirePixels,
  textOf,
} from './checked.ts';
import { mergedPoints } from './spin.ts';

export interface EftPerson {
  readonly imageName: string;
  readonly annotationId: number | string | undefined;
  readonly crop: Crop;
  /** Shape [24, 3, 3]. */
  readonly rotations: Float64Array;
  readonly betas: Float64Array;
  /** s, tx, ty. */
  readonly camera: Float64Array;
  /** SPIN's 49 joints, shape [49, 3], pixels of the image; undefined when the file leaves them out. */
  readonly keypoints: Float64Array | undefined;
}

/** @throws StudioError `format/invalid`; `format/unsupported` for bodies other than SMPL */
export function readEft(text: string, source: string): EftPerson[] {
  const document = objectOf(parseJson(text, source), 'the file', source);
  if (document.data === undefined || document.ver === undefined) {
    throw invalidFile(source, 'it has no "ver" or no "data", so it is not of EFT');
  }
  return listOf(document.data, 'data', source).map((item, i) =>
    personOf(objectOf(item, `person ${i}`, source), `person ${i}`, source),
  );
}

function personOf(item: Fields, what: string, source: string): EftPerson {
  const numbers = (name: string, count: number) =>
    numbersOf(item[name], count, `${what}: ${name}`, source);
  const keypoints = item.gt_keypoint_2d === undefined ? undefined : numbers('gt_keypoint_2d', 147);
  requirePixels(keypoints ?? [], `${what}: gt_keypoint_2d`, source);
  requireSmpl(item.smpltype, what, source);
  const camera = numbers('parm_cam', 3);
  if (!(camera[0] > 0)) throw invalidFile(source, `${what}: its camera has scale ${camera[0]}`);
  return {
    imageName: textOf(item.imageName, `${what}: imageName`, source),
    annotationId: annotationOf(item.annotId),
    crop: cropOf(item, what, source),
    rotations: rotationsOf(numbers('parm_pose', 216), what, source),
    betas: numbers('parm_shape', 10),
    camera,
    keypoints,
  };
}

function requireSmpl(type: unknown, what: string, source: string): void {
  if (type === undefined || type === 'smpl') return;
  const found = typeof type === 'string' ? type : 'another kind';
  const message =
    `${what} has a body of type ${found}; only SMPL's can be taken over. Nothing was changed.\n` +
    `File: ${source}`;
  throw new StudioError('format/unsupported', message, { source, found });
}

function annotationOf(value: unknown): EftPerson['annotationId'] {
  const single = Array.isArray(value) ? value[0] : value;
  return typeof single === 'number' || typeof single === 'string' ? single : undefined;
}

function cropOf(item: Fields, what: string, source: string): Crop {
  const [centerX, centerY] = numbersOf(item.bbox_center, 2, `${what}: bbox_center`, source);
  requirePixels([centerX, centerY], what, source);
  const scale = numberOf(item.bbox_scale, `${what}: bbox_scale`, source);
  if (scale > 0 && scale < 1e4) return { centerX, centerY, scale };
  throw invalidFile(source, `${what}: bbox_scale is ${scale}; it is the crop's side / 200 px`);
}

/** EFT's matrices come out of a network in single precision. */
const ORTHOGONALITY = 1e-2;

function rotationsOf(R: Float64Array, what: string, source: string): Float64Array {
  for (let joint = 0; joint < 24; joint++) {
    for (let column = 0; column < 3; column++) {
      const at = 9 * joint + column;
      const length = Math.hypot(R[at], R[at + 3], R[at + 6]);
      if (Math.abs(length - 1) < ORTHOGONALITY) continue;
      throw invalidFile(source, `${what}: parm_pose of joint ${joint} is no rotation`);
    }
  }
  return R;
}

export function annotatedEft(people: readonly EftPerson[]): AnnotatedFile {
  return {
    people: people.map((person, i) => ({
      imageName: person.imageName,
      key: String(person.annotationId ?? i),
      ...pointsOf(person.keypoints),
      unit: 'pixels',
      box: undefined,
      body: {
        pose: axisAngles(person.rotations),
        betas: person.betas,
        camera: {
          kind: 'scaled',
          crop: person.crop,
          s: person.camera[0],
          tx: person.camera[1],
          ty: person.camera[2],
        },
      },
      mask: undefined,
    })),
    notes: [],
  };
}

function axisAngles(rotations: Float64Array): Float64Array {
  const pose = new Float64Array(72);
  for (let joint = 0; joint < 24; joint++) {
    axisAngleFromMatrix(rotations, 9 * joint, pose, 3 * joint);
  }
  return pose;
}

function pointsOf(keypoints: Float64Array | undefined): ReturnType<typeof mergedPoints> {
  if (keypoints === undefined) return { jointSet: 'coco17', points: NONE };
  return mergedPoints(pointsFromRows(keypoints, 75, 24), pointsFromRows(keypoints, 0, 25));
}

const NONE: readonly AnnotatedPoint[] = new Array(17).fill(ABSENT);
