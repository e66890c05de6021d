/**
 * SSP-3D (Sengupta et al., 2020): 311 pictures of 512 px, SMPL's shapes of male and female bodies,
 * silhouettes in a folder beside `labels.npz`. Its camera has focal length 5000 px and its axis
 * through the picture's middle.
 */
import { readNpz, requireArray } from '../../formats/npz.ts';
import { COCO17 } from '../../keypoints/joint-sets.ts';
import type { Mask } from '../../masks/mask.ts';
import type { Truth, TruthFile } from '../subject.ts';
import { confidentPlace, invalidTruth, pointsOfLandmarks, requireFinite } from './truth-parts.ts';

const CAMERA = { focalLength: 5000, principalX: 256, principalY: 256 };

/** @param maskOf the silhouette of a picture; @throws StudioError `format/invalid` */
export function readSsp3dTruth(
  bytes: Uint8Array,
  source: string,
  maskOf: (name: string) => Mask | undefined = () => undefined,
): TruthFile {
  const arrays = readNpz(bytes, source);
  const names = requireArray(arrays, 'fnames', [undefined], source).data;
  if (ArrayBuffer.isView(names)) throw invalidTruth(source, 'fnames holds numbers, not names');
  const count = names.length;
  if (count === 0) throw invalidTruth(source, 'it has no rows');
  const numbers = (name: string, ...shape: number[]) => {
    const { data } = requireArray(arrays, name, [count, ...shape], source);
    if (!ArrayBuffer.isView(data)) throw invalidTruth(source, `${name} holds no numbers`);
    return requireFinite(Float64Array.from(data), name, source);
  };
  const poses = numbers('poses', 72);
  const shapes = numbers('shapes', 10);
  const translations = numbers('cam_trans', 3);
  const joints = numbers('joints2D', 17, 3);
  const sides = numbers('bbox_whs');
  const genders = requireArray(arrays, 'genders', [count], source).data;
  const truths = names.map((imageName, i): Truth => {
    const row = (values: Float64Array, width: number) => values.slice(width * i, width * i + width);
    return {
      imageName,
      key: String(i),
      body: {
        of: { name: 'smpl', gender: genders[i] === 'm' ? 'm' : 'f' },
        parameters: {
          pose: row(poses, 72),
          betas: row(shapes, 10),
          translation: row(translations, 3),
        },
      },
      camera: CAMERA,
      points: pointsOfLandmarks(COCO17.landmarks, (joint) =>
        confidentPlace(joints, 51 * i + 3 * joint),
      ),
      boxSidePx: sides[i],
      mask: maskOf(imageName),
    };
  });
  return { format: 'ssp-3d', truths, notes: [] };
}
