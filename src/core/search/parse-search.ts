/**
 * What is typed into the list's search field. All of it must hold for a picture:
 *
 *     kitchen          the name has it, whatever the case; "two words" together in quotes
 *     /img_0[1-3]/     the name matches the regular expression, whatever the case
 *     #12              the 12th picture of the folder
 *     state:accepted   the picture's state
 *     error:>4         somebody is more than 4 px off on average; <, >=, <= and = too
 *     people:>1        how many people are in it
 *     is:marked        somebody is marked, noted or suspect (a rule finds something)
 *     -state:accepted  not so
 */
import { StudioError } from '../common/errors.ts';

const COMPARISONS = ['>=', '<=', '>', '<', '='] as const;
type Comparison = (typeof COMPARISONS)[number];
const STATES = [
  'unlabelled',
  'predicted',
  'edited',
  'fitted',
  'accepted',
  'rejected',
  'nobody',
  'empty',
  'problem',
] as const;
const FLAGS = ['marked', 'noted', 'suspect'] as const;

type Condition =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'regex'; readonly source: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'state'; readonly state: (typeof STATES)[number] }
  | { readonly kind: 'is'; readonly flag: (typeof FLAGS)[number] }
  | {
      readonly kind: 'error' | 'people';
      readonly comparison: Comparison;
      readonly value: number;
    };
export type SearchTerm = Condition & { readonly isNot: boolean };

/** @throws StudioError `search/invalid`, naming the part and what it could be */
export function parseSearch(text: string): SearchTerm[] {
  const parts = text.match(/-?(?:"[^"]*"?|\/(?:\\.|[^/\\])*\/?(?=\s|$)|\S+)/g) ?? [];
  return parts.map((part) => {
    const isNot = part.length > 1 && part.startsWith('-');
    return { ...conditionOf(isNot ? part.slice(1) : part), isNot };
  });
}

function conditionOf(part: string): Condition {
  if (part.startsWith('"')) return { kind: 'word', text: part.replaceAll('"', '').toLowerCase() };
  if (part.startsWith('/') && part.length > 1) return regexOf(part);
  const number = /^#(\d+)$/.exec(part);
  if (number !== null) return { kind: 'number', number: Number(number[1]) };
  const field = /^(state|is|error|people):(.*)$/i.exec(part);
  if (field === null) return { kind: 'word', text: part.toLowerCase() };
  return fieldOf(part, (field[1] ?? '').toLowerCase(), (field[2] ?? '').toLowerCase());
}

function regexOf(part: string): Condition {
  const source = part.replace(/^\/|\/$/g, '');
  try {
    new RegExp(source, 'i');
    return { kind: 'regex', source };
  } catch (error) {
    throw invalid(part, error instanceof Error ? error.message : String(error));
  }
}

function fieldOf(part: string, name: string, value: string): Condition {
  if (name === 'state') return { kind: 'state', state: oneOf(part, value, STATES) };
  if (name === 'is') return { kind: 'is', flag: oneOf(part, value, FLAGS) };
  const comparison = COMPARISONS.find((sign) => value.startsWith(sign));
  const digits = value.slice(comparison?.length ?? 0);
  if (!/^\d+(\.\d+)?$/.test(digits)) {
    throw invalid(part, `a number is missing, as in ${name}:>4`);
  }
  const kind = name === 'error' ? 'error' : 'people';
  return { kind, comparison: comparison ?? '=', value: Number(digits) };
}

function oneOf<Value extends string>(part: string, value: string, known: readonly Value[]): Value {
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(part, `it can be ${known.join(', ')}`);
  return found;
}

function invalid(part: string, reason: string): StudioError<'search/invalid'> {
  const message = `“${part}” cannot be searched for: ${reason}. The list was left as it was.`;
  return new StudioError('search/invalid', message, { part, reason });
}
