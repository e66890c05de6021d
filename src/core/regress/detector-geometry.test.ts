import { describe, expect, it } from 'vitest';
import {
  cropRound,
  letterbox,
  readMultipose,
  readPose,
  similarity,
  withoutDuplicates,
} from './detector-geometry.ts';

function poseAt(left: number, top: number, size: number) {
  return Array.from({ length: 17 }, (_, i) => ({
    x: left + (size * (i % 4)) / 3,
    y: top + (size * Math.floor(i / 4)) / 4,
    confidence: 0.9,
  }));
}

describe('letterbox', () => {
  it('puts the middle of the square on the middle of the picture', () => {
    expect(letterbox(640, 480)).toEqual({ left: 0, top: -80, sidePx: 640 });
  });
});

describe('readPose', () => {
  it('turns (y, x, score) of the square into pixels', () => {
    const output = new Float32Array(51);
    output.set([0.5, 0.25, 2], 3);
    const pose = readPose(output, 0, { left: 10, top: 20, sidePx: 100 });
    expect(pose[1]).toEqual({ x: 35, y: 70, confidence: 1 });
  });
});

describe('readMultipose', () => {
  it('keeps the people it is sure of, best first', () => {
    const output = new Float32Array(6 * 56);
    output[55] = 0.3;
    output[2 * 56 + 55] = 0.8;
    output[2 * 56 + 1] = 1;
    output[3 * 56 + 55] = 0.1;
    const people = readMultipose(output, letterbox(100, 100));
    expect(people.map((pose) => pose[0].x)).toEqual([100, 0]);
  });
});

describe('duplicates', () => {
  it('are the same person, not a neighbour', () => {
    const [one, again, other] = [poseAt(0, 0, 100), poseAt(2, 1, 101), poseAt(150, 0, 100)];
    expect(similarity(one, one)).toBe(1);
    expect(withoutDuplicates([one, again, other])).toEqual([one, other]);
  });
});

describe('cropRound', () => {
  it('is square, with a margin, about the points that are seen', () => {
    const pose = [...poseAt(100, 200, 80), { x: 0, y: 0, confidence: 0.01 }];
    expect(cropRound(pose, 0.2)).toEqual({ left: 90, top: 190, sidePx: 100 });
    expect(cropRound(pose.slice(-1), 0.2)).toBeUndefined();
  });
});
