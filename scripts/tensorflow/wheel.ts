/** TensorFlow's C libraries out of PyPI's wheels. */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TENSORFLOW_VERSION } from '../../src/engine/compute/native-library.ts';
import { run } from './run.ts';

const POLL_MS = 500;

/** What a set-up fetches, and where its libraries come to lie in the folder. */
export interface WheelSet {
  readonly requirements: readonly string[];
  /** Of TensorFlow's libraries and the binding; '' is the folder itself. */
  readonly place: string;
  readonly downloadMb: number;
  /** Of the unpacked libraries. */
  readonly diskMb: number;
}

export const CPU_WHEELS: WheelSet = {
  requirements: [`tensorflow-cpu==${TENSORFLOW_VERSION}`],
  place: '',
  downloadMb: 207,
  diskMb: 614,
};

/** The extra `and-cuda` of tensorflow 2.15.1; its libraries look for these in `../nvidia`. */
export const GPU_WHEELS: WheelSet = {
  requirements: [
    `tensorflow==${TENSORFLOW_VERSION}`,
    'nvidia-cublas-cu12==12.2.5.6',
    'nvidia-cuda-cupti-cu12==12.2.142',
    'nvidia-cuda-nvcc-cu12==12.2.140',
    'nvidia-cuda-nvrtc-cu12==12.2.140',
    'nvidia-cuda-runtime-cu12==12.2.140',
    'nvidia-cudnn-cu12==8.9.4.25',
    'nvidia-cufft-cu12==11.0.8.103',
    'nvidia-curand-cu12==10.3.3.141',
    'nvidia-cusolver-cu12==11.5.2.141',
    'nvidia-cusparse-cu12==12.1.2.141',
    'nvidia-nccl-cu12==2.16.5',
    'nvidia-nvjitlink-cu12==12.2.140',
  ],
  place: 'tensorflow',
  downloadMb: 2357,
  diskMb: 3800,
};

/**
 * Downloads with pip.
 *
 * @param onBytes told how much of it has come so far
 * @returns the wheels' paths
 */
export async function downloadWheels(
  { requirements }: WheelSet,
  folder: string,
  onBytes: (bytes: number) => void,
): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const watch = setInterval(() => onBytes(bytesBelow(folder)), POLL_MS);
  try {
    await run('python3', [...PIP_DOWNLOAD, '--dest', folder, ...requirements], {
      env: { ...process.env, TMPDIR: folder },
    });
  } finally {
    clearInterval(watch);
  }
  const wheels = readdirSync(folder).filter((name) => name.endsWith('.whl'));
  if (wheels.length < requirements.length) throw new Error('pip has left no wheel');
  return wheels.map((name) => join(folder, name));
}

const PIP_DOWNLOAD = [
  ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:'],
  ...['--implementation=cp', '--python-version=311', '--abi=cp311'],
  ...['--platform=manylinux2014_x86_64', '--platform=manylinux1_x86_64'],
];

function bytesBelow(folder: string): number {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  const sizes = entries.map((entry) =>
    entry.isFile()
      ? (statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
      : 0,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Of TensorFlow the two libraries and the headers of the C API; of CUDA the libraries and tools. */
const UNPACK = `
import sys, zipfile, shutil, os
wheel, folder, place = sys.argv[1:]
headers = ('tensorflow/include/tensorflow/c/', 'tensorflow/include/tensorflow/core/platform/ctstring',
           'tensorflow/include/external/local_tsl/tsl/', 'tensorflow/include/tsl/')
def target(name):
    if name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2'):
        return os.path.join(place, os.path.basename(name))
    if name.endswith('.h') and name.startswith(headers):
        return name.replace('tensorflow/include/', 'include/').replace('external/local_tsl/', '')
    if name.startswith('nvidia/') and ('/lib/' in name or '/bin/' in name or '/nvvm/' in name):
        return name
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        goal = None if entry.is_dir() else target(entry.filename)
        if goal is None:
            continue
        path = os.path.join(folder, goal)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(entry) as source, open(path, 'wb') as out:
            shutil.copyfileobj(source, out)
        if '/bin/' in goal:
            os.chmod(path, 0o755)
`;

/** Puts libraries and headers into `folder` and removes the wheel; pip has just shown that Python is there. */
export async function unpackWheel(wheel: string, folder: string, place: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  await run('python3', ['-c', UNPACK, wheel, folder, place]);
  rmSync(wheel);
}
