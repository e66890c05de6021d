/** What a rendered person wears: a colour for each place on the body at rest, drawn at random. */
import type { Random } from '../../src/core/math/random.ts';

export type Colour = readonly [number, number, number];
/** Colour, in [0, 1], at a place of the rest pose (metres, y up, pelvis at the origin). */
export type Paint = (x: number, y: number, z: number) => Colour;

const NECK_Y = 0.54;
const SHOE_Y = -0.85;

/** Painted skin, hair, top, trousers and shoes; lengths, colours and patterns are random. */
export function drawClothes(random: Random): Paint {
  const { uniform } = random;
  const sleeveX = uniform() < 0.15 ? 0.17 : 0.24 + 0.46 * uniform();
  const waistY = 0.02 + 0.12 * uniform();
  const hemY = uniform() < 0.5 ? -0.86 : -0.25 - 0.6 * uniform();
  const hairZ = 0.03 + 0.04 * uniform();
  const hairY = 0.72 + 0.06 * uniform();
  const skin = skinColour(random);
  const hair = plain(random, 0.45);
  const top = pattern(random);
  const bottom = pattern(random);
  const shoes = plain(random, 0.8);
  return (x, y, z) => {
    if (y > NECK_Y && Math.abs(x) < 0.13) return y > hairY || (z < hairZ && y > 0.6) ? hair : skin;
    if (y < SHOE_Y) return shoes;
    if (Math.abs(x) > sleeveX && y > 0.3) return skin;
    if (y > waistY) return top(x, y, z);
    return y > hemY ? bottom(x, y, z) : skin;
  };
}

function skinColour({ uniform }: Random): Colour {
  const shade = 0.25 + 0.65 * uniform();
  return [shade, shade * (0.68 + 0.12 * uniform()), shade * (0.5 + 0.2 * uniform())];
}

function plain({ uniform }: Random, brightest: number): Colour {
  const grey = brightest * uniform();
  const tint = () => Math.min(1, Math.max(0.02, grey + 0.5 * brightest * (uniform() - 0.5)));
  return [tint(), tint(), tint()];
}

function pattern(random: Random): Paint {
  const { uniform } = random;
  const base = plain(random, 1);
  const other = plain(random, 1);
  const period = 0.02 + 0.08 * uniform();
  const kind = uniform();
  const stripe = (value: number) => Math.abs(value / period - Math.round(value / period)) < 0.25;
  if (kind < 0.6) return () => base;
  if (kind < 0.75) return (_x, y) => (stripe(y) ? base : other);
  if (kind < 0.85) return (x) => (stripe(x) ? base : other);
  return (x, y) => (stripe(x) === stripe(y) ? base : other);
}
