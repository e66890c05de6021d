/**
 * Where a run stands, on disk: tensors in `checkpoint-N.safetensors` and the rest in `state.json`,
 * which names them and is renamed last. So a kill or a full disk leaves the epoch before whole.
 */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { bodyParameters } from '../../../contract/body-parameters.ts';
import { type TrainingEpoch, trainingEpoch } from '../../../contract/training.ts';
import {
  readSafetensors,
  type Tensors,
  writeSafetensors,
} from '../../../core/formats/safetensors.ts';
import type { LoopState } from '../../../core/train/loop-state.ts';
import { replaceFile } from '../../adapters/files/replace-file.ts';
import { bodyFromWire, bodyToWire } from '../../adapters/person-fit.ts';

const STATE_FILE = 'state.json';
const PARTS = ['weights', 'first', 'second', 'best'] as const;

const savedState = z.object({
  tensors: z.string(),
  epoch: z.int(),
  step: z.int(),
  best: z.object({
    epoch: z.int(),
    heldOut: z.object({ people: z.int(), loss: z.number(), reprojectionPx: z.number() }),
  }),
  dictionary: z.array(z.tuple([z.int(), z.object({ body: bodyParameters, score: z.number() })])),
  curve: z.array(trainingEpoch),
});

export interface Checkpoint {
  readonly state: LoopState;
  readonly curve: readonly TrainingEpoch[];
}

/** @throws StudioError `disk/full`, `project/not-writable`; the older checkpoint is as it was */
export async function saveCheckpoint(folder: string, { state, curve }: Checkpoint): Promise<void> {
  const { epoch, step, best, dictionary } = state;
  const tensors = `checkpoint-${epoch}.safetensors`;
  await replaceFile(join(folder, tensors), writeSafetensors(tensorsOf(state), 'F32'));
  const saved: z.infer<typeof savedState> = {
    tensors,
    epoch,
    step,
    best: { epoch: best.epoch, heldOut: best.heldOut },
    dictionary: dictionary.map(([id, { body, score }]) => [id, { body: bodyToWire(body), score }]),
    curve: [...curve],
  };
  await replaceFile(join(folder, STATE_FILE), new TextEncoder().encode(JSON.stringify(saved)));
  await removeCheckpoints(folder, tensors);
}

/** Undefined when there is none. */
export async function readCheckpoint(folder: string): Promise<Checkpoint | undefined> {
  const text = await readFile(join(folder, STATE_FILE), 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const { tensors, best, dictionary, curve, ...rest } = savedState.parse(JSON.parse(text));
  const path = join(folder, tensors);
  const parts = partsOf(readSafetensors(await readFile(path), path));
  const { weights, first, second } = parts;
  const state = {
    ...rest,
    weights,
    first,
    second,
    best: { ...best, weights: parts.best },
    dictionary: dictionary.map(
      ([id, { body, score }]) => [id, { body: bodyFromWire(body), score }] as const,
    ),
  };
  return { state, curve };
}

/** What is not needed once a run has come to its end; `kept` stays. */
export async function removeCheckpoints(folder: string, kept?: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const isOld = name.startsWith('checkpoint-') && name !== kept;
    if (isOld) await rm(join(folder, name), { force: true });
  }
}

function tensorsOf({ weights, first, second, best }: LoopState): Tensors {
  const parts = { weights, first, second, best: best.weights };
  return Object.fromEntries(
    PARTS.flatMap((part) =>
      Object.entries(parts[part]).map(([name, tensor]) => [`${part}/${name}`, tensor]),
    ),
  );
}

function partsOf(tensors: Tensors): Record<(typeof PARTS)[number], Tensors> {
  const of = (part: string) =>
    Object.fromEntries(
      Object.entries(tensors).flatMap(([name, tensor]) =>
        name.startsWith(`${part}/`) ? [[name.slice(part.length + 1), tensor]] : [],
      ),
    );
  return { weights: of('weights'), first: of('first'), second: of('second'), best: of('best') };
}
