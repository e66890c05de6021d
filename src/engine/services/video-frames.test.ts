import { describe, expect, it } from 'vitest';
import { frameRuns, type NamedPicture } from './video-frames.ts';

const picture = (name: string, id: number, width: number | null = 640): NamedPicture => ({
  id,
  name,
  width,
  height: width === null ? null : 480,
});
const pad = (n: number) => String(n).padStart(6, '0');
const numbers = (count: number, first = 1, step = 1) =>
  Array.from({ length: count }, (_, i) => first + step * i);
const named = (names: readonly string[]) => names.map((name, i) => picture(name, i));

describe('pictures that are frames by their names', () => {
  it('are those of a common stem and consecutive numbers', () => {
    const frames = named(numbers(20, 118).map((n) => `walk/frame_${pad(n)}.jpg`));
    expect(frameRuns(frames, 'auto')).toEqual([frames.map(({ id }) => id)]);
  });

  it('may be every k-th frame, and lack a few', () => {
    const frames = named(
      numbers(40, 0, 5)
        .filter((n) => n !== 50)
        .map((n) => `f${n}.png`),
    );
    const [run, ...others] = frameRuns(frames, 'auto');
    expect(others).toEqual([]);
    expect(run).toHaveLength(40);
    expect(run[10]).toBeUndefined();
    expect(run[11]).toBe(10);
  });

  it('are several videos in several folders, and across a long gap', () => {
    const names = [
      ...numbers(15).map((n) => `a/${pad(n)}.jpg`),
      ...numbers(15).map((n) => `b/${pad(n)}.jpg`),
      ...numbers(15, 500).map((n) => `b/${pad(n)}.jpg`),
    ];
    expect(frameRuns(named(names), 'auto').map((run) => run.length)).toEqual([15, 15, 15]);
  });

  it('end where the size of the pictures changes', () => {
    const frames = numbers(30).map((n) => picture(`f_${pad(n)}.jpg`, n, n < 16 ? 640 : 1280));
    expect(frameRuns(frames, 'auto').map((run) => run.length)).toEqual([15, 15]);
  });

  it.each([
    ['photographs of a camera', numbers(40, 1200).map((n) => `IMG_${n}.JPG`)],
    ['photographs in a folder', numbers(40, 1200).map((n) => `holiday/DSC0${n}.JPG`)],
    ['numbers of a data set', numbers(40, 139, 97).map((n, i) => `${pad(n + i * i)}.jpg`)],
    ['few pictures', numbers(11).map((n) => `frame_${pad(n)}.jpg`)],
    ['names without numbers', numbers(40).map((n) => `frame_${pad(n)}_a.jpg`)],
    ['no pictures', []],
  ])('are not: %s', (_, names) => {
    expect(frameRuns(named(names), 'auto')).toEqual([]);
  });
});

describe('pictures that are frames by the user’s word', () => {
  it('follow each other in the order of the list where they have no common numbers', () => {
    const frames = named(['a.jpg', 'b.jpg', 'c.jpg', 'other/a.jpg', 'other/b.jpg']);
    expect(frameRuns(frames, 'frames')).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  it('follow their numbers where they have some, a camera’s too', () => {
    const frames = named(['IMG_7.jpg', 'IMG_8.jpg', 'IMG_10.jpg']);
    expect(frameRuns(frames, 'frames')).toEqual([[0, 1, undefined, 2]]);
  });

  it('are none when they are photographs by it', () => {
    const frames = named(numbers(20).map((n) => `frame_${pad(n)}.jpg`));
    expect(frameRuns(frames, 'photos')).toEqual([]);
  });
});
