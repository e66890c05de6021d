/** Damage to a file's bytes, as storage, networks and people with bad intentions do it. */
import type { Random } from '../../src/core/math/random.ts';

const BYTES = [0, 1, 0x7f, 0x80, 0xfe, 0xff, 0x0a, 0x22, 0x2e, 0x5b, 0x7b];
/** Sizes, counts and offsets at which readers go wrong. */
const WORDS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];
const MAX_BYTES = 4 << 20;

export type Damage = (bytes: Uint8Array, random: Random) => Uint8Array;

export const below = ({ uniform }: Random, count: number) => Math.floor(uniform() * count);
export const oneOf = <Item>(random: Random, items: readonly Item[]): Item =>
  items[below(random, items.length)];

function edited(bytes: Uint8Array, change: (copy: Uint8Array) => void): Uint8Array {
  const copy = bytes.slice();
  if (copy.length > 0) change(copy);
  return copy;
}

const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

/** Headers lie at the beginning: half of all damage is done there. */
function place(bytes: Uint8Array, random: Random): number {
  const isHeader = random.uniform() < 0.5;
  return below(random, isHeader ? Math.min(bytes.length, 256) : bytes.length);
}

const flipBit: Damage = (bytes, random) =>
  edited(bytes, (copy) => {
    copy[place(copy, random)] ^= 1 << below(random, 8);
  });

const setByte: Damage = (bytes, random) =>
  edited(bytes, (copy) => {
    copy[place(copy, random)] = oneOf(random, BYTES);
  });

const setWord: Damage = (bytes, random) =>
  edited(bytes, (copy) => {
    if (copy.length < 4) return;
    const at = Math.min(place(copy, random), copy.length - 4);
    const isLittle = random.uniform() < 0.7;
    new DataView(copy.buffer, copy.byteOffset).setUint32(at, oneOf(random, WORDS), isLittle);
  });

const setDigit: Damage = (bytes, random) =>
  edited(bytes, (copy) => {
    const digits = [...copy.keys()].filter((i) => copy[i] >= 0x30 && copy[i] <= 0x39);
    if (digits.length > 0) copy[oneOf(random, digits)] = 0x30 + below(random, 10);
  });

const cutEnd: Damage = (bytes, random) => bytes.subarray(0, below(random, bytes.length));

const cutOut: Damage = (bytes, random) => {
  const from = place(bytes, random);
  return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + below(random, 64)));
};

const repeat: Damage = (bytes, random) => {
  const from = place(bytes, random);
  const to = from + 1 + below(random, 256);
  return joined(bytes.subarray(0, to), bytes.subarray(from));
};

const insertNoise: Damage = (bytes, random) => {
  const at = place(bytes, random);
  const noise = Uint8Array.from({ length: 1 + below(random, 32) }, () => below(random, 256));
  return joined(bytes.subarray(0, at), noise, bytes.subarray(at));
};

const DAMAGES: readonly Damage[] = [
  ...[flipBit, flipBit, setByte, setByte, setWord, setWord, setDigit],
  ...[cutEnd, cutOut, repeat, insertNoise],
];

/** One to eight damages; two of three mutants have one. */
export const damaged: Damage = (bytes, random) => {
  const count = random.uniform() < 0.66 ? 1 : 1 + below(random, 8);
  let out = bytes;
  for (let i = 0; i < count; i++) out = oneOf(random, DAMAGES)(out, random);
  return out.subarray(0, MAX_BYTES);
};
