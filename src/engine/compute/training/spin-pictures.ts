/** Pictures of the people of a training, as SPIN's network wants them. */
import { join } from 'node:path';
import type { ImageFile } from '../../../contract/compute-contract.ts';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import { hasCode } from '../../../core/common/errors.ts';
import { exactCrop } from '../../../core/regress/spin/spin-crop.ts';
import { SURROUNDINGS, SURROUNDINGS_PX } from '../../../core/train/spin/spin-augmentation.ts';
import type { SpinPictures } from '../../../core/train/spin/trainable-spin.ts';
import { type Picture, pictureOf } from '../regressor.ts';
import { featuresOf, type Sight, type SpinFeaturesParts } from '../spin-features.ts';

/** About 150 MB of crops stay in memory; the others are cut again each time. */
const KEPT_SURROUNDINGS = 256;

/** @param features undefined at the depth at which only pixels are asked for */
export function createSpinPictures(
  features: SpinFeaturesParts | undefined,
  people: readonly LearningPerson[],
  imageFolder: string,
): SpinPictures {
  const files = new Map(
    people.map(({ personId, imageName: name }) => [
      personId,
      { path: join(imageFolder, name), name },
    ]),
  );
  const kept = new Map<number, Uint8Array>();
  return {
    async features(sights) {
      if (features === undefined) return sights.map(() => undefined);
      return allOrEach(
        features,
        sights.map(({ person, crop, isMirrored }) => ({
          picture: pictureOf(fileOf(files, person.id)),
          crop,
          isMirrored,
        })),
      );
    },
    async surroundings({ id }, crop) {
      const known = kept.get(id);
      if (known !== undefined) return known;
      const pixels = await pixelsOrUndefined(pictureOf(fileOf(files, id)));
      if (pixels === undefined) return undefined;
      const wide = exactCrop(pixels, crop, SURROUNDINGS_PX, SURROUNDINGS * 200 * crop.scale);
      if (kept.size < KEPT_SURROUNDINGS) kept.set(id, wide);
      return wide;
    },
  };
}

function fileOf(files: ReadonlyMap<number, ImageFile>, personId: number): ImageFile {
  const file = files.get(personId);
  if (file === undefined) throw new Error(`Person ${personId} has no picture.`);
  return file;
}

/** All together; one by one when a picture is missing, so that the others are still had. */
async function allOrEach(
  features: SpinFeaturesParts,
  sights: readonly Sight[],
): Promise<(Float32Array | undefined)[]> {
  try {
    return await featuresOf(features, sights);
  } catch (error) {
    if (!isMissing(error)) throw error;
    const out: (Float32Array | undefined)[] = [];
    for (const sight of sights) {
      const there = (await pixelsOrUndefined(sight.picture)) !== undefined;
      out.push(there ? (await featuresOf(features, [sight]))[0] : undefined);
    }
    return out;
  }
}

/** Training goes on without a picture that has gone; `missing-pictures.ts` tells of it. */
async function pixelsOrUndefined(picture: Picture) {
  try {
    return await picture.pixels();
  } catch (error) {
    if (!isMissing(error)) throw error;
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'image/gone') || hasCode(error, 'image/unreadable');
}
