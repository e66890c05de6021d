/**
 * The best fit so far of each person (Kolotouros et al. 2019, SPIN's `fits_dict.py`). Bodies stand in
 * the picture's own camera, so whatever augmentation does, nothing has to be undone here.
 */
import type { BodyParameters } from '../body/body-model.ts';
import type { TrainingPerson } from './training-person.ts';

export interface FoundFit {
  readonly body: BodyParameters;
  /** SPIN's score (`spin-score.ts`), the smaller the better. */
  readonly score: number;
}

/** By the person's id. */
export type FitsDictionary = Map<number, FoundFit>;

/** Fits above this are kept, but nobody learns from them. */
export const SCORE_THRESHOLD = 100;
const MAX_BETA = 3;

/** What a person teaches the network. */
export interface Label {
  readonly body: BodyParameters;
  /** Accepted by somebody, not only found by the fit. */
  readonly isTruth: boolean;
}

/** Keeps the better of two fits. @returns whether the new one was */
export function keepBetter(dictionary: FitsDictionary, id: number, found: FoundFit): boolean {
  const old = dictionary.get(id);
  if (!Number.isFinite(found.score) || (old !== undefined && !(found.score < old.score))) {
    return false;
  }
  dictionary.set(id, found);
  return true;
}

/**
 * The truth where somebody has accepted it, else the best fit, if it is good enough; its betas are
 * zeros when one is beyond ±3, in the label only.
 */
export function labelOf(
  person: TrainingPerson,
  dictionary: FitsDictionary,
  threshold = SCORE_THRESHOLD,
): Label | undefined {
  if (person.decision === 'rejected') return undefined;
  if (person.truth !== undefined) return { body: person.truth, isTruth: true };
  const best = dictionary.get(person.id);
  if (best === undefined || !(best.score < threshold)) return undefined;
  return { body: withModestBetas(best.body), isTruth: false };
}

function withModestBetas(body: BodyParameters): BodyParameters {
  if (body.betas.every((beta) => Math.abs(beta) <= MAX_BETA)) return body;
  return { ...body, betas: new Float64Array(body.betas.length) };
}
