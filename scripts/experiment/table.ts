/** The experiment's table, in Markdown. */
import type { PairedChange } from '../../src/core/train/paired-interval.ts';
import { type Changes, MEASURES } from './errors.ts';

const TITLES = ['MPJPE', 'PA-MPJPE', 'PVE', 'PVE-T-SC', 'ordinary MPJPE', 'PA-MPJPE'];

/** Heading, the regressor before, and the shipped one, which has seen such people. */
export function headOfTable(low: Changes, ordinary: Changes): string {
  const before = (changes: Changes) => MEASURES.map((measure) => mm(changes[measure].before));
  return [
    row(['', ...TITLES]),
    row(['---', ...TITLES.map(() => '---')]),
    row(['before', ...before(low), mm(ordinary.mpjpe.before), mm(ordinary.paMpjpe.before)]),
    rowOfTable('shipped (has seen such people)', low, ordinary),
  ].join('\n');
}

export function rowOfTable(name: string, low: Changes, ordinary: Changes): string {
  const cells = MEASURES.map((measure) => changeCell(low[measure]));
  return row([name, ...cells, mm(ordinary.mpjpe.after), mm(ordinary.paMpjpe.after)]);
}

/** "132.1 (−20.3 … −15.2)". */
function changeCell({ after, changeLow, changeHigh }: PairedChange): string {
  return `${mm(after)} (${signed(changeLow)} … ${signed(changeHigh)})`;
}

function mm(value: number): string {
  return value.toFixed(1);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
