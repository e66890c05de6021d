/** The built Electron main, run against a stand-in for Electron. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let home: string;
// biome-ignore lint/suspicious/noExplicitAny: what the stand-in prints is looked at, not typed
let seen: any;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-electron-'));
  const dropped = join(home, 'dropped');
  mkdirSync(dropped);
  const env = {
    ...process.env,
    SPIN_STUDIO_HOME: home,
    SPIN_STUDIO_NODE: process.execPath,
    STAND_IN_FOLDER: dropped,
  };
  const args = ['--import', resolve('test/electron/register.ts'), 'out/main/index.js'];
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', env, timeout: 50_000 });
  const line = run.stdout.split('\n').find((text) => text.startsWith('{'));
  if (line === undefined) throw new Error(`The shell did not come up:\n${run.stdout}${run.stderr}`);
  seen = JSON.parse(line);
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('opens a sandboxed window on the studio’s own page', () => {
  expect(seen.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(seen.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=/);
  expect(seen.page).toContain('<title>SPIN Studio</title>');
});

it('has its preload where the window looks for it, as CommonJS', () => {
  const { preload } = seen.options.webPreferences;
  expect(existsSync(preload)).toBe(true);
  expect(readFileSync(preload, 'utf8')).toContain('require("electron")');
});

it('gives the window one thing and one channel', () => {
  const source = readFileSync(seen.options.webPreferences.preload, 'utf8');
  expect(source.match(/exposeInMainWorld\(["'`]\w+/g)).toEqual(['exposeInMainWorld("spinShell']);
  const channels = /ipcRenderer\.(invoke|send|sendSync|postMessage|on|once)\(([^,)]*)/g;
  const said = [...source.matchAll(channels)].map(([, way, name]) => `${way} ${name}`);
  expect(said).toEqual(['invoke "grant-dropped"']);
});

it('opens a report in a window of its own, and no second studio', () => {
  expect([seen.reportWindow, seen.secondWindow]).toEqual(['allow', 'deny']);
});

it('lets the window go nowhere else, open nothing and ask for nothing', () => {
  expect(seen).toMatchObject({
    ownNavigationPrevented: false,
    foreignNavigationPrevented: true,
    webviewPrevented: true,
    newWindow: 'deny',
    permission: false,
  });
});

it('grants a dropped folder to its own page only', () => {
  expect(seen.grant).toMatchObject({ name: 'dropped' });
  expect(seen.foreignGrant).toContain('Another page has asked.');
});
