/** Against files that grow when they are read: what is made of a file stays in proportion to it. */
import { invalidPickle } from './byte-cursor.ts';

export interface Budget {
  readonly source: string;
  bytesLeft: number;
}

/** One byte of a file is at most a number of 8 bytes, once as text and once as a number. */
const GROWTH = 24;
const ALWAYS = 1e6;

export function budgetFor(fileBytes: number, source: string): Budget {
  return { source, bytesLeft: GROWTH * fileBytes + ALWAYS };
}

/** @throws StudioError `format/invalid` when the file has become too large */
export function spend(budget: Budget, bytes: number): void {
  budget.bytesLeft -= bytes;
  if (budget.bytesLeft >= 0) return;
  throw invalidPickle(budget.source, 'it unpacks to far more than it holds');
}
