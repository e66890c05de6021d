import type { ImageFile } from '../../../contract/compute-contract.ts';
import { type Mask, maskFromPixels } from '../../../core/masks/mask.ts';
import { decodePixels } from './image-file.ts';

/** A picture as a silhouette: what is not black is inside. @throws StudioError `image/…` */
export async function readMask(file: ImageFile): Promise<Mask> {
  const { data, width, height } = await decodePixels(file);
  const channels = data.length / (width * height);
  return maskFromPixels(width, height, (i) => {
    for (let c = channels * i; c < channels * (i + 1); c++) if ((data[c] ?? 0) > 0) return true;
    return false;
  });
}
