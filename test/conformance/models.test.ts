/** Licensed files of a user's own: what the doctor says of them, and projects that use them. */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ModelFile } from '../../src/contract/models.ts';
import { readNpz } from '../../src/core/formats/npz.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { writeExtraJoints, writeSmplStandIn } from '../fixtures/smpl-stand-in.ts';

const GOLDEN = 'test/golden';
/** Files of full size, read by several processes. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
let home: string;
let models: string;
let pictures: string;
let project: string;

function studio(...args: string[]) {
  const env = { ...process.env, SPIN_STUDIO_HOME: join(home, 'home') };
  const all = ['src/cli/main.ts', ...args, '--json'];
  const run = spawnSync(process.execPath, all, { encoding: 'utf8', env });
  const lines = run.stdout.split('\n').filter((line) => line.startsWith('{'));
  return { status: run.status, last: JSON.parse(lines.at(-1) ?? 'null'), stderr: run.stderr };
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-models-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  [models, pictures, project] = ['models', 'pictures', 'p.spin'].map((name) =>
    join(home, name),
  ) as [string, string, string];
  mkdirSync(pictures);
  cpSync('resources/samples/synthetic_02.jpg', join(pictures, 'a.jpg'));
  cpSync('resources/samples/synthetic_05.jpg', join(pictures, 'b.jpg'));
  writeSmplStandIn(join(models, 'smpl'), 'neutral');
  writeSmplStandIn(join(models, 'smpl'), 'male', 0.1);
  writeExtraJoints(models);
  cpSync(join(GOLDEN, 'smpl/gmm_08.pkl'), join(models, 'gmm_08.pkl'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the doctor', () => {
  it('says what each file is, what is missing, and changes nothing', () => {
    const before = readdirSync(models, { recursive: true });
    const { status, last } = studio('models', models);
    expect(status).toBe(0);
    expect(
      last.files.map(({ name, kind, isUsable, body }: ModelFile) => [name, kind, isUsable, body]),
    ).toEqual([
      ['J_regressor_extra.npy', 'extra-joints', true, null],
      ['gmm_08.pkl', 'pose-prior', true, null],
      ['smpl/SMPL_MALE.npz', 'smpl-body', true, 'smpl-male'],
      ['smpl/SMPL_NEUTRAL.npz', 'smpl-body', true, 'smpl-neutral'],
    ]);
    expect(last.files.every(({ licence }: ModelFile) => licence !== null)).toBe(true);
    expect(last.missing.map(({ kind }: { kind: string }) => kind)).toEqual([
      'spin-checkpoint',
      'mean-parameters',
      'h36m-joints',
    ]);
    expect(last.bodies).toEqual(['mhbody', 'smpl-male', 'smpl-neutral']);
    expect(readdirSync(models, { recursive: true })).toEqual(before);
  });

  it('refuses and names what runs code, is cut off, of another size or of another network', () => {
    const bad = join(home, 'bad');
    mkdirSync(bad);
    const { hostile } = JSON.parse(readFileSync(join(GOLDEN, 'pickles.json'), 'utf8'));
    const { files } = JSON.parse(readFileSync(join(GOLDEN, 'checkpoints.json'), 'utf8'));
    const legacy = Buffer.from(files['SPIN, legacy'], 'base64');
    writeFileSync(join(bad, 'SMPL_NEUTRAL.pkl'), Buffer.from(hostile[0].pickle, 'base64'));
    writeFileSync(join(bad, 'cut.pt'), legacy.subarray(0, 900));
    writeFileSync(join(bad, 'other.pt'), legacy);
    writeFileSync(join(bad, 'words.ckpt'), 'no checkpoint');
    cpSync(join(GOLDEN, 'smpl/SMPL_FEMALE.npz'), join(bad, 'SMPL_FEMALE.npz'));
    cpSync(join(GOLDEN, 'smpl/J_regressor_extra.npy'), join(bad, 'J_regressor_extra.npy'));
    cpSync(join(models, 'smpl/SMPL_MALE.npz'), join(bad, 'body.npz'));
    const { last } = studio('models', bad);
    const told = last.files.map(({ name, isUsable, title, findings }: ModelFile) => [
      name,
      isUsable,
      findings[0]?.message ?? title,
    ]);
    expect(told).toEqual([
      [
        'J_regressor_extra.npy',
        false,
        'Not a usable model file: it is 9 × 32 instead of 9 × 6890. Nothing was changed.',
      ],
      ['SMPL_FEMALE.npz', false, expect.stringContaining('is 32 × 3 instead of 6890 × 3')],
      [
        'SMPL_NEUTRAL.pkl',
        false,
        expect.stringContaining('tries to run code: it calls posix.system'),
      ],
      ['body.npz', false, expect.stringContaining('does not say whose body it is')],
      ['cut.pt', false, expect.stringContaining('Not a usable checkpoint')],
      ['other.pt', false, 'A legacy checkpoint of another network, 14 tensors'],
      ['words.ckpt', false, expect.stringContaining('does not begin as one of torch does')],
    ]);
    expect(last.bodies).toEqual(['mhbody']);
  });

  it('a folder that is not there is said to be so', () => {
    const { status, last } = studio('models', join(home, 'nowhere'));
    expect(status).toBe(1);
    expect(last).toMatchObject({ code: 'folder/unreadable' });
  });
});

describe('a project with SMPL, by the command line', () => {
  it('is predicted, exported as SMPL and says what it fits', () => {
    const withBody = ['--project', project, '--models', models, '--body', 'smpl-neutral'];
    expect(studio('predict', pictures, ...withBody)).toMatchObject({
      status: 0,
      last: { done: 2 },
    });
    const { bodyModel } = studio('info', '--project', project).last;
    expect(bodyModel).toMatchObject({ name: 'smpl-neutral', isSmpl: true });
    const out = join(home, 'out');
    const exported = studio('export', '--project', project, '--state', 'predicted', '--out', out);
    expect(exported).toMatchObject({ status: 0 });
    const { has_smpl, shape } = readNpz(readFileSync(join(out, 'train.npz')), 'train.npz');
    expect([...(has_smpl?.data ?? [])]).toEqual([1, 1]);
    expect(shape?.shape).toEqual([2, 10]);
    expect(readdirSync(out)).toContain('train_fits.npy');
  });

  it('says when SPIN’s checkpoint is there, cannot be used, and the lifter has regressed', () => {
    const cut = join(models, 'model_checkpoint.pt');
    writeFileSync(cut, readFileSync(join(GOLDEN, 'spin/model_checkpoint.pt')).subarray(0, 20_000));
    const own = ['--project', join(home, 'cut.spin'), '--models', models];
    const { last } = studio('predict', pictures, ...own, '--body', 'smpl-neutral', '--no-fit');
    rmSync(cut);
    expect(last).toMatchObject({
      regressor: 'lifter',
      warnings: [expect.stringContaining('model_checkpoint.pt cannot be used')],
    });
  });

  it('a body that no folder has is refused, and the project keeps its own', () => {
    const refused = studio(
      'fit',
      '--project',
      project,
      '--models',
      pictures,
      '--body',
      'smpl-female',
    );
    expect(refused).toMatchObject({ status: 1, last: { code: 'model/missing' } });
    expect(refused.stderr).toContain('The project keeps its body.');
    expect(studio('info', '--project', project).last.bodyModel.name).toBe('smpl-neutral');
  });

  it('a body that does not exist is not understood', () => {
    expect(studio('fit', '--project', project, '--body', 'smplx').last).toMatchObject({
      code: 'input/invalid',
    });
  });
});

describe('another body', () => {
  let engine: Engine;
  const people = () =>
    engine.session.current().store.people.inStates(['accepted', 'fitted', 'predicted']);
  const bodiesOf = () => people().map(({ fit }) => fit?.bodyModel.name);

  beforeAll(async () => {
    engine = openEngine({ host: 'cli', projectFile: project, modelFolder: models });
    await engine.openFolder(pictures);
  });
  afterAll(() => engine.close());

  it('fits everyone again from their points; decisions are open again; undo brings back the old', async () => {
    const [first] = people();
    if (first === undefined) throw new Error('Nobody was found.');
    engine.people.decide({ personId: first.id, decision: 'accepted', reason: null });
    const before = engine.session.current().store.people.get(first.id);
    const job = await engine.models.use('smpl-male');
    await engine.jobs.ended(job?.id ?? '');
    expect(engine.info().bodyModel.name).toBe('smpl-male');
    expect(bodiesOf()).toEqual(['smpl-male', 'smpl-male']);
    const after = engine.session.current().store.people.get(first.id);
    expect(after).toMatchObject({ state: 'fitted', keypoints: before?.keypoints });
    expect(after?.fit?.meanErrorPx).toBeLessThan(2 * (before?.fit?.meanErrorPx ?? 0) + 2);

    engine.history.undo();
    engine.history.undo();
    expect(engine.session.current().store.people.get(first.id)?.fit).toEqual(before?.fit);
    expect(engine.session.current().store.people.get(first.id)?.state).toBe('accepted');
  });

  it('a body of another gender is not exported as the project’s', async () => {
    const request = {
      formats: ['spin-npz' as const],
      states: ['accepted' as const],
      name: 'mixed',
      seed: 0,
      replace: false,
    };
    const { issues } = engine.exports.check(request);
    expect(issues.map(({ message }) => message)).toEqual([
      expect.stringContaining(
        'the body is of smpl-neutral, not of smpl-male; the row has 2D points only',
      ),
    ]);
    const job = await engine.jobs.ended(engine.exports.run(request).id);
    expect(job.status).toBe('done');
    const file = join(engine.session.current().exportFolder, 'mixed.npz');
    const { has_smpl } = readNpz(readFileSync(file), file);
    expect([...(has_smpl?.data ?? [])]).toEqual([0]);
  });

  it('the same body again is no change', async () => {
    expect(await engine.models.use('smpl-male')).toBeNull();
  });
});

describe('files that are elsewhere or others', () => {
  it('are found again by the folder that is named; without it the project is not opened', () => {
    const moved = join(home, 'moved');
    renameSync(models, moved);
    const lost = studio('info', '--project', project);
    expect(lost).toMatchObject({ status: 1, last: { code: 'model/missing' } });
    expect(lost.stderr).toContain('bodies of the project are kept. Put J_regressor_extra.npy back');
    const found = studio('info', '--project', project, '--models', moved);
    expect(found.last.bodyModel.name).toBe('smpl-male');
    expect(studio('info', '--project', project).last.bodyModel.name).toBe('smpl-male'); // kept
  });

  it('a file that has changed is not taken for the one that was fitted', () => {
    appendFileSync(join(home, 'moved/smpl/SMPL_MALE.npz'), 'x');
    const { status, stderr } = studio('info', '--project', project);
    expect(status).toBe(1);
    expect(stderr).toContain('it is another file than the one that the bodies were fitted with');
  });
});
