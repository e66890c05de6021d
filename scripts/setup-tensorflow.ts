/**
 * Sets up the native TensorFlow backend in the user's cache folder, where `npm ci` leaves it alone:
 * `npm run setup:tensorflow [-- --gpu]`. Nothing else needs it; the studio runs on WebAssembly without.
 *
 * tfjs-node's own installer is used where its host answers. Else, on linux-x64 with python3, pip and
 * g++, the two libraries come out of PyPI's tensorflow-cpu wheel and the binding is compiled against
 * them; `--gpu` takes the wheel for NVIDIA cards and its CUDA 12 libraries. What was set up must load
 * and pass its self-test in a process of its own before it takes its place. `--status` says as JSON
 * what is there and what a set-up would need.
 */
import { mkdirSync, mkdtempSync, renameSync, rmSync, statfsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  missingPackage,
  type NativeKind,
  nativeFolder,
  TENSORFLOW_VERSION,
} from '../src/engine/compute/native-library.ts';
import { compileBinding } from './tensorflow/binding.ts';
import { isReachable, ownDownload } from './tensorflow/own-download.ts';
import { run, stopRunning, works } from './tensorflow/run.ts';
import { CPU_WHEELS, downloadWheels, GPU_WHEELS, unpackWheel } from './tensorflow/wheel.ts';

const MB = 1e6;
const CHECK = join(import.meta.dirname, `tensorflow/check${extname(import.meta.filename)}`);

/** Loads the backend in a process of its own: a library that aborts must not take this one along. */
async function prove(kind: NativeKind, cache = process.env.SPIN_STUDIO_CACHE): Promise<void> {
  const env = { ...process.env, SPIN_STUDIO_TENSORFLOW: kind };
  await run(process.execPath, [CHECK], {
    env: cache === undefined ? env : { ...env, SPIN_STUDIO_CACHE: cache },
  });
}

async function loads(kind: NativeKind): Promise<boolean> {
  return prove(kind).then(
    () => true,
    () => false, // then it is set up again, which says what is wrong
  );
}

/** Why the wheel's way is closed; undefined when it is open. */
async function whatIsMissing({ downloadMb, diskMb }: typeof CPU_WHEELS) {
  const missing = missingPackage();
  if (missing !== undefined) return missing;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `the way through PyPI works on linux-x64, and here is ${process.platform}-${process.arch}`;
  }
  if (!(await works('python3', '-m', 'pip', '--version'))) {
    return 'python3 with pip is missing (Debian: apt-get install python3-pip)';
  }
  if (!(await works('g++', '--version'))) return 'g++ is missing (Debian: apt-get install g++)';
  const neededMb = downloadMb + diskMb;
  const freeMb = freeBytes() / MB;
  if (freeMb > neededMb) return undefined;
  return `it needs ${neededMb} MB of disk, and ${Math.floor(freeMb)} MB are free`;
}

function freeBytes(): number {
  const { bavail, bsize } = statfsSync(cacheFolder());
  return bavail * bsize;
}

function cacheFolder(): string {
  const folder = dirname(nativeFolder('cpu'));
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Of the megabytes to fetch, and then of the three things that are done with them. */
function tellProgress(done: number, downloadMb: number): void {
  process.send?.({ kind: 'progress', done, total: downloadMb + 3 });
}

/** Builds in a cache of its own, so that what is there stays until the new one has proved itself. */
async function setUp(
  kind: NativeKind,
  build: (target: string, temporary: string) => Promise<void>,
): Promise<void> {
  const target = nativeFolder(kind);
  const temporary = mkdtempSync(join(cacheFolder(), 'setup-'));
  try {
    const built = join(temporary, target.slice(dirname(target).length));
    mkdirSync(built);
    await build(built, temporary);
    console.log('Loading it in a process of its own …');
    await prove(kind, temporary);
    rmSync(target, { recursive: true, force: true });
    renameSync(built, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function fromWheels(wheels: typeof CPU_WHEELS) {
  return async (target: string, temporary: string) => {
    const { downloadMb, place } = wheels;
    console.log(`Fetching TensorFlow ${TENSORFLOW_VERSION} from PyPI (${downloadMb} MB) …`);
    const files = await downloadWheels(wheels, join(temporary, 'wheels'), (bytes) =>
      tellProgress(Math.min(downloadMb, Math.round(bytes / MB)), downloadMb),
    );
    console.log('Unpacking its libraries …');
    for (const file of files) await unpackWheel(file, target, place);
    tellProgress(downloadMb + 1, downloadMb);
    console.log('Compiling the binding …');
    await compileBinding(join(target, 'include'), join(target, place));
    tellProgress(downloadMb + 2, downloadMb);
  };
}

/** @returns which kind has been set up */
async function setUpBest(gpu: boolean): Promise<NativeKind> {
  if (!gpu && (await isReachable())) {
    console.log('Fetching TensorFlow with tfjs-node’s own installer (about 150 MB) …');
    try {
      await setUp('own', ownDownload);
      return 'own';
    } catch (error) {
      console.log(`tfjs-node’s own installer has failed, so PyPI is asked. ${String(error)}`);
    }
  }
  const wheels = gpu ? GPU_WHEELS : CPU_WHEELS;
  const missing = await whatIsMissing(wheels);
  if (missing !== undefined) throw new Error(missing);
  await setUp(gpu ? 'gpu' : 'cpu', fromWheels(wheels));
  return gpu ? 'gpu' : 'cpu';
}

async function main(gpu: boolean): Promise<number> {
  const present = (await firstThatLoads(gpu)) ?? (await attempt(gpu));
  if (present === undefined) return 1;
  const sentence = `TensorFlow is set up: ${nativeFolder(present)}`;
  console.log(sentence);
  process.send?.({ kind: 'end', message: sentence, isSetUp: true });
  return 0;
}

async function firstThatLoads(gpu: boolean): Promise<NativeKind | undefined> {
  for (const kind of gpu ? (['gpu'] as const) : (['cpu', 'own'] as const)) {
    if (await loads(kind)) return kind;
  }
  return undefined;
}

async function attempt(gpu: boolean): Promise<NativeKind | undefined> {
  try {
    return await setUpBest(gpu);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `TensorFlow was not set up: ${reason}. The studio goes on with what it has.`;
    console.error(message);
    process.send?.({ kind: 'end', message, isSetUp: false });
    return undefined;
  }
}

async function status(): Promise<void> {
  const { downloadMb, diskMb } = CPU_WHEELS;
  const missing = await whatIsMissing(CPU_WHEELS);
  console.log(JSON.stringify({ missing: missing ?? null, downloadMb, diskMb }));
}

const { values } = parseArgs({
  options: {
    gpu: { type: 'boolean', default: false },
    status: { type: 'boolean', default: false },
  },
});
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const)
  process.once(signal, stopRunning);
if (values.status) await status();
else process.exitCode = await main(values.gpu);
if (process.connected) process.disconnect();
