/** Numbers and strings as Python writes them into a pickle. */
import { invalidPickle } from './byte-cursor.ts';

/** A longer integer is no number of anything; decoding it would take quadratic time. */
const MAX_INTEGER_BYTES = 512;
const MAX_INTEGER_DIGITS = 1200;

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '',
};

/** A number where that is exact, else a bigint. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, little-endian, of any length; empty is zero. */
export function integerFromBytes(bytes: Uint8Array, source: string): number | bigint {
  if (bytes.length > MAX_INTEGER_BYTES) throw invalidPickle(source, 'an integer is too long');
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]);
  const isNegative = bytes.length > 0 && bytes[bytes.length - 1] >= 128;
  return exactInteger(isNegative ? value - (1n << BigInt(8 * bytes.length)) : value);
}

/** `12`, `12L`, and of INT also `00` and `01`, which are the two booleans. */
export function integerFromLine(line: string, source: string): number | bigint {
  const digits = /^\s*([+-]?\d+)L?\s*$/.exec(line)?.[1];
  if (digits === undefined || digits.length > MAX_INTEGER_DIGITS) {
    throw invalidPickle(source, `"${line.slice(0, 20)}" is no integer`);
  }
  return exactInteger(BigInt(digits));
}

export function floatFromLine(line: string, source: string): number {
  const special = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity }[line.trim()];
  const value = special ?? Number(line);
  if (special === undefined && (line.trim() === '' || Number.isNaN(value))) {
    throw invalidPickle(source, `"${line.slice(0, 20)}" is no number`);
  }
  return value;
}

/** The `repr` of a Python 2 string, quotes and escapes undone; each character is one byte. */
export function stringFromRepr(line: string, source: string): string {
  const quote = line[0];
  if (line.length < 2 || (quote !== "'" && quote !== '"') || line.at(-1) !== quote) {
    throw invalidPickle(source, 'a string of it has no quotes');
  }
  return line
    .slice(1, -1)
    .replace(/\\(x[0-9a-fA-F]{2}|[0-7]{1,3}|[\s\S])/g, (_, code: string) => characterOf(code));
}

function characterOf(code: string): string {
  if (code.length === 3 && code[0] === 'x') return String.fromCharCode(parseInt(code.slice(1), 16));
  if (/^[0-7]/.test(code)) return String.fromCharCode(parseInt(code, 8) & 255);
  return ESCAPES[code] ?? (/[\\'"]/.test(code) ? code : `\\${code}`);
}

/** Raw-unicode-escape: only `\uXXXX` and `\UXXXXXXXX` are escapes. */
export function textFromRawUnicode(line: string): string {
  return line.replace(/\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})/g, (_, four, eight) => {
    const point = parseInt(four ?? eight, 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  });
}
