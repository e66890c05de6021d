/**
 * How well each rule finds the errors it looks for: they are put into people whose truth is known, as
 * a detector sees them. The clean side is the same detector's points without the error.
 */

import { seededRandom } from '../../src/core/math/random.ts';
import { checkPerson, type QcRule } from '../../src/core/review/check-person.ts';
import type { Report } from './fit.ts';
import { injections, type Subject, subjects } from './qc-subjects.ts';

const PEOPLE = 1000;

/** Precision, recall and F1 of each rule, on as many people with its error as without. */
export function benchQc(): Report {
  const random = seededRandom(61);
  const clean = subjects(PEOPLE, random);
  const entries = Object.entries(injections).map(([rule, inject]) => {
    const wrong = clean.flatMap((subject) => inject(subject, random) ?? []);
    return [rule, scores(rule as QcRule, clean.slice(0, wrong.length), wrong)] as const;
  });
  return Object.fromEntries(entries);
}

function scores(rule: QcRule, clean: readonly Subject[], wrong: readonly Subject[]): Report {
  const finds = ({ person, others, size }: Subject) =>
    checkPerson(person, others, size).includes(rule);
  const found = wrong.filter(finds).length;
  const falseAlarms = clean.filter(finds).length;
  const precision = found / Math.max(1, found + falseAlarms);
  const recall = found / wrong.length;
  return {
    people: clean.length + wrong.length,
    precision: round(precision),
    recall: round(recall),
    f1: round((2 * precision * recall) / (precision + recall)),
  };
}

function round(value: number): number {
  return Math.round(1000 * value) / 1000;
}
