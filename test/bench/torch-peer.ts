/** SMPLify in PyTorch on the same problems, when Python has it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BenchProblem } from './fit-problems.ts';

const PYTHON = process.env.SPIN_STUDIO_PYTHON ?? 'python3';

/** Median CPU milliseconds of a fit; null without torch, which is said. */
export function torchFitMs(problems: readonly BenchProblem[]): number | null {
  if (spawnSync(PYTHON, ['-c', 'import torch']).status !== 0) {
    console.error(`${PYTHON} has no torch: no comparison (SPIN_STUDIO_PYTHON names another).`);
    return null;
  }
  const folder = mkdtempSync(join(tmpdir(), 'spin-bench-'));
  try {
    const file = join(folder, 'problems.json');
    writeFileSync(file, JSON.stringify(problems.map(asArrays)));
    const env = { ...process.env, OMP_NUM_THREADS: '1', OMP_WAIT_POLICY: 'passive' };
    const script = ['test/bench/torch_smplify.py', file];
    const { status, stdout, stderr } = spawnSync(PYTHON, script, { encoding: 'utf8', env });
    if (status !== 0) throw new Error(`The PyTorch peer failed:\n${stderr}`);
    return JSON.parse(stdout).cpuMs;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function asArrays({ problem, start }: BenchProblem) {
  const { pose, betas, translation } = start;
  const arrays = { pose: [...pose], betas: [...betas], translation: [...translation] };
  return { ...problem, regression: undefined, constraints: undefined, start: arrays };
}
