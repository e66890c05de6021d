import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleTruths } from '../../../../test/fixtures/embedded.ts';
import { interpolatePose } from '../../body/interpolate.ts';
import { type TrackFrame, trackBodies } from './track.ts';
import { sequenceWindows } from './windows.ts';

const [first, second, third] = sampleTruths().map(({ body }) => body);
const frame = (body: TrackFrame['body'], isHeld = false): TrackFrame => ({ body, isHeld });

describe('a track', () => {
  it('has one body: the mean of its frames', () => {
    const [a, b] = trackBodies([frame(first), frame(second)]);
    expect(a.betas).toEqual(b.betas);
    expect(a.betas[0]).toBeCloseTo((first.betas[0] + second.betas[0]) / 2, 12);
  });

  it('takes the body that a person has seen to, and leaves that frame alone', () => {
    const held = frame(second, true);
    const track = trackBodies([frame(first), held, frame(third)]);
    expect(track[1]).toBe(held.body);
    expect(track[0].betas).toEqual(second.betas);
    expect(track[2].betas).toEqual(second.betas);
  });

  it('bridges frames in which nobody was found, evenly', () => {
    const track = trackBodies([frame(first), undefined, undefined, undefined, frame(second)]);
    const middle = track[2];
    expect(middle.translation[2]).toBeCloseTo(
      (first.translation[2] + second.translation[2]) / 2,
      12,
    );
    // Half of the way is half of either half.
    const quarter = interpolatePose(first.pose, middle.pose, 0.5);
    for (let i = 3; i < 72; i++) expect(track[1].pose[i]).toBeCloseTo(quarter[i], 6);
  });

  it('of one frame stays as it is', () => {
    expect(trackBodies([frame(first)])[0]).toEqual(first);
  });
});

describe('windows', () => {
  it('settle each frame once, in order, and look two frames back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), (count) => {
        let settled = 0;
        for (const window of sequenceWindows(count)) {
          expect(window.free).toBe(settled);
          expect(window.start).toBe(Math.max(0, settled - 2));
          expect(window.settled).toBeGreaterThan(settled);
          expect(window.end).toBeGreaterThanOrEqual(window.settled);
          settled = window.settled;
        }
        expect(settled).toBe(count);
      }),
    );
  });
});
