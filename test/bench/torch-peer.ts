/** SPIN's SMPLify in PyTorch on cases of set H, one thread, when Python has it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseH } from './set-h.ts';

const PYTHON = process.env.SPIN_STUDIO_PYTHON ?? 'python3';
/** Threads that wait must not burn the time that is measured. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OMP_WAIT_POLICY: 'PASSIVE', KMP_BLOCKTIME: '0' };

/** Poses the whole mesh in every iteration, as SPIN does; without correctives; only 49 joints. */
export type PeerBody = 'full' | 'bare' | 'tuned';

export function hasTorch(): boolean {
  if (spawnSync(PYTHON, ['-c', 'import torch']).status === 0) return true;
  console.error(`${PYTHON} has no torch: no comparison (SPIN_STUDIO_PYTHON names another).`);
  return false;
}

/**
 * Median CPU milliseconds of a fit, a batch's time divided by its size.
 *
 * @throws Error when the peer's energies are not those of numpy, or Python fails
 */
export function torchFitMs(body: PeerBody, cases: readonly CaseH[], batch: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'spin-bench-'));
  try {
    const file = join(folder, 'cases.json');
    writeFileSync(file, JSON.stringify(asArrays(cases)));
    const args = ['test/bench/torch_smplify.py', body, file, '--batch', String(batch)];
    const env = { ...process.env, ...ONE_THREAD, PYTHONDONTWRITEBYTECODE: '1' };
    const { status, stdout, stderr } = spawnSync(PYTHON, args, {
      encoding: 'utf8',
      env,
      maxBuffer: 2 ** 26,
    });
    if (status !== 0) throw new Error(`The PyTorch peer failed:\n${stderr}`);
    return JSON.parse(stdout).cpuMs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function asArrays(cases: readonly CaseH[]) {
  return {
    keypoints: cases.map(({ keypoints }) =>
      Array.from({ length: 49 }, (_, i) => [...keypoints.subarray(3 * i, 3 * i + 3)]),
    ),
    pose: cases.map(({ start }) => [...start.pose]),
    betas: cases.map(({ start }) => [...start.betas]),
    translation: cases.map(({ start }) => [...start.translation]),
  };
}
