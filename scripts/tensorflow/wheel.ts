import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TENSORFLOW_VERSION } from '../../src/engine/compute/native-library.ts';

/** Runs a program; its error text is the reason of the failure. */
export function run(program: string, args: readonly string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr.slice(-2000)}`);
}

/** Downloads the wheel with pip and returns its path. */
export function downloadWheel(folder: string): string {
  const target = [
    '--implementation=cp',
    '--python-version=311',
    '--abi=cp311',
    '--platform=manylinux2014_x86_64',
  ];
  const what = `tensorflow-cpu==${TENSORFLOW_VERSION}`;
  run('python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
    ...target,
    ...['--dest', folder, what],
  ]);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip has left no wheel');
  return join(folder, wheel);
}

/** Of the wheel, only the two libraries and the headers of the C API. */
const UNPACK = `
import sys, zipfile, shutil, os
wheel, folder = sys.argv[1:]
headers = ('tensorflow/include/tensorflow/c/', 'tensorflow/include/tensorflow/core/platform/ctstring',
           'tensorflow/include/external/local_tsl/tsl/', 'tensorflow/include/tsl/')
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        library = name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
        if not library and not (name.endswith('.h') and name.startswith(headers)):
            continue
        place = os.path.join(folder, os.path.basename(name) if library
                             else name.replace('tensorflow/include/', 'include/').replace('external/local_tsl/', ''))
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with archive.open(name) as source, open(place, 'wb') as target:
            shutil.copyfileobj(source, target)
`;

/** Puts libraries and headers into `folder`; Python is there anyway, pip has just run. */
export function extractLibraries(wheel: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  run('python3', ['-c', UNPACK, wheel, folder]);
}
