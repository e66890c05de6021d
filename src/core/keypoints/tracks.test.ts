import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../math/random.ts';
import { keypointSimilarity, type SeenPerson, trackPeople } from './tracks.ts';

/** A standing figure of some height whose middle is at (x, y), its points a little off. */
function figure(id: number, x: number, y: number, height = 200, seed = id): SeenPerson {
  const { normal } = seededRandom(seed);
  const keypoints = Array.from({ length: 17 }, (_, i) => ({
    x: x + (i % 2 === 0 ? -1 : 1) * 0.1 * height + 2 * normal(),
    y: y + height * (i / 16 - 0.5) + 2 * normal(),
    visibility: 'visible' as const,
  }));
  return { id, jointSet: 'coco17', keypoints };
}

const ids = (track: readonly { id: number }[]) => track.map(({ id }) => id);

describe('keypointSimilarity', () => {
  it('is 1 for the same points, whatever their size and place, and the same both ways', () => {
    const number = fc.double({ min: 50, max: 2000, noNaN: true });
    fc.assert(
      fc.property(number, number, number, number, (x, y, height, shift) => {
        const a = figure(1, x, y, height);
        const b = figure(2, x + shift, y, height);
        expect(keypointSimilarity(a, a, 1 / 30)).toBe(1);
        expect(keypointSimilarity(a, b, 1 / 30)).toBe(keypointSimilarity(b, a, 1 / 30));
      }),
    );
  });

  it('is 0 without three points in common, and between joint sets', () => {
    const a = figure(1, 100, 100);
    const keypoints = a.keypoints.map((p, i) =>
      i < 15 ? { ...p, visibility: 'absent' as const } : p,
    );
    expect(keypointSimilarity(a, { ...a, keypoints }, 1 / 30)).toBe(0);
    expect(keypointSimilarity(a, { ...a, jointSet: 'body25' }, 1 / 30)).toBe(0);
  });
});

describe('trackPeople', () => {
  it('keeps two people apart who pass each other, in whatever order they are listed', () => {
    const frames = Array.from({ length: 40 }, (_, f) => {
      const people = [figure(2 * f, 100 + 15 * f, 300), figure(2 * f + 1, 700 - 15 * f, 380)];
      return f % 3 === 0 ? people.toReversed() : people;
    });
    const tracks = trackPeople(frames, 30);
    expect(tracks).toHaveLength(2);
    for (const track of tracks) {
      expect(track).toHaveLength(40);
      expect(new Set(ids(track).map((id) => id % 2)).size).toBe(1);
    }
  });

  it('bridges a few frames without the person, and no more', () => {
    const missing = (gap: number) =>
      Array.from({ length: 20 }, (_, f) => (f >= 8 && f < 8 + gap ? [] : [figure(f, 200, 200)]));
    expect(trackPeople(missing(5), 30)).toHaveLength(1);
    expect(trackPeople(missing(6), 30).map((track) => track.length)).toEqual([8, 6]);
  });

  it('ends a track at a cut, and where somebody is further off than a person can get', () => {
    const at = (x: number) => (f: number) => [figure(f, x, 200)];
    const frames = Array.from({ length: 20 }, (_, f) => (f < 10 ? at(200) : at(600))(f));
    expect(trackPeople(frames, 30).map((track) => track.length)).toEqual([10, 10]);
  });

  it('of nobody is nothing', () => {
    expect(trackPeople([[], [], []], 30)).toEqual([]);
  });
});
