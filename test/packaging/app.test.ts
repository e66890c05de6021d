/** The desktop application's folder, packed around a stand-in for Electron's program. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appConfig } from '../../scripts/packaging/app-config.ts';
import { engineProgram } from '../../src/main/engine-process.ts';
import { writeElectronDist } from '../fixtures/electron-dist.ts';

const { DISABLE, ENABLE } = FuseState;
let home: string;
let app: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-app-'));
  const electron = join(home, 'electron');
  writeElectronDist(electron);
  const engine = join(home, 'engine');
  for (const [path, text] of [
    ['src/web', 'main.js'],
    ['node_modules/zod', 'index.js'],
    ['node_modules/ws/node_modules/deep', 'index.js'],
  ]) {
    mkdirSync(join(engine, path), { recursive: true });
    writeFileSync(join(engine, path, text), '');
  }
  const config = appConfig({ engine, node: process.execPath, electron, output: join(home, 'app') });
  await build({ targets: Platform.LINUX.createTarget('dir'), config });
  app = join(home, 'app/linux-unpacked');
}, 180_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('keeps the shell alone in the archive', () => {
  const files = listPackage(join(app, 'resources/app.asar'), { isPack: false });
  const kept = files.filter((path) => /\.\w+$/.test(path)).sort();
  expect(kept).toEqual(['/out/main/index.js', '/out/preload/index.cjs', '/package.json']);
});

it('has the engine, its dependencies and its Node where the shell looks for them', () => {
  const { node, entry } = engineProgram(join(app, 'resources'));
  expect(statSync(node).mode & 0o111).toBe(0o111);
  expect(existsSync(entry)).toBe(true);
  const modules = join(app, 'resources/engine/node_modules');
  expect(readdirSync(modules).sort()).toEqual(['ws', 'zod']);
  expect(existsSync(join(modules, 'ws/node_modules/deep/index.js'))).toBe(true);
});

it('leaves Electron’s licence beside it', () => {
  expect(existsSync(join(app, 'LICENSE.electron.txt'))).toBe(true);
});

it('lets nobody run the program as Node, debug it, or give it another archive', async () => {
  const wire = await getCurrentFuseWire(join(app, 'spin-studio'));
  expect(wire).toMatchObject({
    [FuseV1Options.RunAsNode]: DISABLE,
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
    [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
    [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
    [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
  });
});
