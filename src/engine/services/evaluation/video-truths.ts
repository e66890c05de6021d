/** Where the pictures are frames of a video and a truth does not say so itself. */
import type { VideoSetting } from '../../../contract/video.ts';
import { nameFinder } from '../../../core/evaluation/match-people.ts';
import type { Truth } from '../../../core/evaluation/subject.ts';
import { frameRuns, type NamedPicture } from '../video-frames.ts';

/** Only where a picture has one true person: who is who from frame to frame is known then. */
export function withVideo(
  truths: readonly Truth[],
  pictures: readonly NamedPicture[],
  setting: VideoSetting,
): Truth[] {
  const nameOf = nameFinder(pictures.map(({ name }) => name));
  const idOf = new Map(pictures.map(({ id, name }) => [name, id]));
  const places = placesInVideos(pictures, setting);
  const own = Map.groupBy(truths, ({ imageName }) => nameOf(imageName));
  return truths.map((truth) => {
    const name = nameOf(truth.imageName);
    const place = places.get(idOf.get(name ?? '') ?? -1);
    const isAlone = own.get(name)?.length === 1;
    return truth.sequence === undefined && place && isAlone ? { ...truth, sequence: place } : truth;
  });
}

function placesInVideos(pictures: readonly NamedPicture[], setting: VideoSetting) {
  const places = new Map<number, { name: string; frame: number }>();
  for (const [video, run] of frameRuns(pictures, setting).entries()) {
    for (const [frame, id] of run.entries()) {
      if (id !== undefined) places.set(id, { name: `video ${video + 1}`, frame });
    }
  }
  return places;
}
