/** Cold fits per second of wall time, a fitter on every core. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

/** Threads are warm before the clock starts. */
export async function fitsPerSecondOnAllCores(): Promise<number> {
  const entry = join(import.meta.dirname, 'throughput-worker.ts');
  const workers = Array.from({ length: availableParallelism() }, () => new Worker(entry));
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  const began = performance.now();
  const fits = await Promise.all(
    workers.map(async (worker) => {
      worker.postMessage('go');
      const [count] = await once(worker, 'message');
      return Number(count);
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  await Promise.all(workers.map((worker) => worker.terminate()));
  return fits.reduce((sum, count) => sum + count, 0) / seconds;
}
