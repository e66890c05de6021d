/** `npm run bench [-- fit | list] [--json]`: speeds, all in one run on this machine. */
import { parseArgs } from 'node:util';
import { benchFit } from './fit.ts';
import { benchList } from './list.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const BENCHES = { fit: benchFit, list: benchList };
const wanted = positionals.length > 0 ? positionals : Object.keys(BENCHES);

for (const name of wanted) {
  const bench = BENCHES[name as keyof typeof BENCHES];
  if (bench === undefined) throw new Error(`There is no bench "${name}".`);
  const result = await bench();
  if (values.json) console.log(JSON.stringify(result));
  else console.table(result);
}
