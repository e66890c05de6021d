/**
 * What SPIN's `eval.py --result_file` writes, row i for row i of its data set npz: pose, betas and
 * camera (s, tx, ty) of the crop, and Human3.6M's 17 joints by the regressor.
 */
import { CROP_FOCAL_LENGTH_PX, CROP_SIZE_PX, type Crop } from '../../camera/crop.ts';
import { readSpinDataset } from '../../formats/annotations/spin.ts';
import { type NpzArrays, readNpz, requireArray } from '../../formats/npz.ts';
import type { PredictedBody, Prediction } from '../subject.ts';
import { invalidTruth, requireFinite } from './truth-parts.ts';

/** @param dataset the npz that was evaluated; @throws StudioError `format/invalid` */
export function readSpinResult(
  bytes: Uint8Array,
  source: string,
  dataset: { readonly bytes: Uint8Array; readonly source: string },
): Prediction[] {
  const data = readSpinDataset(readNpz(dataset.bytes, dataset.source), dataset.source);
  const arrays = readNpz(bytes, source);
  const { count } = data;
  const [pose, betas, camera] = [
    numbers(arrays, 'pose', [count, 72], source),
    numbers(arrays, 'betas', [count, 10], source),
    numbers(arrays, 'camera', [count, 3], source),
  ];
  const joints = arrays.pred_joints && numbers(arrays, 'pred_joints', [count, 17, 3], source);
  return Array.from({ length: count }, (_, i) => ({
    imageName: data.imageNames[i],
    personId: String(i),
    state: '',
    bodies: {
      file: bodyOf(
        pose.slice(72 * i, 72 * i + 72),
        betas.slice(10 * i, 10 * i + 10),
        camera.subarray(3 * i, 3 * i + 3),
        data.crops[i],
      ),
    },
    ...(joints && { h36mJoints: joints.slice(51 * i, 51 * i + 51) }),
    imageSize: undefined,
  }));
}

/** The crop's camera in pixels of the image: focal length and axis as the crop has them, zoomed. */
function bodyOf(
  pose: Float64Array,
  betas: Float64Array,
  [s, tx, ty]: Float64Array,
  { centerX, centerY, scale }: Crop,
): PredictedBody {
  const depth = (2 * CROP_FOCAL_LENGTH_PX) / (CROP_SIZE_PX * s + 1e-9);
  return {
    body: { pose, betas, translation: Float64Array.of(tx, ty, depth) },
    camera: {
      focalLength: (CROP_FOCAL_LENGTH_PX * 200 * scale) / CROP_SIZE_PX,
      principalX: centerX,
      principalY: centerY,
    },
  };
}

function numbers(
  arrays: NpzArrays,
  name: string,
  shape: readonly number[],
  source: string,
): Float64Array {
  const { data } = requireArray(arrays, name, shape, source);
  if (!ArrayBuffer.isView(data)) throw invalidTruth(source, `${name} holds text`);
  return requireFinite(Float64Array.from(data), name, source);
}
