/** How a reader took a mutant. */
import { isStudioError } from '../../src/core/common/errors.ts';
import type { Target } from './target.ts';

/** More than this of CPU time is a hang. */
export const HANG_MS = 2000;
/** What reading one mutant may add to the most memory that its process ever had. */
export const MEMORY_BOUND_MIB = 512;

export interface Outcome {
  readonly kind: 'result' | 'refused' | 'crash' | 'hang' | 'memory';
  /** Code of the error, or what went wrong. */
  readonly detail: string;
}

const peakMiB = () => process.resourceUsage().maxRSS / 1024;

export async function outcomeOf(target: Target, mutant: Uint8Array): Promise<Outcome> {
  const memoryBefore = peakMiB();
  const cpuBefore = process.cpuUsage();
  const outcome = await read(target, mutant);
  const { user, system } = process.cpuUsage(cpuBefore);
  const milliseconds = (user + system) / 1000;
  if (milliseconds > HANG_MS) return { kind: 'hang', detail: `${Math.round(milliseconds)} ms` };
  const grown = peakMiB() - memoryBefore;
  if (grown > MEMORY_BOUND_MIB) return { kind: 'memory', detail: `${Math.round(grown)} MiB` };
  return outcome;
}

async function read(target: Target, mutant: Uint8Array): Promise<Outcome> {
  try {
    await target.read(mutant);
    return { kind: 'result', detail: '' };
  } catch (error) {
    if (isStudioError(error) && error.code !== 'internal') {
      return { kind: 'refused', detail: error.code };
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'crash', detail };
  }
}
