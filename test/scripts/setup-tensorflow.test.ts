/** What the set-up of the native backend says when it cannot be, and that nothing is left behind. */
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let home: string;
let bin: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'spin-native-'));
  bin = join(home, 'bin');
  mkdirSync(bin);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A program of that name that does what the script says. */
function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

const SCRIPT = 'scripts/setup-tensorflow.ts';

/** Nothing but the test's programs is found. */
function environment(host: string) {
  const cache = join(home, 'cache');
  return {
    PATH: `${bin}:/bin`,
    HOME: home,
    SPIN_STUDIO_CACHE: cache,
    TFJS_NODE_CDN_STORAGE: host,
  };
}

/** No host is reached. */
function setUp(...args: string[]) {
  const env = environment('http://127.0.0.1:9/');
  return spawnSync(process.execPath, [SCRIPT, ...args], { env, encoding: 'utf8' });
}

/** Fails, as all that the host has is refused. */
async function setUpFrom(host: string): Promise<{ stdout: string }> {
  const run = promisify(execFile)(process.execPath, [SCRIPT], { env: environment(host) });
  return run.catch((error: { stdout: string }) => error);
}

describe.runIf(process.platform === 'linux' && process.arch === 'x64')('without', () => {
  it.each([
    [
      'pip',
      'exit 1',
      'exit 0',
      'python3 with pip is missing (Debian: apt-get install python3-pip)',
    ],
    ['g++', 'exit 0', 'exit 1', 'g++ is missing (Debian: apt-get install g++)'],
  ])('%s it says so and what to install', (_, python, compiler, reason) => {
    program('python3', python);
    program('g++', compiler);
    const { status, stderr } = setUp();
    expect(stderr).toBe(
      `TensorFlow was not set up: ${reason}. The studio goes on with what it has.\n`,
    );
    expect(status).toBe(1);
    expect(JSON.parse(setUp('--status').stdout)).toMatchObject({ missing: reason });
  });

  it('the package index the reason is pip’s, and nothing is left', () => {
    program('g++', 'exit 0');
    program('python3', 'case "$*" in *download*) echo "no such host" >&2; exit 1;; esac');
    const { status, stdout, stderr } = setUp();
    expect(stdout).toBe('Fetching TensorFlow 2.15.1 from PyPI (207 MB) …\n');
    expect(stderr).toContain('TensorFlow was not set up: python3 failed (1): no such host.');
    expect(status).toBe(1);
    expect(readdirSync(join(home, 'cache'))).toEqual([]);
  });
});

describe('where the host of tfjs-node answers', () => {
  it('its own installer is asked first; when that fails PyPI is', async () => {
    program('g++', 'exit 0');
    program('python3', 'case "$*" in *download*) exit 1;; esac');
    const asked: string[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(String(url));
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { stdout } = await setUpFrom(`http://127.0.0.1:${port}/`);
    server.close();
    expect(asked).toContainEqual(expect.stringMatching(/libtensorflow-cpu-linux-x86_64-2\.9\.1/));
    expect(stdout).toContain('own installer has failed, so PyPI is asked');
    expect(readdirSync(join(home, 'cache'))).toEqual([]);
  });
});
