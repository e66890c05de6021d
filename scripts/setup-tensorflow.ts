/**
 * Sets up the native TensorFlow backend in the user's cache folder (`npm run setup:tensorflow`).
 *
 * tfjs-node's own download is not used: its host is often out of reach and what it fetches dies
 * with every `npm ci`. Here the two libraries come out of PyPI's tensorflow-cpu wheel and the
 * binding is compiled against them: linux-x64, python3 with pip, g++. Nothing else needs it; the
 * studio runs on WebAssembly without.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  nativeFolder,
  nativeIsSetUp,
  TENSORFLOW_VERSION,
} from '../src/engine/compute/native-library.ts';
import { compileBinding } from './tensorflow/binding.ts';
import { downloadWheel, extractLibraries } from './tensorflow/wheel.ts';

/** Loads the backend in a process of its own: a library that aborts must not take this one along. */
function loads(): boolean {
  const check = join(import.meta.dirname, 'tensorflow/check.ts');
  return (
    spawnSync(process.execPath, [check], { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0
  );
}

function whatIsMissing(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `this way works on linux-x64, and here is ${process.platform}-${process.arch}`;
  }
  const works = (program: string, ...args: string[]) =>
    spawnSync(program, args, { stdio: 'ignore' }).status === 0;
  if (!works('python3', '-m', 'pip', '--version')) return 'python3 with pip is missing';
  return works('g++', '--version') ? undefined : 'g++ is missing';
}

function setUp(): void {
  const target = nativeFolder();
  mkdirSync(dirname(target), { recursive: true });
  const temporary = mkdtempSync(`${target}-`);
  try {
    console.log(`Fetching the wheel of TensorFlow ${TENSORFLOW_VERSION} (207 MB) …`);
    const wheel = downloadWheel(temporary);
    console.log('Unpacking its libraries (614 MB) and compiling the binding …');
    extractLibraries(wheel, temporary);
    compileBinding(temporary);
    rmSync(wheel);
    rmSync(target, { recursive: true, force: true });
    renameSync(temporary, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function main(): number {
  if (nativeIsSetUp() && loads()) {
    console.log(`TensorFlow ${TENSORFLOW_VERSION} is set up already: ${nativeFolder()}`);
    return 0;
  }
  const missing = whatIsMissing();
  if (missing !== undefined) {
    console.error(`TensorFlow was not set up: ${missing}. The studio uses WebAssembly instead.`);
    return 1;
  }
  try {
    setUp();
  } catch (error) {
    console.error(
      `TensorFlow was not set up; the studio uses WebAssembly instead. ${String(error)}`,
    );
    return 1;
  }
  if (!loads()) {
    console.error('TensorFlow was set up but does not load; the studio uses WebAssembly instead.');
    return 1;
  }
  console.log(`TensorFlow ${TENSORFLOW_VERSION} is set up: ${nativeFolder()}`);
  return 0;
}

process.exitCode = main();
