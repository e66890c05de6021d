/** Pictures of the people with the largest errors. */

import { isStudioError } from '../../../core/common/errors.ts';
import type { StartedEvaluation } from '../../../core/evaluation/evaluate.ts';
import type { Evaluation } from '../../../core/evaluation/evaluation.ts';
import {
  type Thumbnail,
  type WorstPerson,
  worstRows,
} from '../../../core/evaluation/report/worst-people.ts';
import type { Pair } from '../../../core/evaluation/subject.ts';

const WORST = 12;
const THUMBNAIL_PX = 360;

/** @param pictureOf an upright JPEG of a picture by its name; undefined when the project has none such */
export async function worstPictures(
  started: StartedEvaluation,
  evaluation: Evaluation,
  pictureOf: (name: string, maxSidePx: number) => Promise<Uint8Array> | undefined,
): Promise<WorstPerson[]> {
  const keyOf = (personId: string, truthKey: string) => `${personId} ${truthKey}`;
  const pairs = new Map(
    started.pairs.map((pair) => [keyOf(pair.prediction.personId, pair.truth.key), pair]),
  );
  const worst: WorstPerson[] = [];
  for (const row of worstRows(evaluation, WORST)) {
    const pair = pairs.get(keyOf(row.personId, row.truthKey));
    if (pair === undefined) continue;
    const thumbnail = await thumbnailOf(pair, pictureOf);
    worst.push({ row, drawing: started.draw(pair), thumbnail });
  }
  return worst;
}

/** A picture that has gone in the meantime is left out; its numbers stay. */
async function thumbnailOf(
  { prediction: { imageName, imageSize } }: Pair,
  pictureOf: (name: string, maxSidePx: number) => Promise<Uint8Array> | undefined,
): Promise<Thumbnail | undefined> {
  if (imageSize === undefined) return undefined;
  try {
    const jpeg = await pictureOf(imageName, THUMBNAIL_PX);
    return jpeg && { base64: Buffer.from(jpeg).toString('base64'), ...imageSize };
  } catch (error) {
    if (isStudioError(error)) return undefined;
    throw error;
  }
}
