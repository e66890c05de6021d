#!/usr/bin/env node
/**
 * `npx spin-studio [FOLDER]` opens the studio in a browser, `npx spin-studio COMMAND …` is the command
 * line, `npx spin-studio setup-tensorflow` sets up the native backend. Runs on Node 20, whose database
 * and types the rest could not use: that runs in the Node that the package brings along.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { COMMAND_NAMES } from '../cli/command-names.ts';

const NEEDED_MAJOR = 24;

/** Of this process where it is new enough, else of the package `node`; undefined without either. */
function nodeProgram(): string | undefined {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) return process.execPath;
  try {
    const manifest = createRequire(import.meta.url).resolve('node/package.json');
    const program = join(
      dirname(manifest),
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined; // the package is not there: an install that leaves out what has scripts
  }
}

/** A folder may be called as a command is; then it is meant with `./` before it. */
function entryOf(word: string | undefined): { entry: string; words: number } {
  if (word === 'setup-tensorflow') return { entry: '../../scripts/setup-tensorflow', words: 1 };
  const isCommand = (COMMAND_NAMES as readonly (string | undefined)[]).includes(word);
  return { entry: isCommand || word === '--help' ? '../cli/main' : '../web/main', words: 0 };
}

function run(program: string): void {
  const { entry, words } = entryOf(process.argv[2]);
  const script = join(import.meta.dirname, `${entry}${extname(import.meta.filename)}`);
  const args = process.argv.slice(2 + words);
  const child = spawn(program, [script, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  });
}

const program = nodeProgram();
if (program === undefined) {
  console.error(
    `SPIN Studio needs Node ${NEEDED_MAJOR} and this is ${process.version}. The package "node", which ` +
      'brings it along, was not installed (its install script may have been refused). Nothing was ' +
      `started; install Node ${NEEDED_MAJOR}, or allow that script and install again.`,
  );
  process.exitCode = 1;
} else {
  run(program);
}
