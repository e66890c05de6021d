/** `evaluate`, as a script calls it. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeNpz } from '../../src/core/formats/npz.ts';
import { writeExtraJoints, writeSmplStandIn } from '../fixtures/smpl-stand-in.ts';

let home: string;
let folder: string;
let project: string;

function studio(...args: string[]) {
  const env = { ...process.env, SPIN_STUDIO_HOME: join(home, 'home') };
  const run = spawnSync(process.execPath, ['src/cli/main.ts', ...args], { encoding: 'utf8', env });
  const last = run.stdout.trim().split('\n').at(-1) ?? '';
  return { ...run, last: last.startsWith('{') ? JSON.parse(last) : undefined };
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-evaluate-'));
  folder = join(home, 'pictures');
  project = join(home, 'project.spin');
  mkdirSync(folder);
  for (const name of ['synthetic_02.jpg', 'synthetic_05.jpg', 'navy_grace_hopper.jpg']) {
    cpSync(join('resources/samples', name), join(folder, name));
  }
  cpSync('resources/samples/truth.json', join(folder, 'truth.json'));
  expect(studio('predict', folder, '--project', project).status).toBe(0);
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a project with a truth', () => {
  it('is evaluated: regression and fit, pose and shape, in one object and in files', () => {
    const { status, last } = studio('evaluate', '--project', project, '--json');
    expect(status).toBe(0);
    expect(last).toMatchObject({ kind: 'result', status: 'done', people: 2, failed: 0 });
    const titles = last.metrics.map(({ title }: { title: string }) => title);
    expect(titles.slice(0, 5)).toEqual([
      'MPJPE (mm, root: mid hips)',
      'PA-MPJPE (mm)',
      'PVE (mm, root: pelvis joint)',
      'PVE-T-SC (mm)',
      'bone length (mm)',
    ]);
    const [mpjpe] = last.metrics;
    expect(mpjpe.byMethod.regression.value).toBeGreaterThan(10);
    expect(mpjpe.byMethod.fit.value).toBeLessThan(150);
    expect(mpjpe.change.value).toBeCloseTo(
      mpjpe.byMethod.fit.value - mpjpe.byMethod.regression.value,
      9,
    );
    expect(last.findings).toContain('The truth has 38 people more, in other pictures.');
    const files = [
      'evaluation.html',
      'evaluation_people.csv',
      'evaluation_joints.csv',
      'evaluation.json',
    ];
    expect(last.files).toEqual(files);
    for (const name of files) expect(existsSync(join(home, 'project-exports', name))).toBe(true);
  });

  it('gives tables whose means are the summary’s, and a report without a script or a fetch', () => {
    const exports = join(home, 'project-exports');
    const [header = '', ...lines] = readFileSync(join(exports, 'evaluation_people.csv'), 'utf8')
      .trim()
      .split('\n');
    const [method, mpjpe] = ['method', 'mpjpe_mm'].map((name) => header.split(',').indexOf(name));
    const own = lines.map((line) => line.split(',')).filter((cells) => cells[method] === 'fit');
    const mean = own.reduce((sum, cells) => sum + Number(cells[mpjpe]), 0) / own.length;
    const { metrics } = JSON.parse(readFileSync(join(exports, 'evaluation.json'), 'utf8'));
    expect(mean).toBeCloseTo(metrics[0].byMethod.fit.value, 5);
    const report = readFileSync(join(exports, 'evaluation.html'), 'utf8');
    expect(report).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org)|src="(?!data:)/);
    expect(report).toContain('data:image/jpeg;base64,');
    expect(report).toContain('npm run -s studio -- evaluate --project');
  });

  it('is not written over an earlier one unless that is asked for', () => {
    const again = studio('evaluate', '--project', project, '--json');
    expect([again.status, again.last.status]).toEqual([1, 'failed']);
    expect(again.last.message).toContain('There is an export of this name already');
    expect(studio('evaluate', '--project', project, '--replace').status).toBe(0);
  });
});

describe('SPIN’s result file against a data set of a male body', () => {
  const rows = (width: number, fill = 0) => ({
    shape: [1, width],
    data: new Float64Array(width).fill(fill),
  });
  const files = () => {
    const dataset = {
      imgname: { shape: [1], data: ['a.jpg'] },
      center: { shape: [1, 2], data: Float64Array.of(100, 100) },
      scale: { shape: [1], data: Float64Array.of(1) },
      pose: rows(72),
      shape: rows(10),
      gender: { shape: [1], data: ['m'] },
    };
    writeFileSync(join(home, 'set.npz'), writeNpz(dataset));
    const result = { pose: rows(72, 0.1), betas: rows(10), camera: rows(3, 0.9) };
    writeFileSync(join(home, 'result.npz'), writeNpz(result));
    return ['--truth', join(home, 'set.npz'), '--predictions', join(home, 'result.npz'), '--json'];
  };

  it('is compared through the user’s own files, and refused without them', () => {
    const models = join(home, 'models');
    writeSmplStandIn(models, 'neutral');
    writeSmplStandIn(models, 'male', 0.1);
    writeExtraJoints(models);
    const args = ['evaluate', '--project', project, ...files()];
    const { last } = studio(...args, '--models', models, '--name', 'spin');
    const titles = last.metrics.map(({ title }: { title: string }) => title);
    expect(titles).toContain('PVE (mm, root: pelvis joint)');
    expect(last.methods).toEqual(['file']);
    const bare = studio(...args, '--name', 'bare').last;
    expect([bare.metrics, bare.methods]).toEqual([[], []]);
    expect(bare.findings[0]).toContain('only its joints are compared');
  });
});

describe('what cannot be', () => {
  const truth = (name: string, content: unknown) => {
    writeFileSync(
      join(home, name),
      typeof content === 'string' ? content : JSON.stringify(content),
    );
    return join(home, name);
  };
  const person = { pose: new Array(72).fill(0), betas: new Array(10).fill(0) };

  it.each([
    ['none.json', undefined, 'There is no truth to compare with: it is not there.'],
    ['broken.json', '{"a.jpg": ', 'it is no JSON'],
    ['nobody.json', {}, 'it knows no picture'],
    ['short.json', { 'synthetic_02.jpg': { ...person, pose: [0] } }, 'pose has 1 numbers'],
    ['other.json', { 'elsewhere.jpg': person }, 'No picture of the truth is among those predicted'],
    ['text.npz', 'no archive', 'Not a usable .npz file'],
    ['text.pkl', 'no pickle', 'Not a usable pickle'],
    ['code.pkl', "cos\nsystem\n(S'true'\ntR.", 'os.system'],
  ])('%s: %s → %s', (name, content, message) => {
    const path = content === undefined ? join(home, name) : truth(name, content);
    const out = join(home, `out-${name}`);
    const { status, last } = studio(
      'evaluate',
      '--project',
      project,
      '--truth',
      path,
      '--out',
      out,
      '--json',
    );
    expect(last.message).toContain(message);
    expect([status, existsSync(out)]).toEqual([1, false]);
  });

  it('a truth in 2D tells PCK and says what it cannot tell', () => {
    const keypoints = Array.from({ length: 17 }, () => [240, 320, 2]).flat();
    const path = truth('coco.json', {
      images: [{ id: 1, file_name: 'synthetic_02.jpg', width: 480, height: 640 }],
      annotations: [{ id: 1, image_id: 1, keypoints, bbox: [100, 50, 250, 550] }],
    });
    const out = join(home, 'coco');
    const { last } = studio(
      'evaluate',
      '--project',
      project,
      '--truth',
      path,
      '--out',
      out,
      '--json',
    );
    expect(last.metrics.map(({ title }: { title: string }) => title)).toEqual([
      'PCK@0.05',
      'PCK@0.1',
    ]);
    expect(last.findings).toContain(
      'The truth has nothing in 3D: MPJPE and PA-MPJPE cannot be told from it.',
    );
  });

  it('a format or joints that do not exist are named', () => {
    const { status, last } = studio('evaluate', '--project', project, '--joints', 'all', '--json');
    expect([status, last.code]).toEqual([2, 'input/invalid']);
    expect(last.message).toContain('joints');
  });
});
