import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'electron.vite.config.ts', 'package.json'];
const STAMP = 'out/built-from.txt';

/** Newest change below a file or folder, milliseconds since the epoch. */
function newestChange(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(
    stats.mtimeMs,
    ...readdirSync(path).map((name) => newestChange(join(path, name))),
  );
}

function stampOfSources(): string {
  return String(Math.max(...SOURCES.map(newestChange)));
}

function stampOfBuild(): string | undefined {
  try {
    return readFileSync(STAMP, 'utf8');
  } catch {
    return undefined; // never built, which is what an absent stamp means
  }
}

/** Builds page, main and preload into `out/` unless they are as new as their sources. */
export function ensureBuilt(): void {
  const stamp = stampOfSources();
  if (stampOfBuild() === stamp) return;
  console.log('Building the studio …');
  const run = spawnSync('electron-vite', ['build', '--logLevel', 'warn'], { stdio: 'inherit' });
  if (run.status !== 0) throw new Error('The build failed; the lines above say where.');
  mkdirSync('out', { recursive: true });
  writeFileSync(STAMP, stamp);
}
