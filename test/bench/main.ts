/**
 * `npm run bench [-- fit | list | qc | regress | review | annotator | merge] [--json]`: speeds, all in one run on this
 * machine. The annotator, the review of 100,000 people and the merge of a million (`--records N`) take minutes
 * and work only when they are named.
 */
import { parseArgs } from 'node:util';
import { benchAnnotator } from './annotator.ts';
import { benchFit, type Report } from './fit.ts';
import { benchList } from './list.ts';
import { benchMerge } from './merge.ts';
import { benchQc } from './qc.ts';
import { benchRegress } from './regress.ts';
import { benchReview } from './review.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, records: { type: 'string' } },
});
const QUICK = {
  fit: benchFit,
  list: benchList,
  qc: benchQc,
  regress: benchRegress,
};
const records = values.records === undefined ? undefined : Number(values.records);
const BENCHES = {
  ...QUICK,
  annotator: benchAnnotator,
  review: benchReview,
  merge: () => benchMerge({ records }),
};
const wanted = positionals.length > 0 ? positionals : Object.keys(QUICK);

for (const name of wanted) {
  const bench = BENCHES[name as keyof typeof BENCHES];
  if (bench === undefined) throw new Error(`There is no bench "${name}".`);
  const result = await bench();
  if (values.json) console.log(JSON.stringify(result));
  else console.table(flat(result));
}

/** One row a number: what belongs together is named together. */
function flat(report: Report, prefix = ''): Record<string, unknown> {
  const parts = Object.entries(report).map(([name, value]) =>
    value !== null && typeof value === 'object'
      ? flat(value, `${prefix}${name} `)
      : { [prefix + name]: value },
  );
  return Object.assign({}, ...parts);
}
