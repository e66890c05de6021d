/** JSON that is still JSON and says something else than it should. */
import type { Random } from '../../src/core/math/random.ts';
import { below, type Damage, damaged, oneOf } from './mutate-bytes.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const MAX_DEPTH = 20_000;
const TEXTS = ['', '../../etc/passwd', '\u202egpj.exe', 'a\nb', '😀'.repeat(64), '\0', '__proto__'];

/** Stands for lists in lists in lists … until the text is written: nobody can walk those. */
const DEEP = '(deep)';
const DEPTHS = `${'['.repeat(MAX_DEPTH)}${']'.repeat(MAX_DEPTH)}`;

/** Anything but what belongs there. */
function stranger(random: Random): Json {
  return oneOf<() => Json>(random, [
    () => null,
    () => true,
    () => oneOf(random, [0, -1, 0.5, 1e308, -1e308, 2 ** 53, 1e-320]),
    () => oneOf(random, TEXTS),
    () => [],
    () => ({}),
    () => [[[[]]]],
    () => DEEP,
    () => new Array<Json>(1000).fill(0),
    () => JSON.parse(`{"__proto__": {"a": 1}, "constructor": 1, "toString": null, "length": -1}`),
  ])();
}

/** All places of the document: what holds them and under which name. */
function placesOf(value: Json, places: [Json[] | Record<string, Json>, string | number][] = []) {
  if (typeof value !== 'object' || value === null) return places;
  const holder = value as Record<string, Json>;
  for (const key of Object.keys(value)) {
    places.push([holder, key]);
    placesOf(holder[key], places);
  }
  return places;
}

const change = (document: Json, random: Random): Json => {
  const places = placesOf(document);
  if (places.length === 0) return stranger(random);
  const [holder, key] = oneOf(random, places) as [Record<string, Json>, string];
  const action = random.uniform();
  if (action < 0.6) holder[key] = stranger(random);
  else if (action < 0.8) delete holder[key];
  else if (Array.isArray(holder)) holder.push(structuredClone(holder[Number(key)]));
  else holder[`${key}2`] = holder[key];
  return document;
};

function deeply(text: string, random: Random): string {
  const depth = below(random, MAX_DEPTH);
  return oneOf(random, [
    `${'['.repeat(depth)}${text}${']'.repeat(depth)}`,
    `${'{"a":'.repeat(depth)}${text}${'}'.repeat(depth)}`,
  ]);
}

/** Half of the mutants are damaged in their bytes, the others in what they say. */
export const damagedJson: Damage = (bytes, random) => {
  const kind = random.uniform();
  if (kind < 0.4) return damaged(bytes, random);
  const text = Buffer.from(bytes).toString();
  if (kind < 0.45) return Buffer.from(deeply(text, random));
  let document = JSON.parse(text) as Json;
  const count = 1 + below(random, 4);
  for (let i = 0; i < count; i++) document = change(document, random);
  return Buffer.from(JSON.stringify(document).replaceAll(JSON.stringify(DEEP), DEPTHS));
};
