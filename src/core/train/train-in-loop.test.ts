import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { mean, model } from '../../../test/fixtures/embedded.ts';
import { aPersonSeenAs, aRandomBody } from '../../../test/fixtures/training.ts';
import { compactLandmarks } from '../body/landmarks.ts';
import { hasCode } from '../common/errors.ts';
import { seededRandom } from '../math/random.ts';
import { createLifter } from '../regress/lifter.ts';
import { initialWeights } from '../regress/lifter-network.ts';
import { createTape } from './landmark-gradient.ts';
import { spinScore } from './spin-score.ts';
import {
  type EpochReport,
  type FitPeople,
  type LoopOutcome,
  type LoopParts,
  type LoopSettings,
  trainInLoop,
} from './train-in-loop.ts';
import { trainableLifter } from './trainable-lifter.ts';

const tape = createTape(compactLandmarks(model));
const bodies = Array.from({ length: 12 }, (_, i) => aRandomBody(i));
const people = bodies.map((body, id) => aPersonSeenAs(body, { id }));
const SETTINGS: LoopSettings = {
  recipe: 'spin',
  epochs: 3,
  batchSize: 4,
  learningRate: 3e-3,
  seed: 1,
  patience: 10,
  replayShare: 0,
};

beforeAll(() => tf.setBackend('cpu'));

/** Finds the body that the points were made from. */
const exactFit: FitPeople = async (open) =>
  open.map((person) => ({
    body: bodies[person.id],
    score: spinScore(tape, person, bodies[person.id]),
  }));

function parts(known: Partial<LoopParts> = {}): LoopParts {
  const weights = createLifter(initialWeights({ width: 16, blocks: 1 }, mean, seededRandom(2)));
  const regressor = trainableLifter(weights);
  const [learnt, heldOut] = [people.slice(0, 9), people.slice(9)];
  return { regressor, tape, people: learnt, heldOut, fit: exactFit, replay: undefined, ...known };
}

async function runAll(
  given: LoopParts,
  settings = SETTINGS,
): Promise<{
  reports: EpochReport[];
  outcome: LoopOutcome;
  states: ReturnType<EpochReport['state']>[];
}> {
  const run = trainInLoop(given, settings);
  const reports: EpochReport[] = [];
  const states = [];
  for (;;) {
    const next = await run.next();
    if (next.done) return { reports, outcome: next.value, states };
    reports.push(next.value);
    states.push(next.value.state());
  }
}

const losses = (reports: readonly EpochReport[]) => reports.map(({ trainLoss }) => trainLoss);

describe('training in the loop', () => {
  it('regresses held-out people better after some epochs', async () => {
    const { reports, outcome } = await runAll(parts(), { ...SETTINGS, epochs: 12 });
    expect(reports.map(({ epoch }) => epoch)).toEqual(Array.from({ length: 13 }, (_, i) => i));
    expect(reports[0].trainLoss).toBeUndefined();
    expect(reports[0].supervised).toBe(9);
    expect(outcome).toMatchObject({ reason: 'epochs' });
    const best = reports[outcome.bestEpoch].heldOut;
    expect(best.loss).toBeLessThan(0.8 * reports[0].heldOut.loss);
    expect(best.reprojectionPx).toBeLessThan(reports[0].heldOut.reprojectionPx);
  });

  it('is the same every time for a seed, and another for another seed', async () => {
    const first = await runAll(parts());
    expect(losses((await runAll(parts())).reports)).toEqual(losses(first.reports));
    const other = await runAll(parts(), { ...SETTINGS, seed: 2 });
    expect(losses(other.reports)).not.toEqual(losses(first.reports));
  });

  it('goes on after a stop with the numbers of a run that was not stopped', async () => {
    const whole = await runAll(parts());
    const resume = structuredClone(whole.states[1]);
    const rest = await runAll(parts({ resume }));
    expect(losses(rest.reports)).toEqual(losses(whole.reports.slice(2)));
    expect(rest.outcome).toEqual(whole.outcome);
  });

  it('keeps the best weights when it is stopped', async () => {
    const signal = { aborted: false };
    const run = trainInLoop(parts({ signal }), SETTINGS);
    await run.next();
    const first = (await run.next()).value as EpochReport;
    const best = first.state().best;
    signal.aborted = true;
    const { value, done } = await run.next();
    expect(done).toBe(true);
    expect(value).toMatchObject({
      reason: 'stopped',
      bestEpoch: best.epoch,
      weights: best.weights,
    });
  });

  it('ends when patience is over, with the weights of the best epoch', async () => {
    const settings = { ...SETTINGS, learningRate: 0.1, epochs: 50, patience: 2 };
    const { reports, outcome, states } = await runAll(parts(), settings);
    expect(outcome.reason).toBe('patience');
    expect(reports.at(-1)?.patienceLeft).toBe(0);
    expect(outcome.weights).toEqual(states[outcome.bestEpoch].weights);
  });

  it('stops with a clear error when the loss is not a number, the best weights kept', async () => {
    const broken: FitPeople = async (open) =>
      open.map(({ id }) => {
        const pose = bodies[id].pose.with(30, Number.NaN);
        return { body: { ...bodies[id], pose }, score: 1 };
      });
    const run = trainInLoop(parts({ fit: broken }), SETTINGS);
    const first = (await run.next()).value as EpochReport;
    const before = first.state();
    await expect(run.next()).rejects.toSatisfy(
      (error) => hasCode(error, 'train/not-finite') && error.data.bestEpoch === 0,
    );
    expect(first.state().weights).toEqual(before.weights);
  });

  it('refuses to begin with nobody to learn from', async () => {
    const rejected = people.map((person) => ({ ...person, decision: 'rejected' as const }));
    const run = trainInLoop(parts({ people: rejected }), SETTINGS);
    await expect(run.next()).rejects.toSatisfy((error) => hasCode(error, 'train/too-few-people'));
  });

  it('never hands a rejected person or one with an accepted body to the fit', async () => {
    const seen = new Set<number>();
    const fit: FitPeople = (open, regressions) => {
      for (const { id } of open) seen.add(id);
      return exactFit(open, regressions);
    };
    const decided = people.slice(0, 9).map((person) => {
      if (person.id === 1) return { ...person, decision: 'rejected' as const };
      if (person.id !== 2) return person;
      return { ...person, decision: 'accepted' as const, truth: bodies[2] };
    });
    const { reports } = await runAll(parts({ people: decided, fit }));
    expect(seen).toEqual(new Set([0, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
    expect(reports[0].supervised).toBe(8);
  });

  it('trains the last layer alone under the recipe head', async () => {
    const { outcome } = await runAll(parts(), { ...SETTINGS, recipe: 'head' });
    expect(Object.keys(outcome.weights).toSorted()).toEqual(['output.bias', 'output.weight']);
  });

  it('asks the replay for its share of each batch, with the bodies it learns from', async () => {
    const asked: number[] = [];
    const replay: LoopParts['replay'] = (count, _random, labels) => {
      asked.push(count);
      expect(labels).toHaveLength(9);
      return Array.from({ length: count }, () => ({ ...people[0], truth: bodies[0] }));
    };
    await runAll(parts({ replay }), { ...SETTINGS, epochs: 1, replayShare: 0.5 });
    expect(asked).toEqual([2, 2, 2, 2, 1]);
  });

  it('goes through the people as often as it is told in an epoch', async () => {
    const taught: number[] = [];
    const replay: LoopParts['replay'] = (count) => {
      taught.push(count);
      return [];
    };
    const settings = { ...SETTINGS, epochs: 1, passes: 2, replayShare: 0.5 };
    await runAll(parts({ replay }), settings);
    expect(taught.reduce((sum, count) => sum + count, 0)).toBe(18);
  });

  it('leaves no tensors behind', async () => {
    const given = parts();
    const before = tf.memory().numTensors;
    await runAll(given);
    expect(tf.memory().numTensors).toBe(before);
  });
});
