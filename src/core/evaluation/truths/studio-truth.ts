/**
 * The studio's own truth, as the sample project has it: a json object of pictures by name, each with
 * `pose` (72), `betas`, and where they are known `translation` (3, metres), `focal` (pixels),
 * `principal` (2), `joints54_2d` (54 × 2), `width`, `height`. One person a picture. `bodyModel`
 * ({name, sha256}) says whose parameters they are; without it they are the embedded body's.
 */
import {
  type Fields,
  numberOf,
  numbersOf,
  objectOf,
  parseJson,
} from '../../formats/annotations/checked.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import type { BodyIdentity, Truth, TruthFile } from '../subject.ts';
import { invalidTruth, pointsOfLandmarks } from './truth-parts.ts';

const EMBEDDED: BodyIdentity = { name: 'mhbody' };

/** @throws StudioError `format/invalid` */
export function readStudioTruth(text: string, source: string): TruthFile {
  const rows = Object.entries(objectOf(parseJson(text, source), 'the file', source));
  if (rows.length === 0) throw invalidTruth(source, 'it knows no picture');
  const truths = rows.map(([name, row]) => truthOf(name, objectOf(row, name, source), source));
  return { format: 'studio', truths, notes: [] };
}

function truthOf(imageName: string, row: Fields, source: string): Truth {
  const numbers = (name: string, count: number) =>
    numbersOf(row[name], count, `${imageName}: ${name}`, source);
  const joints = row.joints54_2d === undefined ? undefined : numbers('joints54_2d', 108);
  const translation = row.translation === undefined ? undefined : numbers('translation', 3);
  return {
    imageName,
    key: '0',
    body: {
      of: identityOf(row.bodyModel, imageName, source),
      parameters: {
        pose: numbers('pose', 72),
        betas: numbers('betas', 10),
        translation: translation ?? new Float64Array(3),
      },
    },
    camera: translation && cameraOf(row, imageName, source),
    points:
      joints &&
      pointsOfLandmarks(COCO17.landmarks, (i) => [
        joints[2 * COCO17.landmarks[i]],
        joints[2 * COCO17.landmarks[i] + 1],
      ]),
  };
}

function cameraOf(row: Fields, imageName: string, source: string): Truth['camera'] {
  if (row.focal === undefined || row.principal === undefined) return undefined;
  const focalLength = numberOf(row.focal, `${imageName}: focal`, source);
  const [principalX, principalY] = numbersOf(row.principal, 2, `${imageName}: principal`, source);
  if (!(focalLength > 0)) throw invalidTruth(source, `${imageName}: focal is ${focalLength}`);
  return { focalLength, principalX, principalY };
}

function identityOf(value: unknown, imageName: string, source: string): BodyIdentity {
  if (value === undefined) return EMBEDDED;
  const { name, sha256 } = objectOf(value, `${imageName}: bodyModel`, source);
  if (typeof name !== 'string') throw invalidTruth(source, `${imageName}: bodyModel has no name`);
  return { name, hash: typeof sha256 === 'string' ? sha256 : undefined };
}
