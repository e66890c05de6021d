/** A pose as text, for the clipboard: it can be pasted into another person, picture or window. */
import { z } from 'zod';
import { StudioError } from '../core/common/errors.ts';
import { jointSetOf } from '../core/keypoints/joint-sets.ts';
import { jointSetName, keypoint } from './keypoint.ts';

const FORMAT = 'spin-studio/pose';
const VERSION = 1;
/** No pose is longer, characters. */
const LONGEST = 100_000;

const marked = z.object({ format: z.literal(FORMAT), version: z.int() });
const pose = z.object({ jointSet: jointSetName, keypoints: z.array(keypoint) });
export type CopiedPose = z.infer<typeof pose>;

export function textOfPose({ jointSet, keypoints }: CopiedPose): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, jointSet, keypoints });
}

/** @throws StudioError input/invalid for a text that is no pose, is a broken one or a newer one */
export function poseOfText(text: string): CopiedPose {
  const read = text.length > LONGEST ? undefined : fromJson(text);
  const mark = marked.safeParse(read);
  if (!mark.success) throw invalid('The clipboard holds no pose', 'copy one with Ctrl+C first');
  if (mark.data.version > VERSION) {
    throw invalid('The pose in the clipboard is from a newer version of the studio', 'update it');
  }
  const found = pose.safeParse(read);
  const isWhole =
    found.success &&
    found.data.keypoints.length === jointSetOf(found.data.jointSet).pointNames.length;
  if (!isWhole) throw invalid('The pose in the clipboard is incomplete', 'copy it again');
  return found.data;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // any text can be in a clipboard
  }
}

function invalid(what: string, advice: string): StudioError {
  const message = `${what}. Nothing was changed; ${advice}.`;
  return new StudioError('input/invalid', message, { issues: [what] });
}
