/**
 * A user with SMPL and SPIN files points at their folder: regress, fit, accept, train and export with
 * them, by the command line. The files are stand-ins: SMPL of full size, SPIN's network at a width.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readNpz } from '../../src/core/formats/npz.ts';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { openStore } from '../../src/engine/adapters/sqlite/sqlite-store.ts';
import { commandLine } from '../fixtures/command-line.ts';
import { writeExtraJoints, writeSmplStandIn } from '../fixtures/smpl-stand-in.ts';
import { randomSpinWeights, writeSpinStandIn } from '../fixtures/spin-weights.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });
/** 1 is the published size: `SPIN_WIDTH=1 npx vitest run test/conformance/licensed-chain.test.ts`. */
const WIDTH = Number(process.env.SPIN_WIDTH ?? 0.1);
const PICTURES = 24;

let home: string;
let models: string;
let pictures: string;
let project: string;
let isNative: boolean;
const studio = (...args: string[]) => commandLine(join(home, 'home'), args);

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-licensed-'));
  [models, pictures, project] = ['models', 'pictures', 'p.spin'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  mkdirSync(pictures);
  for (let i = 1; i <= PICTURES; i++) {
    const name = `synthetic_${String(i).padStart(2, '0')}.jpg`;
    cpSync(join('resources/samples', name), join(pictures, name));
  }
  writeSmplStandIn(models, 'neutral');
  writeExtraJoints(models);
  writeSpinStandIn(models, WIDTH);
  isNative = studio('info').last.backend.capabilities.trainsConvolutions;
  if (!isNative) console.warn('SKIPPED: SPIN’s network learns with native TensorFlow only.');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('with SMPL and SPIN in a folder, by the command line', () => {
  it('people are regressed by SPIN’s network and fitted as SMPL', () => {
    expect(studio('models', models).last.files).toMatchObject([
      { name: 'J_regressor_extra.npy', isUsable: true },
      { name: 'SMPL_NEUTRAL.npz', kind: 'smpl-body', isUsable: true },
      { name: 'model_checkpoint.pt', kind: 'spin-checkpoint', isUsable: true },
    ]);
    const where = ['--project', project, '--models', models, '--body', 'smpl-neutral'];
    const regressed = studio('predict', pictures, ...where, '--no-fit');
    expect(regressed).toMatchObject({ status: 0, last: { done: PICTURES } });
    expect(studio('info', '--project', project).last).toMatchObject({
      bodyModel: { name: 'smpl-neutral', isSmpl: true },
      regressor: { kind: 'spin', name: 'SPIN' },
    });
    // An untrained network is no anchor: SPIN's own energy lets go of it.
    const fitted = studio('fit', '--project', project, '--preset', 'spin-energy');
    expect(fitted).toMatchObject({ status: 0, last: { done: PICTURES } });
    expect(studio('accept', '--project', project).last).toEqual({
      kind: 'result',
      accepted: PICTURES,
      withoutBody: 0,
    });
  });

  it('SPIN’s own truncating crops are another choice, close to the exact ones', () => {
    const few = join(home, 'few');
    mkdirSync(few);
    cpSync(join(pictures, 'synthetic_01.jpg'), join(few, 'a.jpg'));
    const regressed = (...flags: string[]) => {
      const file = join(home, `crops${flags.length}.spin`);
      const body = ['--project', file, '--models', models, '--body', 'smpl-neutral'];
      studio('predict', few, ...body, '--no-fit', ...flags);
      const store = openStore(file);
      const [person] = store.people.inStates(['predicted']);
      store.close();
      return person?.regression?.pose ?? [];
    };
    const [exact, truncating] = [regressed(), regressed('--truncate-crops')];
    const apart = exact.map((value, i) => Math.abs(value - (truncating[i] ?? 0)));
    expect(exact).toHaveLength(72);
    expect(Math.max(...apart)).toBeGreaterThan(0);
    expect(Math.max(...apart)).toBeLessThan(0.1);
  });

  it('without native TensorFlow all of it is refused, with what to do, and its head learns', () => {
    const folder = join(home, 'without', 'config');
    mkdirSync(folder, { recursive: true });
    const settings = JSON.stringify({ compute: { backend: 'wasm' } });
    writeFileSync(join(folder, 'settings.json'), settings);
    const train = (recipe: string) =>
      commandLine(join(home, 'without'), [
        ...['train', '--project', project, '--recipe', recipe],
        ...['--epochs', '1', '--no-adopt'],
      ]);
    const refused = train('spin');
    expect(refused).toMatchObject({ status: 1, last: { code: 'train/needs-native' } });
    expect(refused.stderr).toContain('npm run setup:tensorflow');
    expect(train('head')).toMatchObject({ status: 0, last: { backend: 'wasm', adopted: false } });
  });

  it('accepted people teach SPIN’s network, its head and all of it', ({ skip }) => {
    if (!isNative) skip('needs native TensorFlow');
    const small = ['--project', project, '--epochs', '1', '--batch', '2'];
    const head = studio('train', ...small, '--recipe', 'head', '--adopt');
    expect(head).toMatchObject({ status: 0, last: { status: 'finished', adopted: true } });
    expect(studio('info', '--project', project).last.regressor).toMatchObject({
      kind: 'spin',
      name: `SPIN, run ${head.last.id}`,
    });
    const whole = studio('train', ...small, '--recipe', 'spin', '--no-adopt');
    expect(whole).toMatchObject({ status: 0, last: { status: 'finished', adopted: false } });
    const { model, report, curve, snapshot } = whole.last;
    expect(curve.map(({ epoch }: { epoch: number }) => epoch)).toEqual([0, 1]);
    expect(report.rows[0]).toMatchObject({ people: snapshot.heldOut });
    const learnt = readSafetensors(readFileSync(model), model);
    const named = Object.keys(randomSpinWeights(0.02)).toSorted();
    expect(Object.keys(learnt).toSorted()).toEqual(named);
  });

  it('accepted people are exported as SMPL, with the model that regressed them named', () => {
    const out = join(home, 'out');
    const formats = 'spin-npz,hmr2-npz,eft,smpl-npz,obj';
    const exported = studio('export', '--project', project, '--out', out, '--format', formats);
    expect(exported).toMatchObject({ status: 0, last: { failed: 0 } });
    const { has_smpl, shape } = readNpz(readFileSync(join(out, 'train.npz')), 'train.npz');
    expect([...(has_smpl?.data ?? [])]).toEqual(Array(PICTURES).fill(1));
    expect(shape?.shape).toEqual([PICTURES, 10]);
    const { regressor } = JSON.parse(readFileSync(join(out, 'train_manifest.json'), 'utf8'));
    expect(regressor.name).toMatch(isNative ? /^SPIN, run \d$/ : /^SPIN$/);
  });
});
