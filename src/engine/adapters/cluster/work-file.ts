/**
 * A shard's project while it is worked on. It lies on a disk of this machine, since SQLite's log is
 * not to be trusted on a network's; what is in it goes to the run's folder as whole copies.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface WorkFile {
  readonly path: string;
  /** Puts what has reached the project so far into a file that is never seen half-written. */
  publish(target: string): Promise<void>;
  remove(): void;
}

/** @param startFrom projects to go on with: the first that is there */
export function createWorkFile(startFrom: readonly string[], scratch = tmpdir()): WorkFile {
  mkdirSync(scratch, { recursive: true });
  const folder = mkdtempSync(join(scratch, 'spin-shard-'));
  const path = join(folder, 'shard.spin');
  const there = startFrom.find((file) => existsSync(file));
  if (there !== undefined) cpSync(there, path);
  return {
    path,
    publish: (target) => publish(path, join(folder, 'copy.spin'), target),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function publish(path: string, copy: string, target: string): Promise<void> {
  await rm(copy, { force: true });
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    database.prepare('VACUUM INTO ?').run(copy);
  } finally {
    database.close();
  }
  const beside = `${target}.${process.pid}.copying`;
  await copyFile(copy, beside);
  const file = await open(beside, 'r+');
  await file.sync();
  await file.close();
  await rename(beside, target);
  await rm(copy, { force: true });
}
