/** `npm run -s measure:memory [-- PEOPLE]`: the most memory that SPIN's arrays take while they are made. */
import { writeNpz } from '../src/core/formats/npz.ts';
import { type SpinRow, spinDataset, spinFitsMeta } from '../src/core/formats/spin-dataset.ts';
import { model } from '../test/fixtures/embedded.ts';

const people = Number(process.argv[2] ?? 100_000);

function tell(what: string): void {
  console.log(`${what}: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}

function rowOf(personId: number): SpinRow {
  return {
    imageName: `pictures/${personId}.jpg`,
    personId,
    state: 'accepted',
    jointSet: 'coco17',
    points: new Float64Array(51).fill(1),
    centerX: 320,
    centerY: 240,
    scale: 1,
    cropPose: new Float64Array(72),
    betas: new Float64Array(10),
    full: undefined,
    constraints: '{}',
    imageEvidence: '',
  };
}

tell('before');
const rows = Array.from({ length: people }, (_, i) => rowOf(i));
tell(`${people} rows`);
const body = { name: model.name, hash: model.hash, isSmpl: true };
writeNpz(spinDataset(rows, body));
writeNpz(spinFitsMeta(rows, body));
tell('written');
