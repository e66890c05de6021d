/** The loop with what surrounds it: checkpoints, reports, and endings before the end. */

import type { TrainingEpoch } from '../../../contract/training.ts';
import type {
  LearningPerson,
  TrainMessage,
  TrainQuery,
} from '../../../contract/training-compute.ts';
import { hasCode } from '../../../core/common/errors.ts';
import type { Tensors } from '../../../core/formats/safetensors.ts';
import { LIFTER_LOOP } from '../../../core/train/loop-defaults.ts';
import type { LoopState } from '../../../core/train/loop-state.ts';
import {
  type EpochReport,
  type LoopOutcome,
  type LoopParts,
  type LoopSettings,
  trainInLoop,
} from '../../../core/train/train-in-loop.ts';
import { readCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { trainingPersonOf } from './learning-people.ts';
import { explained } from './memory.ts';

export interface Learnt {
  /** The trained weights by name, as they were at the best epoch. */
  readonly weights: Tensors;
  /** Why it ended before its last epoch, as a sentence; null when it did not. */
  readonly stopped: string | null;
}

export interface LearnParts extends Pick<LoopParts, 'regressor' | 'tape' | 'fit' | 'replay'> {
  readonly people: readonly LearningPerson[];
  readonly signal: { readonly aborted: boolean };
  readonly put: (message: TrainMessage) => void;
  /** An epoch is over and on disk. */
  readonly onEpoch: (epoch: number) => void;
}

/** How much of each batch reminds of what was known before. */
export function replayShare({ start: { kind }, settings: { recipe } }: TrainQuery): number {
  return kind === 'lifter' ? LIFTER_LOOP[depthOf(recipe)].replayShare : 0;
}

function depthOf(recipe: TrainQuery['settings']['recipe']): 'head' | 'spin' {
  return recipe === 'head' ? 'head' : 'spin';
}

export async function learnInLoop(parts: LearnParts, query: TrainQuery): Promise<Learnt> {
  const saved = query.resume ? await readCheckpoint(query.runFolder) : undefined;
  const curve = [...(saved?.curve ?? [])];
  parts.put({ kind: 'begun', curve: [...curve], bestEpoch: saved?.state.best.epoch ?? 0 });
  let last = saved?.state;
  const onEpoch = async (report: EpochReport, seconds: number) => {
    last = report.state();
    curve.push(epochOf(report, seconds));
    await saveCheckpoint(query.runFolder, { state: last, curve });
    parts.put({ kind: 'epoch', epoch: epochOf(report, seconds), bestEpoch: report.bestEpoch });
    parts.onEpoch(report.epoch);
  };
  try {
    return learntOf(await everyEpoch(parts, query, saved?.state, onEpoch));
  } catch (error) {
    if (!hasCode(error, 'train/not-finite') || last === undefined)
      throw explained(error, query.settings.batchSize);
    return { weights: last.best.weights, stopped: error.message };
  }
}

async function everyEpoch(
  { people, ...parts }: LearnParts,
  query: TrainQuery,
  resume: LoopState | undefined,
  onEpoch: (report: EpochReport, seconds: number) => Promise<void>,
): Promise<LoopOutcome> {
  const of = (...roles: LearningPerson['role'][]) =>
    people.filter(({ role }) => roles.includes(role)).map(trainingPersonOf);
  const loop = trainInLoop(
    {
      ...parts,
      people: of('training', 'untouched'),
      heldOut: of('held-out'),
      ...(resume && { resume }),
    },
    {
      ...query.settings,
      recipe: depthOf(query.settings.recipe),
      replayShare: parts.replay === undefined ? 0 : replayShare(query),
      ...lifterSettings(query),
    },
  );
  for (let began = performance.now(); ; began = performance.now()) {
    const step = await loop.next();
    if (step.done) return step.value;
    await onEpoch(step.value, (performance.now() - began) / 1000);
  }
}

/** SPIN's own weights and one pass an epoch, but for the lifter. */
function lifterSettings({ start, settings }: TrainQuery): Pick<LoopSettings, 'loss' | 'passes'> {
  if (start.kind !== 'lifter') return {};
  const { loss, passes } = LIFTER_LOOP[depthOf(settings.recipe)];
  return { ...(loss && { loss }), ...(passes && { passes }) };
}

/** How often an epoch goes through the people. */
export function passesOf(query: TrainQuery): number {
  return lifterSettings(query).passes ?? 1;
}

function epochOf(report: EpochReport, seconds: number): TrainingEpoch {
  const { epoch, trainLoss, heldOut, updatedFits } = report;
  return {
    epoch,
    trainLoss: trainLoss ?? null,
    heldOutLoss: heldOut.loss,
    heldOutErrorPx: heldOut.reprojectionPx,
    fitsImproved: updatedFits,
    seconds,
  };
}

function learntOf({ reason, bestEpoch, weights }: LoopOutcome): Learnt {
  const stopped = `Stopped; epoch ${bestEpoch}, the best so far, is kept.`;
  return { weights, stopped: reason === 'stopped' ? stopped : null };
}
