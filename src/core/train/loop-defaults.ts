/** Settings that the experiment (`npm run experiment:loop`) has found to help the lifter. */
import { type LossWeights, SPIN_WEIGHTS } from './spin-loss.ts';
import type { LoopSettings } from './train-in-loop.ts';

/**
 * SPIN's weights, but fits teach joints too: SPIN leaves them out for pictures without 3D truth,
 * where its fits are one of several sources; here they are the only one.
 */
const LIFTER_LOSS: LossWeights = { ...SPIN_WEIGHTS, jointsOfFits: true };

const COMMON = { epochs: 8, passes: 4, batchSize: 128, patience: 3, replayShare: 0.75 };

/** By recipe; the seed is the run's own. */
export const LIFTER_LOOP: Readonly<Record<'head' | 'spin', Omit<LoopSettings, 'seed'>>> = {
  head: { ...COMMON, recipe: 'head', learningRate: 3e-4, loss: LIFTER_LOSS },
  spin: { ...COMMON, recipe: 'spin', learningRate: 1e-4, loss: LIFTER_LOSS },
};

/** Share of the replay that shows the project's own bodies from elsewhere. */
export const LIFTER_OWN_SHARE = 0.5;

/**
 * How much weaker the loop's fits hold to the regression than the studio's: the anchor's strength was
 * measured on people like those that the regressor has learnt from, and who trains it has others.
 */
export const LOOP_ANCHOR = 1 / 4;
