import { expect, test } from 'vitest';
import type { Person } from '../../contract/person.ts';
import { type StudioState, studio } from '../state/studio-state.ts';
import { announcement } from './announcements.ts';

const KEYPOINT = { x: 10, y: 20, confidence: 1, visibility: 'occluded', source: 'hand' } as const;

const PERSON = {
  id: 7,
  state: 'fitted',
  jointSet: 'coco17',
  keypoints: Array.from({ length: 17 }, () => ({ ...KEYPOINT, use: 'normal' })),
  fit: { errorsPx: Array.from({ length: 17 }, () => 3.2) },
} as unknown as Person;

const BEFORE: StudioState = {
  ...studio.getState(),
  image: { id: 1, name: 'a.jpg' } as StudioState['image'],
  people: [PERSON],
  personId: 7,
  project: { imageCount: 61, counts: {} } as unknown as StudioState['project'],
};

const LEFT_ELBOW = 7;

test('a chosen joint is named with what is known of it', () => {
  const state = { ...BEFORE, point: LEFT_ELBOW };
  expect(announcement(state, BEFORE)).toBe('left elbow, occluded, 3 pixels');
});

test('a joint that has moved is said again, one that came anew from the engine is not', () => {
  const before = { ...BEFORE, point: LEFT_ELBOW };
  const same = { ...PERSON, keypoints: PERSON.keypoints.map((each) => ({ ...each })) };
  expect(announcement({ ...before, people: [same] }, before)).toBeUndefined();
  const keypoints = PERSON.keypoints.map((each) => ({ ...each, x: 11 }));
  const moved = { ...before, people: [{ ...PERSON, keypoints }] };
  expect(announcement(moved, before)).toBe('left elbow, occluded, 3 pixels');
});

test('a decision and how many pictures are left', () => {
  const people = [{ ...PERSON, state: 'accepted' as const }];
  expect(announcement({ ...BEFORE, people }, BEFORE)).toBe('accepted');
  const project = { imageCount: 61, counts: { accepted: 1 } } as unknown as StudioState['project'];
  expect(announcement({ ...BEFORE, project }, BEFORE)).toBe('60 pictures left');
});

test('another picture is named with its people', () => {
  const image = { id: 2, name: 'b.jpg' } as StudioState['image'];
  expect(announcement({ ...BEFORE, image }, BEFORE)).toBe('b.jpg, 1 person');
});

test('nothing is said while a hand drags', () => {
  const before = { ...BEFORE, point: LEFT_ELBOW };
  const gesture = { personId: 7 } as StudioState['gesture'];
  expect(announcement({ ...before, gesture, fitMs: 1 } as StudioState, before)).toBeUndefined();
});
