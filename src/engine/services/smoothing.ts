/** The people of a video: followed from frame to frame, and fitted over time. */
import type { Job } from '../../contract/job.ts';
import type { Person } from '../../contract/person.ts';
import type { VideoChoice, VideoInfo } from '../../contract/video.ts';
import { counted } from '../../core/common/counted.ts';
import { isStudioError, StudioError } from '../../core/common/errors.ts';
import { type SeenPerson, type Track, trackPeople } from '../../core/keypoints/tracks.ts';
import type { EventHub } from './event-hub.ts';
import type { JobContext, JobResult, Jobs } from './jobs.ts';
import type { BodyFitter, OpenProject } from './ports.ts';
import { picturesOf } from './project-pictures.ts';
import { requireImage, type Session } from './session.ts';
import { smoothTrack, type TrackedFrame } from './smooth-track.ts';
import { type FrameRun, frameRuns } from './video-frames.ts';

export interface Smoothing {
  /** What is known of time in the open project. */
  info(): VideoInfo;
  /** Says whether the pictures are frames of a video. */
  choose(choice: VideoChoice): VideoInfo;
  /** Fits people over time whom no person has touched. @throws StudioError `video/none` */
  smooth(): Job;
}

export interface SmoothingParts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly fitter: BodyFitter;
}

/** Who is seen for less than this is left as each picture has them. */
const MIN_TRACK_FRAMES = 5;
/** Frames of a video that tell whether somebody stays in it. */
const LOOKED_AT = 60;
const PIECE = 100;

export function createSmoothing(parts: SmoothingParts): Smoothing {
  const { session, jobs } = parts;
  return {
    info: () => videoInfo(session.current()),
    choose(choice) {
      const project = session.current();
      project.store.video.set(choice);
      return videoInfo(project);
    },
    smooth() {
      const project = session.current();
      const { frames, hindrance } = videoInfo(project);
      if (hindrance !== null) throw new StudioError('video/none', hindrance, { frames });
      return jobs.start({
        kind: 'smooth',
        title: `Smooth ${counted(frames, 'frame')}`,
        run: (context) => smooth(parts, project, context),
      });
    },
  };
}

function videoInfo(project: OpenProject): VideoInfo {
  const choice = project.store.video.get();
  const runs = frameRuns(picturesOf(project), choice.setting);
  const frames = runs.flat().filter((id) => id !== undefined).length;
  return { ...choice, frames, hindrance: hindranceOf(project, choice, runs) };
}

function hindranceOf(
  project: OpenProject,
  { setting, framesPerSecond }: VideoChoice,
  runs: readonly FrameRun[],
): string | null {
  if (setting === 'photos') return 'The pictures are taken for photographs, as it is set.';
  if (runs.length === 0) {
    return setting === 'frames'
      ? 'There are no two pictures of one size in a folder.'
      : 'The names of the pictures are not those of a video’s frames: a common stem and consecutive numbers, as in frame_0001.jpg, and one size. Say that they are frames if they are.';
  }
  const isFollowed = runs.some((run) => {
    const people = run.slice(0, LOOKED_AT).map((imageId) => peopleIn(project, imageId));
    return tracksOf(people, framesPerSecond).length > 0;
  });
  if (isFollowed) return null;
  return `Nobody with a body is seen in ${MIN_TRACK_FRAMES} of these pictures in a row. Find people in all pictures first.`;
}

/** Tracks that are long enough. */
function tracksOf(people: readonly SeenPerson[][], framesPerSecond: number): Track[] {
  const tracks = trackPeople(people, framesPerSecond);
  return tracks.filter(({ length }) => length >= MIN_TRACK_FRAMES);
}

function peopleIn({ store }: OpenProject, imageId: number | undefined): SeenPerson[] {
  const people = imageId === undefined ? [] : store.people.list(imageId);
  return people.filter(isThere).map(({ id, jointSet, keypoints }) => ({ id, jointSet, keypoints }));
}

/** A long video is read in pieces, so that the studio answers in between. */
async function followed(
  project: OpenProject,
  run: FrameRun,
  framesPerSecond: number,
  signal: AbortSignal,
): Promise<Track[]> {
  const people: SeenPerson[][] = [];
  for (const imageId of run) {
    if (people.length % PIECE === 0) await new Promise(setImmediate);
    if (signal.aborted) return [];
    people.push(peopleIn(project, imageId));
  }
  return tracksOf(people, framesPerSecond);
}

function isThere({ fit, state }: Person): boolean {
  return fit !== null && state !== 'rejected';
}

async function smooth(
  parts: SmoothingParts,
  project: OpenProject,
  context: JobContext,
): Promise<JobResult> {
  const { setting, framesPerSecond } = project.store.video.get();
  const runs = frameRuns(picturesOf(project), setting);
  const tracks: Track[] = [];
  for (const run of runs) {
    tracks.push(...(await followed(project, run, framesPerSecond, context.signal)));
  }
  context.setTotal(tracks.reduce((sum, track) => sum + track.length, 0));
  let bodies = 0;
  for (const track of tracks) {
    if (context.signal.aborted) break;
    const frames = framesOf(project, track);
    try {
      bodies += await smoothTrack({ ...parts, project, context, framesPerSecond }, frames);
    } catch (error) {
      if (!isStudioError(error) || error.code === 'disk/full') throw error;
      context.fail(nameOf(project, frames), error.message);
    }
  }
  parts.hub.publish({ kind: 'list' });
  return {
    message: `${counted(tracks.length, 'person', 'people')} followed, ${counted(bodies, 'body', 'bodies')} smoothed.`,
  };
}

/** As they are now; undefined where a frame of the track has nobody. */
function framesOf({ store }: OpenProject, track: Track): (TrackedFrame | undefined)[] {
  const first = track[0]?.frame ?? 0;
  const frames = new Array<TrackedFrame | undefined>((track.at(-1)?.frame ?? first) - first + 1);
  frames.fill(undefined);
  for (const { frame, id } of track) {
    const person = store.people.get(id);
    if (person?.fit != null && isThere(person)) {
      frames[frame - first] = { person, fit: person.fit };
    }
  }
  return trimmed(frames);
}

/** Somebody may have been deleted meanwhile: a track begins and ends with somebody. */
function trimmed(frames: (TrackedFrame | undefined)[]): (TrackedFrame | undefined)[] {
  const first = frames.findIndex((frame) => frame !== undefined);
  const last = frames.findLastIndex((frame) => frame !== undefined);
  return first < 0 ? [] : frames.slice(first, last + 1);
}

function nameOf(project: OpenProject, frames: readonly (TrackedFrame | undefined)[]): string {
  const imageId = frames[0]?.person.imageId;
  return imageId === undefined ? 'A person' : `From ${requireImage(project, imageId).name} on`;
}
