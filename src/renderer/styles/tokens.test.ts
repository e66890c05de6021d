import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const RENDERER = join(import.meta.dirname, '..');
const TOKENS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

/** Hexadecimal or functional notations, and the names that somebody is likely to type. */
const LITERAL =
  /#[\da-f]{3,8}\b|\b0x[\da-f]{6}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\(|:\s*(?:white|black|red|green|blue|gr[ae]y|orange|yellow)\b/i;

test('only the token file says a colour', () => {
  const found = sources().flatMap((file) =>
    readFileSync(join(RENDERER, file), 'utf8')
      .split('\n')
      .filter((line) => LITERAL.test(line) && !/^\s*(?:\/?\*|\/\/)/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});

test('every token that is used stands in the token file, and each of these is used', () => {
  const text = sources().map((file) => readFileSync(join(RENDERER, file), 'utf8'));
  const used = new Set([TOKENS, ...text].join('\n').match(/(?<=var\(|')--[\w-]+/g));
  const named = new Set(TOKENS.match(/(?<=^ {2})--[\w-]+(?=:)/gm));
  expect([...used].filter((name) => !named.has(name))).toEqual([]);
  expect([...named].filter((name) => !used.has(name))).toEqual([]);
});

const SURFACES = ['--ground', '--panel', '--raised', '--field', '--chosen', '--accent-wash'];
const WORDS = ['--ink', '--ink-soft', '--accent', '--amber', '--green', '--red'];

describe.each([
  ['dark', ':root {', 1],
  ['light', ':root {', 0],
  ['dark, high contrast', ':root[data-contrast="more"] {', 1],
  ['light, high contrast', ':root[data-contrast="more"] {', 0],
] as const)('%s', (name, rule, side) => {
  const token = tokensOf(rule, side);
  const least = name.includes('high') ? 7 : 4.5;

  test('words are read on every surface', () => {
    const weak = WORDS.flatMap((word) =>
      SURFACES.map((surface) => [word, surface, contrast(token(word), token(surface))] as const),
    ).filter(([, , ratio]) => ratio < least);
    expect(weak).toEqual([]);
    expect(contrast(token('--accent-ink'), token('--accent'))).toBeGreaterThanOrEqual(4.5);
  });

  test('edges of fields, the focus and the marks of states stand out', () => {
    for (const mark of ['--edge', '--focus', '--blue', '--orange', '--grey', '--amber']) {
      expect([mark, contrast(token(mark), token('--panel'))]).toSatisfy(
        ([, ratio]: [string, number]) => ratio >= 3,
      );
    }
  });
});

test('words of chips on a photograph are read whatever the photograph is', () => {
  const [r = 0, g = 0, b = 0] = [20, 22, 25];
  // The chip lets 12 % through: of white, at worst.
  const worst = [r, g, b].map((value) => 0.88 * value + 0.12 * 255);
  expect(TOKENS).toContain('--photo-chip: rgb(20 22 25 / 0.88);');
  const token = tokensOf(':root {', 1);
  for (const word of ['--photo-ink', '--photo-ink-soft', '--photo-missed', '--photo-depth-ink']) {
    expect(contrast(token(word), worst)).toBeGreaterThanOrEqual(4.5);
  }
});

function sources(): string[] {
  return readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(?:css|tsx?)$/.test(file) && !/\.test\.|tokens\.css$/.test(file),
  );
}

/** A token's red, green and blue in one theme, 0 … 255. @param side of `light-dark()` */
function tokensOf(rule: string, side: 0 | 1): (name: string) => number[] {
  const bodies = [rule, ':root {'].map((each) => {
    const start = TOKENS.indexOf(each);
    return TOKENS.slice(start, TOKENS.indexOf('\n}', start));
  });
  return (name) => {
    const value = new RegExp(`${name}: (.*);`).exec(bodies.join('\n'))?.[1] ?? '';
    const hex = value.match(/#[\da-f]{6}/g)?.at(value.startsWith('light-dark') ? side : 0);
    if (hex === undefined) throw new Error(`${name} has no colour: ${value}`);
    return [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16));
  };
}

/** Of WCAG 2.2, 1 … 21. */
function contrast(first: readonly number[], second: readonly number[]): number {
  const [low = 0, high = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
