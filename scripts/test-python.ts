/** `npm run test:python`: the tests that need real Python with numpy, scipy and torch. */
import { spawnSync } from 'node:child_process';

const NEEDED = 'import numpy, scipy, torch';

const probe = spawnSync('python3', ['-c', NEEDED], { encoding: 'utf8' });
if (probe.status === 0) {
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'vitest.python.config.ts'];
  const arguments_ = [...vitest, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, arguments_, { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} else {
  const reason = probe.error?.message ?? probe.stderr.trim().split('\n').at(-1);
  console.warn(
    `SKIPPED: nothing was compared with Python, since "${NEEDED}" fails here: ${reason}`,
  );
}
