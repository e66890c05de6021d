/** The command line, as a script calls it. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let home: string;
let folder: string;
let project: string;

function studio(...args: string[]) {
  const env = { ...process.env, SPIN_STUDIO_HOME: join(home, 'home') };
  const run = spawnSync(process.execPath, ['src/cli/main.ts', ...args], { encoding: 'utf8', env });
  const lines = run.stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
  return { status: run.status, lines, last: lines.at(-1), stdout: run.stdout, stderr: run.stderr };
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-cli-'));
  folder = join(home, 'pictures');
  project = join(home, 'project.spin');
  mkdirSync(join(folder, 'below'), { recursive: true });
  cpSync('resources/samples/synthetic_02.jpg', join(folder, 'one.jpg'));
  cpSync('resources/samples/synthetic_05.jpg', join(folder, 'below/two.jpg'));
  writeFileSync(join(folder, 'broken.jpg'), 'no picture');
  writeFileSync(join(folder, 'notes.txt'), 'not looked at');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a folder becomes a training set', () => {
  it('predict finds people below it, names what failed and ends with 3', () => {
    const before = readdirSync(folder);
    const { status, last, lines } = studio('predict', folder, '--project', project, '--json');
    expect(status).toBe(3);
    expect(lines.filter(({ kind }) => kind === 'problem')).toEqual([
      { kind: 'problem', name: 'broken.jpg', message: expect.stringContaining('cannot be read') },
    ]);
    expect(last).toMatchObject({ kind: 'result', status: 'done', done: 3, failed: 1 });
    expect(last.counts).toMatchObject({ predicted: 2, problem: 1 });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('predict asks the picture for more than points, unless it is told not to', () => {
    const other = join(home, 'points-only.spin');
    studio('predict', folder, '--project', other, '--no-image-evidence');
    const asked = [project, other].map((file) => {
      const database = new DatabaseSync(file, { readOnly: true });
      const rows = database.prepare('SELECT image_evidence IS NULL AS without FROM revision').all();
      database.close();
      return rows.map(({ without }) => without);
    });
    expect(asked).toEqual([
      [0, 0],
      [1, 1],
    ]);
  });

  it('a second run does nothing again', () => {
    const { last } = studio(
      'predict',
      folder,
      '--project',
      project,
      '--only',
      'untouched',
      '--json',
    );
    expect(last).toMatchObject({ done: 1, failed: 1 }); // the broken one, which may have been mended
  });

  it('fit and export say what they did; the same export gives the same bytes', () => {
    expect(studio('fit', '--project', project, '--json').last).toMatchObject({
      status: 'done',
      done: 2,
      failed: 0,
    });
    const args = ['--format', 'spin-npz,table', '--state', 'predicted,fitted,accepted', '--json'];
    for (const out of ['first', 'second']) {
      const outFolder = join(home, out);
      const { status, last } = studio('export', '--project', project, ...args, '--out', outFolder);
      expect([status, last.files.length]).toEqual([0, 5]);
    }
    for (const name of readdirSync(join(home, 'first'))) {
      const [a, b] = ['first', 'second'].map((out) => readFileSync(join(home, out, name)));
      expect(a?.equals(b ?? Buffer.alloc(0)), name).toBe(true);
    }
    const table = readFileSync(join(home, 'first', 'train_table.csv'), 'utf8');
    const [columns = [], ...rows] = table.split('\n').map((line) => line.split(','));
    const heights = rows.map((cells) => Number(cells[columns.indexOf('height_m')]));
    expect(heights.filter((metres) => metres > 1.4 && metres < 2.1)).toHaveLength(2);
    const widths = rows.map(
      (cells) =>
        Number(cells[columns.indexOf('height_m_high95')]) -
        Number(cells[columns.indexOf('height_m_low95')]),
    );
    expect(widths.filter((metres) => metres > 0.05 && metres < 0.6)).toHaveLength(2);
    const again = studio('export', '--project', project, ...args, '--out', join(home, 'first'));
    expect(again.status).toBe(1);
    expect(again.last.message).toContain('There is an export of this name already');
  });

  it('import says what it would do, and does it', () => {
    const file = join(home, 'first/train.npz');
    const args = ['import', file, '--format', 'spin', '--json', '--project'];
    const looked = studio(...args, project, '--dry-run');
    expect([looked.status, looked.last.people, looked.last.images]).toEqual([0, 2, 2]);
    const other = join(home, 'other.spin');
    const { status, last } = studio(...args, other, '--images', folder);
    expect([status, last]).toMatchObject([
      0,
      { status: 'done', added: 2, same: 0, kept: 0, bodies: { count: 2, hindrance: null } },
    ]);
    expect(studio(...args, other).last).toMatchObject({ added: 0, same: 2 });
    expect(studio('info', '--project', other, '--json').last.project.counts.predicted).toBe(2);
  });

  it('nobody accepted is no empty export', () => {
    const out = join(home, 'nothing');
    const { status, last } = studio('export', '--project', project, '--out', out, '--json');
    expect([status, last.status]).toEqual([1, 'failed']);
    expect(last.message).toContain('Nobody is accepted yet');
    expect(existsSync(out)).toBe(false);
  });

  it('info tells the project and the backend', () => {
    const { last } = studio('info', '--project', project, '--json');
    expect(last).toMatchObject({
      bodyModel: { name: 'mhbody', isSmpl: false },
      project: { name: 'pictures', imageCount: 3 },
    });
    expect(['tensorflow', 'wasm', 'cpu']).toContain(last.backend.name);
    expect(last.backend).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      versions: { tfjs: '4.22.0', node: process.versions.node },
      selfTest: { passed: true },
      capabilities: { predicts: true },
    });
  });
});

describe('what cannot be', () => {
  it.each([
    [[], 2, 'studio COMMAND'],
    [['paint'], 2, 'There is no command "paint".'],
    [['predict'], 2, 'predict needs a FOLDER.'],
    [['import', '--project', 'x.spin'], 2, 'import needs a FILE.'],
    [['import', 'x.json', '--format', 'voc'], 2, '--format is one of coco, openpose'],
    [['import', 'x.json', '--format', 'coco', '--points', 'mouse'], 2, '--points is hand or'],
    [['import', 'x.json', '--format', 'coco'], 2, 'Which project?'],
    [['predict', '/nowhere/at/all'], 1, 'The folder cannot be opened: it is not there.'],
    [['fit'], 2, 'Which project?'],
    [['fit', '--project', '/nowhere/x.spin'], 1, 'There is no project here'],
    [['fit', '--preset', 'smplify'], 2, 'There is no preset "smplify": --preset is one of'],
    [['predict', '.', '--only', 'accepted'], 2, '--only accepted is not known.'],
    [['info', '--colour'], 2, "Unknown option '--colour'"],
  ])('%j ends with %i: %s', (args, status, message) => {
    const run = studio(...args);
    expect(run.stdout + run.stderr).toContain(message);
    expect(run.status).toBe(status);
  });

  it('an empty folder is no failure', () => {
    const empty = join(home, 'empty');
    mkdirSync(empty);
    const { status, last } = studio('predict', empty, '--project', join(home, 'e.spin'), '--json');
    expect([status, last.done]).toEqual([0, 0]);
  });

  it('a project of a newer version, or a broken one, is left as it is', () => {
    const newer = join(home, 'newer.spin');
    cpSync(project, newer);
    const database = new DatabaseSync(newer);
    database.exec('PRAGMA user_version = 99');
    database.close();
    const broken = join(home, 'broken.spin');
    writeFileSync(broken, 'This was a project once.'.repeat(100));
    for (const [file, message] of [
      [newer, 'made by a newer SPIN Studio (format 99'],
      [broken, 'The project cannot be opened'],
    ] as const) {
      const before = readFileSync(file);
      const { status, stderr } = studio('fit', '--project', file);
      expect([status, stderr.includes(message)]).toEqual([1, true]);
      expect(readFileSync(file).equals(before)).toBe(true);
    }
  });
});
