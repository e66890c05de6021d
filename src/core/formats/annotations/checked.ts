/** What files of others are asked for before they are believed. */
import { StudioError } from '../../common/errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** Further away than this from a picture's corner nothing was ever annotated, pixels. */
const MAX_PIXELS = 1e6;

export function invalidFile(source: string, reason: string): StudioError<'format/invalid'> {
  const message =
    `The file cannot be used: ${reason}. Nothing was changed. Check that it is whole and of the ` +
    `format that was chosen.\nFile: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}

/** @throws StudioError `format/invalid`, also for the NaN that Python's json writes */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalidFile(source, `it is no JSON, or only a part of one (${reason.slice(0, 120)})`);
  }
}

/** @param what names it in the message */
export function objectOf(value: unknown, what: string, source: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalidFile(source, `${what} is no object`);
}

export function listOf(value: unknown, what: string, source: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw invalidFile(source, `${what} is no list`);
}

export function textOf(value: unknown, what: string, source: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalidFile(source, `${what} is no text`);
}

export function numberOf(value: unknown, what: string, source: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw invalidFile(source, `${what} is no finite number`);
}

/** Numbers, nested or not, `count` of them together. */
export function numbersOf(
  value: unknown,
  count: number,
  what: string,
  source: string,
): Float64Array {
  const flat = listOf(value, what, source).flat(3) as unknown[];
  if (flat.length !== count) {
    throw invalidFile(source, `${what} has ${flat.length} numbers instead of ${count}`);
  }
  return Float64Array.from(flat, (item) => numberOf(item, what, source));
}

/** @throws StudioError `format/invalid` for a coordinate that no picture has */
export function requirePixels(values: Iterable<number>, what: string, source: string): void {
  for (const value of values) {
    if (Math.abs(value) <= MAX_PIXELS) continue;
    const reason = Number.isFinite(value) ? `a coordinate of ${value}` : 'a coordinate that is NaN';
    throw invalidFile(source, `${what} has ${reason}`);
  }
}
