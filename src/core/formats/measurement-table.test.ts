import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { measureBody, prepareMeasures } from '../body/measurements.ts';
import { type MeasuredPerson, measurementTable } from './measurement-table.ts';

const measurements = measureBody(prepareMeasures(model), new Float64Array(10));
const AWKWARD = 'day 1/"Anna, the ünï one".jpg\nand more';

function person(plusMinus95: typeof measurements | undefined): MeasuredPerson {
  return {
    imageName: AWKWARD,
    personId: 7,
    state: 'accepted',
    pointsByHand: 2,
    knownLengths: ['height', 'upperArm'],
    body: {
      model: { name: 'mhbody', hash: 'ab' },
      preset: 'anchored',
      focalLengthPx: 1200.5,
      meanErrorPx: 3.25,
      betas: [0.1, ...new Array<number>(9).fill(-1e-9)],
      measurements,
      plusMinus95,
    },
  };
}
const nobody: MeasuredPerson = { ...person(undefined), imageName: 'b.jpg', body: undefined };
const reach = { ...measurements, height: 0.05 };

/** As Python's own reader sees it: a list of objects. */
function readByPython(table: string): Record<string, string>[] {
  const script = 'import csv,json,sys;print(json.dumps(list(csv.DictReader(sys.stdin))))';
  const env = { ...process.env, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' };
  const run = spawnSync('python3', ['-c', script], { input: table, encoding: 'utf8', env });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}
const hasPython = spawnSync('python3', ['--version']).status === 0;

describe('the table of measurements', () => {
  it.skipIf(!hasPython)(
    'is read by Python as it was meant, names with commas and quotes too',
    () => {
      const [sure, unsure, empty] = readByPython(
        measurementTable([person(reach), person(undefined), nobody], 10),
      );
      expect(sure).toMatchObject({
        image: AWKWARD,
        person_id: '7',
        known_lengths: 'height_m upper_arm_girth_m',
        body_model_sha256: 'ab',
        focal_length_px: '1200.5',
        height_m: '1.727978',
        height_m_low95: '1.677978',
        height_m_high95: '1.777978',
        mass_kg: expect.stringMatching(/^66\.38\d+$/),
        beta_0: '0.1',
        beta_9: '-1e-9',
      });
      expect(unsure).toMatchObject({
        height_m: '1.727978',
        height_m_low95: '',
        mass_kg_high95: '',
      });
      expect(empty).toMatchObject({ image: 'b.jpg', body_model: '', height_m: '', beta_0: '' });
    },
  );

  it('has as many cells in each row as columns, each column once', () => {
    const [header = '', ...rows] = measurementTable([nobody], 10).trimEnd().split('\n');
    const columns = header.split(',');
    expect(new Set(columns).size).toBe(10 + 3 * 14 + 10);
    expect(rows.map((row) => row.split(',').length)).toEqual([columns.length]);
  });
});
