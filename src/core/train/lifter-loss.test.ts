import { expect, test } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { seededRandom } from '../math/random.ts';
import { OUTPUT_SIZE } from '../regress/lifter-output.ts';
import { createTape } from './landmark-gradient.ts';
import { lifterLoss } from './lifter-loss.ts';
import { emptyBatch } from './lifter-sample.ts';

/** Outputs near a body in front of the camera, and a truth that is another such body. */
function problem() {
  const { normal, uniform } = seededRandom(5);
  const batch = emptyBatch(2);
  const outputs = new Float64Array(2 * OUTPUT_SIZE);
  for (let row = 0; row < 2; row++) {
    const block = [1, 0, 0, 1, 0, 0];
    for (let i = 0; i < 144; i++) outputs[157 * row + i] = block[i % 6] + 0.3 * normal();
    for (let i = 144; i < 154; i++) outputs[157 * row + i] = normal();
    outputs.set([0.7 + 0.2 * uniform(), 0.1, -0.1], 157 * row + 154);
    batch.boxSides[row] = 0.6;
    batch.translations.set([0.1, 0.05, 2.2], 3 * row);
  }
  for (let i = 0; i < batch.landmarks.length; i++) batch.landmarks[i] = 0.3 * normal();
  for (let i = 0; i < batch.rotations.length; i++) batch.rotations[i] = 0.5 * normal();
  for (let i = 0; i < batch.betas.length; i++) batch.betas[i] = normal();
  return { batch, outputs };
}

test('the gradient of the loss is what finite differences give', () => {
  const tape = createTape(compactLandmarks(model));
  const { batch, outputs } = problem();
  const gradient = new Float64Array(outputs.length);
  lifterLoss(tape, outputs, batch, gradient);
  const ignored = new Float64Array(outputs.length);
  const step = 1e-6;
  for (let i = 0; i < outputs.length; i++) {
    const up = lifterLoss(tape, outputs.with(i, outputs[i] + step), batch, ignored);
    const down = lifterLoss(tape, outputs.with(i, outputs[i] - step), batch, ignored);
    const expected = (up - down) / (2 * step);
    expect(Math.abs(gradient[i] - expected), `output ${i}`).toBeLessThan(
      1e-6 + 1e-4 * Math.abs(expected),
    );
  }
});

test('the loss of the truth itself is zero but for the distances’ rounding', () => {
  const tape = createTape(compactLandmarks(model));
  const { batch, outputs } = problem();
  const gradient = new Float64Array(outputs.length);
  for (let row = 0; row < 2; row++) {
    lifterLoss(
      tape,
      outputs.slice(157 * row, 157 * row + 157),
      { ...batch, size: 1 },
      gradient.subarray(0, 157),
    );
    batch.landmarks.set(tape.landmarks, 162 * row);
    batch.rotations.set(tape.rotations, 216 * row);
    batch.betas.set(tape.betas, 10 * row);
    const [s, tx, ty] = outputs.subarray(157 * row + 154, 157 * row + 157);
    batch.translations.set([tx / (2 * s), ty / (2 * s), 1 / (s * 0.6)], 3 * row);
  }
  expect(lifterLoss(tape, outputs, batch, gradient)).toBeLessThan(1e-4);
});
