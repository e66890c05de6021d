import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quoted, ranges, slurmScript } from './slurm-script.ts';

it('asks for an array of the shards and runs the command in its place', () => {
  const script = slurmScript({
    runId: '0a1b2c3d',
    indices: [0, 1, 2, 5],
    command: ['node', 'main.ts', 'shard', "/data/it's here", '--json'],
    workFolder: '/opt/studio',
    logFolder: '/out/100%/logs',
    options: ['--partition=long', '--comment=two words'],
    environment: { SPIN_STUDIO_HOME: '/home/a b' },
  });
  expect(script).toBe(`#!/bin/bash
#SBATCH --job-name=spin-0a1b2c3d
#SBATCH --array=0-2,5
#SBATCH --output=/out/100%%/logs/%A_%a.log
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --signal=B:USR1@120
#SBATCH --partition=long
#SBATCH "--comment=two words"
export SPIN_STUDIO_HOME='/home/a b'
cd /opt/studio || exit 1
exec node main.ts shard '/data/it'\\''s here' --json
`);
});

it('a shell reads every quoted word as it was', () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 50 }), (words) => {
      const wellFormed = words.map((text) => text.toWellFormed());
      const script = `printf '%s\\0' ${wellFormed.map(quoted).join(' ')}`;
      const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
      expect(stdout.split('\0').slice(0, -1)).toEqual(wellFormed);
    }),
    { numRuns: 20 },
  );
});

it('ranges are what was meant', () => {
  expect(ranges([3])).toBe('3');
  expect(ranges([0, 1, 2, 3, 7, 9, 10])).toBe('0-3,7,9-10');
});
