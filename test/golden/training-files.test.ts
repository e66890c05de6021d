/** Exports for other trainers and viewers, opened by Python as those do. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportFormat, exportFormat } from '../../src/contract/export.ts';
import type { Job } from '../../src/contract/job.ts';
import { createExportFiles } from '../../src/engine/adapters/files/export-files.ts';
import { trainingPictures } from '../../src/engine/adapters/images/training-picture.ts';
import { type Engine, openEngine } from '../../src/engine/open-engine.ts';
import { createExports } from '../../src/engine/services/exports.ts';
import { model } from '../fixtures/embedded.ts';

const PYTHON = 'import numpy, trimesh';
const hasPython = spawnSync('python3', ['-c', PYTHON]).status === 0;
if (!hasPython) {
  console.warn('SKIPPED: exports are not opened by Python; numpy and trimesh are not installed.');
}

let home: string;
let engine: Engine;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-formats-'));
  process.env.SPIN_STUDIO_HOME = join(home, 'home');
  mkdirSync(join(home, 'pictures/day 1'), { recursive: true });
  for (const [from, to] of [
    ['synthetic_02.jpg', 'a.jpg'],
    ['synthetic_05.jpg', 'day 1/ünï.jpg'],
  ] as const) {
    cpSync(join('resources/samples', from), join(home, 'pictures', to));
  }
  engine = openEngine({
    host: 'cli',
    projectFile: join(home, 'project.spin'),
    exportFolder: join(home, 'exports'),
  });
  await engine.openFolder(join(home, 'pictures'));
  await engine.jobs.ended(engine.predictions.predict(null).id);
}, 120_000);
afterAll(async () => {
  await engine.close();
  rmSync(home, { recursive: true, force: true });
});

/** With the embedded body, or with the same one under the name of SMPL. */
async function exportAll(name: string, isSmpl: boolean, formats: ExportFormat[]): Promise<Job> {
  const exports = createExports({
    session: engine.session,
    jobs: engine.jobs,
    body: () => ({ ...model, isSmpl, name: isSmpl ? 'smpl' : model.name }),
    fitter: { uncertainty: () => Promise.reject(new Error('not asked for')) } as never,
    files: createExportFiles(),
    pictures: trainingPictures,
    regressor: () => Promise.resolve({ kind: 'lifter', name: 'lifter', hash: '', runId: null }),
    version: '0',
  });
  const request = { formats, states: ['predicted' as const], name, seed: 0, replace: false };
  return engine.jobs.ended(exports.run(request).id);
}

const WITHOUT_TABLE = exportFormat.options.filter((format) => format !== 'table');
const ANY_BODY = WITHOUT_TABLE.filter((format) => format !== 'eft' && format !== 'smpl-npz');

describe.skipIf(!hasPython)('as Python opens them', () => {
  it.each([
    ['smpl', true, WITHOUT_TABLE],
    ['other', false, ANY_BODY],
  ] as const)('files with body %s', async (name, isSmpl, formats) => {
    const job = await exportAll(name, isSmpl, [...formats]);
    expect([job.status, job.message]).toEqual(['done', expect.stringContaining('read back')]);
    expect(job.files).toContain(`${name}_glb/day 1/ünï.jpg.glb`);
    const script = 'test/golden/check_training_files.py';
    const args = [script, join(home, 'exports'), name, 'resources/body/mhbody.npz'];
    const { status, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const errors = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    expect(errors.meshPx).toBeLessThan(0.5);
    if (isSmpl) expect(errors.eftMeanCropPx).toBeLessThan(4);
  });
});

describe('a body that is not SMPL', () => {
  it.each(['eft', 'smpl-npz'] as const)(
    'is not written as %s, before anything is',
    async (format) => {
      const job = await exportAll('refused', false, [format, 'coco']);
      expect(job).toMatchObject({ status: 'failed', files: [] });
      expect(job.message).toContain(
        "the project's body is mhbody, whose parameters mean something else",
      );
    },
  );
});

it('a picture that has gone is left out of the webdataset and named, its people stay in the rest', async () => {
  const [from, to] = [join(home, 'pictures/a.jpg'), join(home, 'a.jpg')];
  renameSync(from, to);
  const job = await exportAll('gone', false, ['hmr2-tar', 'coco']);
  renameSync(to, from);
  expect(job).toMatchObject({ status: 'done', failed: 1, problems: [{ name: 'a.jpg' }] });
  const { warnings } = JSON.parse(readFileSync(join(home, 'exports/gone_manifest.json'), 'utf8'));
  expect(warnings.join()).toContain('a.jpg: left out of the webdataset');
  const { annotations } = JSON.parse(readFileSync(join(home, 'exports/gone_coco.json'), 'utf8'));
  expect(annotations.length).toBeGreaterThan(1);
});
