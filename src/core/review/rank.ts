/** Whom to look at first, and why. */
import type { QcRule } from './check-person.ts';

/** What is known of a person's label; null where it is not. Larger is worse. */
export interface ReviewNumbers {
  /** Mean distance of points and body over the length of the torso. */
  readonly residual: number | null;
  /** Mean distance of the joints of regression and fit, pelvis on pelvis, millimetres. */
  readonly fitMovedMm: number | null;
  /** 1 − the detector's mean confidence of the points that no hand has placed. */
  readonly unseen: number | null;
  /** Largest magnitude of a beta. */
  readonly maxBeta: number | null;
  readonly rules: readonly QcRule[];
}

const FIGURES = ['residual', 'fitMovedMm', 'unseen', 'maxBeta'] as const;
type Figure = (typeof FIGURES)[number];

/** A person of whom a rule says something is looked at before those of whom none does. */
const RULE_WEIGHT = 1;

export interface Ranked {
  /** Mean of the figures' places among all, in [0, 1], and 1 for each rule. */
  readonly badness: number;
  /** The two that say most against the label, worst first, as parts of a sentence. */
  readonly reasons: readonly string[];
}

/**
 * Blends what is known of each person. A figure counts by its place among all people, so that no unit
 * outweighs another; one that nobody knows counts as middling.
 *
 * @returns in the order of the people
 */
export function rankPeople(people: readonly ReviewNumbers[]): Ranked[] {
  const places = FIGURES.map((figure) => placesOf(people.map((person) => person[figure])));
  return people.map((person, i) => {
    const own = FIGURES.map((figure, f) => ({ figure, place: places[f]?.[i] ?? 0.5 }));
    const mean = own.reduce((sum, { place }) => sum + place, 0) / own.length;
    return {
      badness: mean + RULE_WEIGHT * person.rules.length,
      reasons: reasonsOf(person, own),
    };
  });
}

/** The share of the known values that are smaller, ties in the middle; 0.5 where it is not known. */
function placesOf(values: readonly (number | null)[]): Float64Array {
  const known = values.flatMap((value, i) => (value === null ? [] : [{ value, i }]));
  known.sort((a, b) => a.value - b.value);
  const places = new Float64Array(values.length).fill(0.5);
  for (let from = 0; from < known.length; ) {
    let to = from;
    while (to < known.length && known[to]?.value === known[from]?.value) to++;
    for (let k = from; k < to; k++) places[known[k]?.i ?? 0] = (from + to) / 2 / known.length;
    from = to;
  }
  return places;
}

const RULE_REASONS: Readonly<Record<QcRule, string>> = {
  'left-right-swap': 'left and right look exchanged',
  duplicate: 'the same person is there twice',
  'limb-ratio': 'a limb is longer than the others allow',
  'joint-limit': 'a joint is bent as none can be',
  'outside-image': 'a visible joint lies outside the picture',
};

const FIGURE_REASONS: Readonly<Record<Figure, (value: number) => string>> = {
  residual: (share) => `joints are off by ${percent(share)} of the torso`,
  fitMovedMm: (mm) => `${Math.round(mm)} mm from the regressor`,
  unseen: (share) => `the detector is ${percent(1 - share)} sure`,
  maxBeta: (beta) => `a shape coefficient of ${beta.toFixed(1)}`,
};

function reasonsOf(
  person: ReviewNumbers,
  figures: readonly { readonly figure: Figure; readonly place: number }[],
): string[] {
  const known = figures.filter(({ figure }) => person[figure] !== null);
  const worst = known.toSorted((a, b) => b.place - a.place);
  return [
    ...person.rules.map((rule) => RULE_REASONS[rule]),
    ...worst.map(({ figure }) => FIGURE_REASONS[figure](person[figure] ?? 0)),
  ].slice(0, 2);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
