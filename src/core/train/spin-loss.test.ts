import { describe, expect, it } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { seededRandom } from '../math/random.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';
import { OUTPUT_SIZE } from '../regress/lifter-output.ts';
import { createTape, placeLandmarks } from './landmark-gradient.ts';
import { placeFromOutputs } from './output-place.ts';
import { SPIN_WEIGHTS, type SupervisedRow, spinLoss } from './spin-loss.ts';
import type { OutputCamera } from './trainable-regressor.ts';

const body = compactLandmarks(model);
/** As SMPL has them: small random ones. */
const corrected = {
  ...body,
  pairCorrective: Float64Array.from(
    { length: 207 * body.pairOffset.length },
    (
      (normal) => () =>
        0.01 * normal()
    )(seededRandom(8).normal),
  ),
};

/** Outputs near a body in front of the camera, and a label and points that are something else. */
function problem(isTruth: boolean) {
  const { normal, uniform } = seededRandom(5);
  const outputs = new Float64Array(2 * OUTPUT_SIZE);
  const rows = [0, 1].map((row): SupervisedRow => {
    for (let i = 0; i < 144; i++) {
      outputs[157 * row + i] = [1, 0, 0, 1, 0, 0][i % 6] + 0.3 * normal();
    }
    for (let i = 144; i < 154; i++) outputs[157 * row + i] = normal();
    outputs.set([0.4 + 0.2 * uniform(), 0.1, -0.1], 157 * row + 154);
    const rotations = new Float64Array(216);
    for (let j = 0; j < 24; j++) {
      const turn = Float64Array.from({ length: 3 }, normal);
      matrixFromAxisAngle(turn, 0, rotations, 9 * j);
    }
    const numbers = (length: number) => Float64Array.from({ length }, () => 0.3 * normal());
    const label = { rotations, betas: numbers(10), landmarks: numbers(162), isTruth };
    const points = numbers(75).map((value, i) => (i % 3 === 2 ? uniform() : value));
    return {
      frame: { regressorFromCamera: new Float64Array(9), isMirrored: false, focal: 3.5, points },
      label: { ...label, translation: Float64Array.of(0, 0, 3) },
      weight: 1 + row,
    };
  });
  return { outputs, rows };
}

describe.each<{
  camera: OutputCamera;
  isTruth: boolean;
  landmarks: typeof corrected | typeof body;
}>([
  { camera: 'box', isTruth: true, landmarks: body },
  { camera: 'spin', isTruth: true, landmarks: corrected },
  { camera: 'spin', isTruth: false, landmarks: body },
])('SPIN’s loss, $camera, truth $isTruth', ({ camera, isTruth, landmarks }) => {
  const tape = createTape(landmarks);
  const parts = { tape, camera, weights: SPIN_WEIGHTS };

  it('has the gradient that finite differences give', () => {
    const { outputs, rows } = problem(isTruth);
    const gradient = new Float64Array(outputs.length);
    spinLoss(parts, outputs, rows, gradient);
    const ignored = new Float64Array(outputs.length);
    const step = 1e-6;
    // Correctives make a loss slow: every fifth output will do.
    for (let i = 0; i < outputs.length; i += landmarks === corrected ? 5 : 1) {
      const up = spinLoss(parts, outputs.with(i, outputs[i] + step), rows, ignored);
      const down = spinLoss(parts, outputs.with(i, outputs[i] - step), rows, ignored);
      const expected = (up - down) / (2 * step);
      expect(Math.abs(gradient[i] - expected), `output ${i}`).toBeLessThan(
        1e-5 + 1e-4 * Math.abs(expected),
      );
    }
  });

  it('is nothing but the camera’s term at its own label and points', () => {
    const { outputs, rows } = problem(isTruth);
    const own = outputs.slice(0, OUTPUT_SIZE);
    const ignored = new Float64Array(OUTPUT_SIZE);
    spinLoss(parts, own, rows.slice(0, 1), ignored);
    placeLandmarks(tape);
    const [x, y, z] = placeFromOutputs(own.subarray(154), 3.5, camera);
    const label = {
      rotations: tape.rotations.slice(),
      betas: tape.betas.slice(),
      landmarks: tape.landmarks.slice(),
      translation: Float64Array.of(x, y, z),
      isTruth,
    };
    const points = new Float64Array(75);
    const seenAt = [24, 12, 17, 19, 21, 16, 18, 20, 0, 2, 5, 8, 1, 4, 7];
    for (const [i, landmark] of seenAt.entries()) {
      const [px, py, pz] = label.landmarks.subarray(3 * landmark, 3 * landmark + 3);
      points.set([(3.5 * (px + x)) / (pz + z), (3.5 * (py + y)) / (pz + z), 1], 3 * i);
    }
    const row = { ...rows[0], label, frame: { ...rows[0].frame, points } };
    expect(spinLoss(parts, own, [row], ignored)).toBeCloseTo(60 * Math.exp(-20 * own[154]), 6);
  });

  it('leaves out people without a row', () => {
    const { outputs, rows } = problem(isTruth);
    const gradient = new Float64Array(outputs.length);
    const alone = spinLoss(parts, outputs.slice(157), rows.slice(1), new Float64Array(157));
    expect(spinLoss(parts, outputs, [undefined, rows[1]], gradient)).toBeCloseTo(alone, 9);
    expect(gradient.subarray(0, 157).every((value) => value === 0)).toBe(true);
  });
});
