/**
 * Which pictures are frames of a video.
 *
 * By their names: at least twelve pictures of one size that share their path but for the number at
 * its end (`walk/frame_000123.jpg`), and whose numbers go up in even steps and are there to nine
 * tenths. Cameras number photographs too (IMG_1234.jpg), so their well-known stems do not count. By the
 * user's word: all pictures of a folder and of one size, by their numbers, else in the list's order.
 */
import type { VideoSetting } from '../../contract/video.ts';

export interface NamedPicture {
  readonly id: number;
  /** Path relative to the project's folder, with forward slashes. */
  readonly name: string;
  /** Pixels; null while the file's header has not been read. */
  readonly width: number | null;
  readonly height: number | null;
}

/** Pictures at even intervals of time; undefined stands for a frame that is not there. */
export type FrameRun = readonly (number | undefined)[];

const MIN_FRAMES = 12;
const MIN_SHARE = 0.9;
/** Missing frames in a row that do not end a run. */
const MAX_MISSING = 5;
const CAMERA_STEM =
  /(^|\/)_?(img|mg|dsc|dscn|dscf|pxl|mvimg|gopr|dji|cimg|hpim|sam|p|photo|scan)[_-]?$/i;

interface Numbered {
  readonly picture: NamedPicture;
  /** Path without number and extension; undefined without a number at the end. */
  readonly stem: string | undefined;
  readonly number: number;
}

/** @param pictures in natural order of their names */
export function frameRuns(pictures: readonly NamedPicture[], setting: VideoSetting): FrameRun[] {
  if (setting === 'photos') return [];
  const numbered = pictures.map(numberOf);
  if (setting === 'frames') {
    const groups = splitBetween(numbered, (a, b) => folderOf(a) !== folderOf(b) || !sameSize(a, b));
    return groups.flatMap((group) => (isOneSeries(group) ? byNumber(group) : [inOrder(group)]));
  }
  return splitBetween(numbered, (a, b) => a.stem !== b.stem || !sameSize(a, b))
    .filter((series) => !isOfCamera(series[0]?.stem))
    .flatMap(byNumber)
    .filter(isLikeVideo);
}

/** Without a number a name says nothing of time. */
function isOfCamera(stem: string | undefined): boolean {
  return stem === undefined || CAMERA_STEM.test(stem);
}

function numberOf(picture: NamedPicture): Numbered {
  const [, stem, digits] = /^(.*?)(\d+)\.[^./]+$/.exec(picture.name) ?? [];
  return { picture, stem, number: Number(digits) };
}

function folderOf({ picture: { name } }: Numbered): string {
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** A size that is not known yet agrees with any. */
function sameSize({ picture: a }: Numbered, { picture: b }: Numbered): boolean {
  if (a.width === null || b.width === null) return true;
  return a.width === b.width && a.height === b.height;
}

function isOneSeries(group: readonly Numbered[]): boolean {
  const stem = group[0]?.stem;
  return stem !== undefined && group.every((item) => item.stem === stem);
}

function inOrder(group: readonly Numbered[]): FrameRun {
  return group.map(({ picture }) => picture.id);
}

/** Splits a series where more than a few frames are missing, or the steps do not agree. */
function byNumber(series: readonly Numbered[]): FrameRun[] {
  const numbers = series.map(({ number }) => number);
  const steps = numbers.slice(1).map((number, i) => number - (numbers[i] ?? 0));
  const step = Math.max(
    1,
    steps.toSorted((a, b) => a - b)[Math.trunc((steps.length - 1) / 2)] ?? 1,
  );
  return splitBetween(series, (a, b) => {
    const frames = (b.number - a.number) / step;
    return !Number.isInteger(frames) || frames < 1 || frames > MAX_MISSING + 1;
  }).map((run) => {
    const ids = new Map(run.map(({ picture, number }) => [number, picture.id]));
    const [first, last] = [Math.min(...ids.keys()), Math.max(...ids.keys())];
    return Array.from({ length: (last - first) / step + 1 }, (_, i) => ids.get(first + step * i));
  });
}

function isLikeVideo(run: FrameRun): boolean {
  const present = run.filter((id) => id !== undefined).length;
  return present >= MIN_FRAMES && present >= MIN_SHARE * run.length;
}

function splitBetween<Item>(
  items: readonly Item[],
  isEnd: (before: Item, after: Item) => boolean,
): Item[][] {
  const groups: Item[][] = [];
  let before: Item | undefined;
  for (const item of items) {
    if (before === undefined || isEnd(before, item)) groups.push([]);
    groups.at(-1)?.push(item);
    before = item;
  }
  return groups;
}
