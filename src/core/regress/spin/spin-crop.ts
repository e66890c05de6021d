/**
 * What SPIN's network sees of a person: a square of the picture as 224 × 224 pixels, black where it
 * reaches over the edges. Bytes are RGB, row by row.
 */
import { CROP_SIZE_PX, type Crop } from '../../camera/crop.ts';
import { exactWeights, pillowWeights, resampleAsPillow, resampleExactly } from './resample.ts';

export interface RgbPicture {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** ImageNet's, per channel, of values in [0, 1]. */
const CHANNEL_MEAN = [0.485, 0.456, 0.406];
const CHANNEL_DEVIATION = [0.229, 0.224, 0.225];
const INPUT_SIZE = CROP_SIZE_PX * CROP_SIZE_PX * 3;

/**
 * The crop where it really lies, with a triangle filter as wide as a pixel of the crop. Pixels of
 * the picture cover [i, i + 1].
 *
 * @param sizePx pixels on a side of the result; 224 for the network
 * @param sidePx side of the square in the picture; the crop's own when left out
 */
export function exactCrop(
  picture: RgbPicture,
  { centerX, centerY, scale }: Crop,
  sizePx = CROP_SIZE_PX,
  sidePx = 200 * scale,
): Uint8Array {
  const across = exactWeights(centerX - sidePx / 2, sidePx, picture.width, sizePx);
  const down = exactWeights(centerY - sidePx / 2, sidePx, picture.height, sizePx);
  return resampleExactly(picture.data, picture.width, across, down);
}

/**
 * The crop as SPIN's code makes it (`imutils.crop`): corners truncated to integers, the values then
 * stretched from the crop's own range to 0 … 255 and resized by Pillow's bilinear filter, as the old
 * `scipy.misc.imresize` did.
 */
export function truncatingCrop(picture: RgbPicture, crop: Crop): Uint8Array {
  const [left, right] = truncatedEdges(crop.centerX, crop.scale);
  const [top, bottom] = truncatedEdges(crop.centerY, crop.scale);
  const cut = cutOut(picture, { left, top, width: right - left, height: bottom - top });
  const across = pillowWeights(right - left, CROP_SIZE_PX);
  const down = pillowWeights(bottom - top, CROP_SIZE_PX);
  return resampleAsPillow(stretched(cut), right - left, across, down);
}

/** x = trunc of the crop's own 0 and 224 through the inverse of SPIN's transform. */
function truncatedEdges(center: number, scale: number): [number, number] {
  const zoom = CROP_SIZE_PX / (200 * scale);
  const shift = CROP_SIZE_PX * (-center / (200 * scale) + 0.5);
  const inverse = 1 / zoom;
  const from = Math.trunc(-inverse * shift);
  const to = Math.trunc(inverse * CROP_SIZE_PX - inverse * shift);
  return [from, Math.max(to, from + 1)];
}

interface Cut {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function cutOut({ data, width, height }: RgbPicture, cut: Cut): Uint8Array {
  const out = new Uint8Array(3 * cut.width * cut.height);
  const from = Math.max(0, cut.left);
  const to = Math.min(width, cut.left + cut.width);
  for (let y = Math.max(0, cut.top); y < Math.min(height, cut.top + cut.height); y++) {
    if (from >= to) break;
    const row = data.subarray(3 * (y * width + from), 3 * (y * width + to));
    out.set(row, 3 * ((y - cut.top) * cut.width + from - cut.left));
  }
  return out;
}

/** From its own least … greatest value to 0 … 255. */
function stretched(bytes: Uint8Array): Uint8Array {
  let [low, high] = [255, 0];
  for (const value of bytes) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const factor = 255 / (high - low || 1);
  const table = Uint8Array.from({ length: 256 }, (_, v) => Math.min(255, (v - low) * factor) + 0.5);
  return bytes.map((value) => table[value]);
}

/** Writes a crop's 224 × 224 × 3 bytes as picture number `index` of the network's input. */
export function writeNetworkInput(bytes: Uint8Array, out: Float32Array, index: number): void {
  const offset = INPUT_SIZE * index;
  for (let i = 0; i < INPUT_SIZE; i += 3) {
    for (let c = 0; c < 3; c++) {
      out[offset + i + c] = (bytes[i + c] / 255 - CHANNEL_MEAN[c]) / CHANNEL_DEVIATION[c];
    }
  }
}
