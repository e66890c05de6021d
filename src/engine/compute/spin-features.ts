/** Features of people in pictures: from the cache, else by SPIN's network, some crops at a time. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CROP_SIZE_PX, type Crop } from '../../core/camera/crop.ts';
import type { Tensors } from '../../core/formats/safetensors.ts';
import { exactCrop, truncatingCrop, writeNetworkInput } from '../../core/regress/spin/spin-crop.ts';
import type { SpinNetwork } from '../../core/regress/spin/spin-network.ts';
import { convolutionNames } from '../../core/regress/spin/spin-weights.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { Picture } from './regressor.ts';

/** How a crop is cut: where it really lies, or with SPIN's truncated corners. */
export type CropKind = 'exact' | 'truncating';

/** A person's square of a picture. */
export interface Sight {
  readonly picture: Picture;
  readonly crop: Crop;
  /** The mirror image of the crop; as it is when left out. */
  readonly isMirrored?: boolean;
}

export interface SpinFeaturesParts {
  readonly network: Pick<SpinNetwork, 'features' | 'head'>;
  /** Names the backbone's weights: another head finds the same features. */
  readonly backbone: string;
  readonly cache: FeatureCache;
  readonly cropKind: CropKind;
}

/** Crops that pass the network together: more would not be faster on a processor. */
const BATCH = 8;

/**
 * The features of some sights, in their order, each of shape [F].
 *
 * @throws StudioError `image/…` when a picture cannot be read
 */
export async function featuresOf(
  parts: SpinFeaturesParts,
  sights: readonly Sight[],
): Promise<Float32Array[]> {
  const { cache, network } = parts;
  const keys = await Promise.all(sights.map((sight) => keyOf(parts, sight)));
  const count = network.head.featureCount;
  const found = await Promise.all(keys.map((key) => key && cache.read(key, count)));
  const missing = [...sights.keys()].filter((i) => !found[i]);
  const out = found.map((features) => features || new Float32Array());
  for (let from = 0; from < missing.length; from += BATCH) {
    const rows = missing.slice(from, from + BATCH);
    const some = rows.flatMap((i) => sights[i] ?? []);
    const computed = await compute(parts, some);
    for (const [n, i] of rows.entries()) {
      const features = computed.slice(n * count, (n + 1) * count);
      out[i] = features;
      const key = keys[i];
      if (key) await cache.write(key, features);
    }
  }
  return out;
}

async function compute(
  { network, cropKind }: SpinFeaturesParts,
  sights: readonly Sight[],
): Promise<Float32Array> {
  const inputs = new Float32Array(sights.length * CROP_SIZE_PX * CROP_SIZE_PX * 3);
  for (const [i, { picture, crop, isMirrored = false }] of sights.entries()) {
    const pixels = await picture.pixels();
    const cut = cropKind === 'exact' ? exactCrop(pixels, crop) : truncatingCrop(pixels, crop);
    writeNetworkInput(isMirrored ? mirrored(cut) : cut, inputs, i);
  }
  return network.features(inputs, sights.length);
}

/** RGB bytes of a square, left and right exchanged. */
function mirrored(bytes: Uint8Array): Uint8Array {
  const row = 3 * CROP_SIZE_PX;
  return bytes.map((_, i) => {
    const inRow = i % row;
    const other = row - 3 - (inRow - (inRow % 3)) + (inRow % 3);
    return bytes[i - inRow + other] ?? 0;
  });
}

/** Undefined for a picture that is not there: decoding will say so. */
async function keyOf(
  { backbone, cropKind }: SpinFeaturesParts,
  { picture, crop, isMirrored = false }: Sight,
): Promise<string | undefined> {
  const { path } = picture.file;
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) return undefined;
  const { centerX, centerY, scale } = crop;
  const square = [centerX, centerY, scale, isMirrored, cropKind];
  return [path, stats.mtimeMs, stats.size, ...square, backbone].join('\n');
}

/** SHA-256 of the backbone's weights, in a fixed order. */
export function backboneHash(weights: Tensors): string {
  const hash = createHash('sha256');
  for (const { convolution, norm } of convolutionNames()) {
    const parts = ['weight', 'bias', 'running_mean', 'running_var'].map(
      (part) => `${norm}.${part}`,
    );
    for (const name of [`${convolution}.weight`, ...parts]) {
      const data = weights[name]?.data ?? new Float32Array();
      hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    }
  }
  return hash.digest('hex');
}
