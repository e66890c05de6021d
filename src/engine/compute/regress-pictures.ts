/** Regression alone, for many pictures: the people of several pass the network together. */
import type { ImageFile, PictureAnswer } from '../../contract/compute-contract.ts';
import { isStudioError } from '../../core/common/errors.ts';
import { detectPeople } from './detector.ts';
import {
  type Look,
  lookAt,
  type PredictorParts,
  predictionOf,
  regressAll,
  withClearPeople,
} from './predictor.ts';
import { type Picture, pictureOf } from './regressor.ts';

/** Pixels of pictures that are in memory at once, unless a single one has more. */
const MAX_MEGAPIXELS = 100;

/** An answer for each file, in their order; a picture that cannot be read says why, alone. */
export async function regressPictures(
  parts: PredictorParts,
  files: readonly ImageFile[],
): Promise<PictureAnswer[]> {
  const pictures = files.map(pictureOf);
  const answers: PictureAnswer[] = [];
  let seen: (Look | PictureAnswer)[] = [];
  for (const [i, picture] of pictures.entries()) {
    // Decoding has threads of its own: the next picture is decoded while this one is looked at.
    pictures[i + 1]?.pixels().catch(() => undefined); // its own turn will say so
    seen.push(await lookOrProblem(parts, picture));
    const isLast = i === pictures.length - 1;
    if (!isLast && megapixelsOf(seen) < MAX_MEGAPIXELS) continue;
    answers.push(...(await answered(parts, seen)));
    seen = [];
  }
  return answers;
}

async function lookOrProblem(
  { detector }: PredictorParts,
  picture: Picture,
): Promise<Look | PictureAnswer> {
  try {
    return await lookAt(picture, (pixels) => detectPeople(detector, pixels));
  } catch (error) {
    if (!isStudioError(error)) throw error;
    return { prediction: null, problem: error.message };
  }
}

async function answered(
  parts: PredictorParts,
  seen: readonly (Look | PictureAnswer)[],
): Promise<PictureAnswer[]> {
  const regressions = await regressAll(parts.regressor, seen.filter(isLook));
  const answers = { preset: null, regressions, evidence: [] };
  return seen.map((one) =>
    isLook(one)
      ? { prediction: withClearPeople(predictionOf(parts, one, answers)), problem: null }
      : one,
  );
}

function isLook(one: Look | PictureAnswer): one is Look {
  return 'readings' in one;
}

function megapixelsOf(seen: readonly (Look | PictureAnswer)[]): number {
  const sizes = seen.filter(isLook).map(({ width, height }) => (width * height) / 1e6);
  return sizes.reduce((sum, size) => sum + size, 0);
}
