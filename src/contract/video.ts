import { z } from 'zod';

/** Whether a project's pictures are frames of a video: found by their names, or said by the user. */
export const videoSetting = z.enum(['auto', 'frames', 'photos']);
export type VideoSetting = z.infer<typeof videoSetting>;

export const videoChoice = z.object({
  setting: videoSetting,
  framesPerSecond: z.number().min(1).max(1000),
});
export type VideoChoice = z.infer<typeof videoChoice>;

export const videoInfo = videoChoice.extend({
  /** Pictures that are frames of a video, by the setting. */
  frames: z.int(),
  /** Why nobody can be smoothed in time, as a sentence; null when somebody can. */
  hindrance: z.string().nullable(),
});
export type VideoInfo = z.infer<typeof videoInfo>;
