/** `npm run package:npm`: the npm package as `dist/spin-studio-VERSION.tgz`. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { STAGE, stage } from './packaging/stage.ts';

const { version } = stage();
const { status, stderr } = spawnSync('npm', ['pack', '--silent', '--pack-destination', '..'], {
  cwd: STAGE,
  encoding: 'utf8',
});
if (status !== 0) throw new Error(`npm pack failed:\n${stderr}`);
const tarball = join('dist', `spin-studio-${version}.tgz`);
console.log(`${tarball}, ${(statSync(tarball).size / 1e6).toFixed(1)} MB`);
