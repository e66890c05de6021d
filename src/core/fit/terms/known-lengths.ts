/** Lengths of the T-pose that somebody knows: a height, a girth. */
import { LENGTH_TITLES, type LengthName } from '../../body/measurement-names.ts';
import { type BodyMeasures, measureLength } from '../../body/measurements.ts';
import { StudioError } from '../../common/errors.ts';
import { anchorWeight } from '../presets.ts';
import { BETA_COUNT, BETAS, STRIDE } from '../skeleton/unknowns.ts';
import { nearestShape } from './reachable-shape.ts';
import type { Term } from './term.ts';

export interface KnownLength {
  readonly name: LengthName;
  readonly metres: number;
}

/** How exactly somebody measures a person with a tape. */
const SIGMA_M = 0.005;
/** What is left over by the nearest shape before the length counts as out of reach: 3 σ. */
const TOLERANCE_M = 3 * SIGMA_M;

/** `w (m(β) − m*)²`. */
export function lengthTerm(measures: BodyMeasures, { name, metres }: KnownLength): Term {
  const weight = anchorWeight(SIGMA_M);
  const betas = new Float64Array(BETA_COUNT);
  const slope = new Float64Array(BETA_COUNT);
  const takeBetas = (x: Float64Array) => {
    for (let b = 0; b < BETA_COUNT; b++) betas[b] = x[BETAS + b];
  };
  return {
    name: LENGTH_TITLES[name],
    energy(_, x) {
      takeBetas(x);
      return weight * (measureLength(measures, name, betas) - metres) ** 2;
    },
    add(_, x, { gradient, hessian }) {
      takeBetas(x);
      slope.fill(0);
      const residual = measureLength(measures, name, betas, slope) - metres;
      for (let i = 0; i < BETA_COUNT; i++) {
        gradient[BETAS + i] += weight * residual * slope[i];
        const row = STRIDE * (BETAS + i) + BETAS;
        for (let j = 0; j <= i; j++) hessian[row + j] += weight * slope[i] * slope[j];
      }
    },
  };
}

/** @throws StudioError `fit/infeasible` naming the length that is furthest out of reach */
export function requireReachable(measures: BodyMeasures, known: readonly KnownLength[]): void {
  if (known.length === 0) return;
  const betas = nearestShape(measures, known);
  const [worst] = known
    .map(({ name, metres }) => {
      const nearest = measureLength(measures, name, betas);
      return { name, metres, nearest, miss: Math.abs(nearest - metres) };
    })
    .toSorted((a, b) => b.miss - a.miss);
  if (worst.miss <= TOLERANCE_M) return;
  const title = LENGTH_TITLES[worst.name];
  const others = known.length === 1 ? '' : ' together with the other known lengths';
  const message =
    `The ${title} cannot be ${centimetres(worst.metres)}${others}: the nearest body has ` +
    `${centimetres(worst.nearest)}. The last body stays; change or release the ${title}.`;
  throw new StudioError('fit/infeasible', message, { term: title });
}

function centimetres(metres: number): string {
  return `${(100 * metres).toFixed(1)} cm`;
}
