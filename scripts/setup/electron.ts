import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PACKAGE = 'node_modules/electron';
/** A failed download is not tried again before this. */
const RETRY_AFTER_MS = 24 * 3600 * 1000;
const DOWNLOAD_LIMIT_MS = 180_000;
const FAILED_MARK = '.cache/electron-download-failed';

/** Path of Electron's program when its binary is installed. */
export function installedElectron(packageFolder = PACKAGE): string | undefined {
  try {
    const name = readFileSync(join(packageFolder, 'path.txt'), 'utf8');
    const path = join(packageFolder, 'dist', name);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined; // path.txt is written by the download: without it there is no binary
  }
}

function failedLately(): boolean {
  return existsSync(FAILED_MARK) && Date.now() - statSync(FAILED_MARK).mtimeMs < RETRY_AFTER_MS;
}

/** Runs Electron's own installer once, with its output shown, for at most three minutes. */
function download(): Promise<boolean> {
  console.log('Fetching Electron once (about 120 MB, at most 3 minutes) …');
  const installer = spawn(process.execPath, [join(PACKAGE, 'install.js')], {
    stdio: ['ignore', 'inherit', 'ignore'],
    timeout: DOWNLOAD_LIMIT_MS,
  });
  return new Promise((resolve) => {
    installer.once('error', () => resolve(false));
    installer.once('exit', (code) => resolve(code === 0));
  });
}

/** Electron's program, after one bounded attempt to fetch it; undefined when it cannot be had. */
export async function obtainElectron(): Promise<string | undefined> {
  const present = installedElectron();
  if (present !== undefined || failedLately()) return present;
  if (await download()) {
    rmSync(FAILED_MARK, { force: true });
    return installedElectron();
  }
  mkdirSync('.cache', { recursive: true });
  writeFileSync(FAILED_MARK, '');
  return undefined;
}
