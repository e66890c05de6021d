/** Learning on the sample project, by the command line and by the engine, on the backend that is there. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TrainingSettings } from '../../src/contract/training.ts';
import { readSafetensors } from '../../src/core/formats/safetensors.ts';
import { loadLifterWeights } from '../../src/engine/adapters/embedded-models.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { computeProcess, LISTS_PROCESSES } from '../fixtures/compute-process.ts';

const PICTURES = 28;

let home: string;
let project: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-training-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  project = join(home, 'sample.spin');
  const engine = openEngine({ host: 'cli', projectFile: project });
  await engine.openSample();
  const { rows } = engine.images.page({
    text: 'synthetic',
    states: [],
    offset: 0,
    limit: PICTURES,
  });
  const imageIds = rows.map(({ id }) => id);
  await engine.jobs.ended(engine.predictions.predict(imageIds, { imageEvidence: false }).id);
  const people = imageIds.flatMap((imageId) => engine.people.list(imageId));
  for (const { id: personId } of people.filter(({ fit }) => fit !== null))
    engine.people.decide({ personId, decision: 'accepted', reason: null });
  const { name } = await engine.predictor.info();
  if (name !== 'tensorflow')
    console.warn(`Learning is tested on ${name}: native TensorFlow is not set up here.`);
  await engine.close();
}, 240_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A copy of the project, so that the tests do not hang on one another. */
function aProject(name: string): string {
  const copy = join(home, `${name}.spin`);
  cpSync(project, copy);
  return copy;
}

function studio(...args: string[]) {
  const run = spawnSync(process.execPath, ['src/cli/main.ts', ...args, '--json'], {
    encoding: 'utf8',
  });
  const lines = run.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  return { status: run.status, lines, last: lines.at(-1), stderr: run.stderr };
}

const SPIN = ['--recipe', 'spin', '--batch', '32', '--patience', '50'];

/** Each starts processes that load the networks. */
const PATIENT = { timeout: 300_000 };

describe('the command line', PATIENT, () => {
  it('trains, compares on the held-out people, takes the model up and rolls it back', () => {
    const file = aProject('whole');
    const trained = studio('train', '--project', file, ...SPIN, '--epochs', '2', '--adopt');
    expect(trained.stderr).toBe('');
    expect(trained.status).toBe(0);
    const epochs = trained.lines.filter(({ kind }) => kind === 'epoch');
    expect(epochs.map(({ epoch }) => epoch)).toEqual([0, 1, 2]);
    expect(trained.last).toMatchObject({ kind: 'result', status: 'finished', adopted: true });
    const { report, snapshot } = trained.last;
    expect(snapshot.heldOut).toBeGreaterThanOrEqual(0.2 * (snapshot.training + snapshot.heldOut));
    expect(report.rows[0]).toMatchObject({ measure: 'reprojection', people: snapshot.heldOut });
    const truth = report.rows.find(({ measure }: { measure: string }) => measure === 'paMpjpe');
    expect(truth.people).toBe(snapshot.heldOut);
    expect(report.better + report.same + report.worse).toBe(snapshot.heldOut);

    expect(studio('info', '--project', file).last.regressor.name).toBe('lifter, run 1');
    const out = join(home, 'out');
    expect(studio('export', '--project', file, '--out', out).status).toBe(0);
    const manifest = JSON.parse(readFileSync(join(out, 'train_manifest.json'), 'utf8'));
    expect(manifest.regressor).toEqual({
      name: 'lifter, run 1',
      sha256: trained.last.modelHash,
      run: 1,
    });
    const rolled = studio('runs', '--project', file, '--roll-back').last;
    expect(rolled).toMatchObject({
      regressor: { name: 'lifter' },
      runs: [{ id: 1, isInUse: false }],
    });
    expect(studio('runs', '--project', file, '--use', '1').last.regressor.runId).toBe(1);
    expect(studio('runs', '--project', file, '--use', '9').last.code).toBe('train/no-model');
  });

  it('goes on after a kill from its last whole epoch', async () => {
    const file = aProject('killed');
    const args = ['train', '--project', file, ...SPIN, '--epochs', '6', '--json'];
    const child = spawn(process.execPath, ['src/cli/main.ts', ...args]);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of createInterface({ input: child.stdout })) {
      const { kind, epoch } = JSON.parse(line);
      if (kind === 'epoch' && epoch >= 2) child.kill('SIGKILL');
    }
    await ended;
    const [run] = studio('runs', '--project', file).last.runs;
    expect(run).toMatchObject({ status: 'interrupted', modelHash: null });
    const { lines, last } = studio('train', '--project', file, '--resume', '--no-adopt');
    const epochs = lines.filter(({ kind }) => kind === 'epoch').map(({ epoch }) => epoch);
    expect(epochs[0]).toBeGreaterThanOrEqual(3);
    expect(epochs.at(-1)).toBe(6);
    expect(last).toMatchObject({ id: run.id, status: 'finished', adopted: false });
    expect(last.curve.map(({ epoch }: { epoch: number }) => epoch)).toEqual(
      Array.from({ length: 7 }, (_, i) => i),
    );
    expect(studio('train', '--project', file, '--resume').last).toMatchObject({
      kind: 'error',
      message: expect.stringContaining('There is nothing to go on with'),
    });
  });

  it.each([
    [['--recipe', 'dance'], '--recipe: expected one of'],
    [['--epochs', 'many'], '--epochs: expected number'],
    [['--batch', '0'], '--batch: '],
    [['--models', '.'], '--models has no say in a training'],
  ])('does not understand %j', (options, message) => {
    expect(studio('train', '--project', project, ...options)).toMatchObject({
      status: 2,
      last: { code: 'input/invalid', message: expect.stringContaining(message) },
    });
  });

  it('says how many people are missing', () => {
    const file = join(home, 'nobody.spin');
    const engine = openEngine({ host: 'cli', projectFile: file });
    return engine.openSample().then(async () => {
      await engine.close();
      expect(studio('train', '--project', file)).toMatchObject({
        status: 1,
        last: {
          code: 'train/too-few-people',
          message: 'Needs 20 accepted people, you have 0. Nothing was trained or changed.',
        },
      });
    });
  });
});

describe('the engine', PATIENT, () => {
  const settings: TrainingSettings = {
    recipe: 'spin',
    epochs: 4,
    batchSize: 32,
    learningRate: 5e-5,
    patience: 50,
    seed: 1,
    useUntouched: false,
  };

  async function withEngine(file: string, work: (engine: Engine) => Promise<void>): Promise<void> {
    const engine = openEngine({ host: 'cli', projectFile: file });
    engine.openProjectFile(file);
    try {
      await work(engine);
    } finally {
      await engine.close();
    }
  }

  const curveLength = (engine: Engine, id: number) => engine.training.runs.get(id).curve.length;

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it.skipIf(!LISTS_PROCESSES)('goes on when the networks die in mid-epoch', () =>
    withEngine(aProject('died'), async (engine) => {
      const { id, jobId } = await engine.training.runs.start(settings);
      await until(() => curveLength(engine, id) >= 2);
      process.kill(computeProcess(), 'SIGKILL');
      expect(await engine.jobs.ended(String(jobId))).toMatchObject({ status: 'done' });
      const run = engine.training.runs.get(id);
      expect(run).toMatchObject({ status: 'finished', progress: null });
      expect(run.curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
    }),
  );

  it('answers other questions while it trains, stops when asked, and regresses with what it learnt', () =>
    withEngine(aProject('busy'), async (engine) => {
      const { store, folder } = engine.session.current();
      const [person] = store.people.inStates(['accepted']);
      if (person === undefined) throw new Error('Nobody was found.');
      const { jointSet, keypoints, fit } = person;
      const camera = fit?.camera ?? { focalLength: 1, principalX: 0, principalY: 0 };
      const { name } = store.images.get(person.imageId) ?? { name: '' };
      const regress = () =>
        engine.predictor.regress(folder.file(name), { jointSet, keypoints, camera });
      const before = await regress();
      const long = { ...settings, epochs: 500, patience: 500, learningRate: 1e-3 };
      const { id, jobId } = await engine.training.runs.start(long);
      await until(() => curveLength(engine, id) >= 2);
      expect(await regress()).toEqual(before);
      expect(engine.training.runs.get(id).status).toBe('running');
      await engine.training.runs.stop(id);
      await engine.jobs.ended(String(jobId));
      const run = engine.training.runs.get(id);
      expect(run.status).toBe('stopped');

      // The best epoch may be the one before the first step; the closed form always changes something.
      const atOnce = await engine.training.runs.start({ ...settings, recipe: 'instant' });
      await engine.jobs.ended(String(atOnce.jobId));
      await engine.training.regressors.adopt(atOnce.id, false);
      expect(await regress()).not.toEqual(before);
      const path = engine.session.current().models.weights(atOnce.id);
      const learnt = readSafetensors(readFileSync(path), path);
      expect(Object.keys(learnt)).toEqual(Object.keys(loadLifterWeights()));
      await engine.training.regressors.rollBack();
      expect(await regress()).toEqual(before);
      expect(existsSync(path)).toBe(true);
    }));
});
