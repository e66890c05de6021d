/** The npm package as a user has it: unpacked below `node_modules`, started by the Node that is there. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let home: string;
let bin: string;
let studio: ChildProcess | undefined;

/** The oldest at hand: the scripts' own folder of programs is left out of the search. */
const PATH = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((folder) => !folder.includes('node_modules'))
  .join(delimiter);

function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH, SPIN_STUDIO_HOME: join(home, 'studio'), NODE_COMPILE_CACHE: '' };
}

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-npm-'));
  execFileSync(process.execPath, ['scripts/package-npm.ts'], { stdio: 'inherit' });
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  const modules = join(home, 'node_modules');
  mkdirSync(modules);
  execFileSync('tar', ['xzf', resolve(`dist/spin-studio-${version}.tgz`), '-C', modules]);
  // npm would put the package's dependencies beside it.
  for (const name of readdirSync('node_modules'))
    symlinkSync(resolve('node_modules', name), join(modules, name));
  bin = join(modules, 'package/src/bin/spin-studio.js');
}, 180_000);
afterAll(() => {
  studio?.kill();
  rmSync(home, { recursive: true, force: true });
});

it('holds sources, page and models, and neither tests nor tools', () => {
  const root = join(home, 'node_modules/package');
  expect(readdirSync(root).sort()).toEqual(
    [
      'CHANGELOG.md',
      'LICENSE',
      'NOTICES.md',
      'README.md',
      'out',
      'package.json',
      'resources',
      'scripts',
      'src',
    ].sort(),
  );
  const { dependencies, devDependencies, scripts } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  expect(dependencies).toHaveProperty('node');
  expect([devDependencies, scripts]).toEqual([undefined, undefined]);
});

it('is a command line', () => {
  const run = spawnSync('node', [bin, 'info', '--json'], { encoding: 'utf8', env: environment() });
  const line = run.stdout.trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(line)).toMatchObject({ backend: { selfTest: { passed: true } } });
});

it('passes on the exit code', () => {
  expect(spawnSync('node', [bin, 'export', '--nonsense'], { env: environment() }).status).toBe(2);
});

it('opens a folder in a browser', async () => {
  const folder = join(home, 'pictures');
  mkdirSync(folder);
  cpSync('resources/samples/synthetic_03.jpg', join(folder, 'a.jpg'));
  studio = spawn('node', [bin, folder, '--no-open'], { env: environment() });
  const address = await addressOf(studio);
  const first = await fetch(address, { redirect: 'manual' });
  const cookie = first.headers.get('set-cookie')?.split(';')[0] ?? '';
  const page = await (await fetch(new URL('/', address), { headers: { cookie } })).text();
  const script = /src="([^"]+\.js)"/.exec(page)?.[1] ?? '';
  const response = await fetch(new URL(script, address), { headers: { cookie } });
  expect(response.headers.get('content-type')).toContain('javascript');
  const ended = new Promise((done) => studio?.once('exit', done));
  studio.kill();
  await ended;
  await expect(fetch(address)).rejects.toThrow(); // the Node that it had started has ended too
});

function addressOf(child: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((found, fail) => {
    const hear = (chunk: Buffer) => {
      output += chunk;
      const address = /http:\/\/\S+/.exec(output)?.[0];
      if (address !== undefined) found(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => fail(new Error(`It has ended with ${code}:\n${output}`)));
  });
}
