/**
 * Sees to what the browser tests need: Chromium and Mesa's software OpenGL. Installs them with apt
 * where it may; else says what to install and ends with 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromiumPath } from './setup/chromium.ts';

const PACKAGES = ['chromium', 'libegl1', 'libgl1-mesa-dri'];

/** True when apt is there and this user may use it. */
function mayUseApt(): boolean {
  return existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
}

function installed(packageName: string): boolean {
  return spawnSync('dpkg', ['-s', packageName], { stdio: 'ignore' }).status === 0;
}

function apt(...args: string[]): boolean {
  console.log(`apt-get ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync('apt-get', args, { stdio: 'inherit', env }).status === 0;
}

function installMissing(): void {
  const missing = PACKAGES.filter((name) => !installed(name));
  if (missing.length === 0) return;
  if (!apt('update', '-qq')) return;
  apt('install', '-y', '-qq', '--no-install-recommends', ...missing);
}

if (mayUseApt()) installMissing();
const browser = chromiumPath();
if (browser === undefined) {
  console.error(
    `The browser tests need Chromium and Mesa. Install them (Debian: apt-get install ${PACKAGES.join(' ')}), ` +
      'or set SPIN_STUDIO_CHROMIUM to a Chromium or Chrome, then run npm test again.',
  );
  process.exitCode = 1;
} else {
  console.log(`Browser tests use ${browser}`);
}
