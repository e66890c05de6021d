import { StudioError } from '../../../core/common/errors.ts';

/** What the backends and the engine say when memory is not enough. */
const SIGNS = [
  /OOM when allocating/i,
  /Resource ?exhausted/i,
  /failed to allocate/i,
  /Array buffer allocation failed/i,
  /out of memory/i,
  /Cannot enlarge memory/i,
];

/** A lack of memory as an error that offers the next smaller batch; other errors as they are. */
export function explained(error: unknown, batchSize: number): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (!SIGNS.some((sign) => sign.test(text))) return error;
  const smaller = batchSize > 1 ? Math.floor(batchSize / 2) : undefined;
  const advice =
    smaller === undefined
      ? 'Close other programs, or train the head only.'
      : `Go on with a batch of ${smaller}.`;
  const message = `There is not enough memory for a batch of ${batchSize} people. What was learnt up to the last epoch is kept. ${advice}`;
  return new StudioError('train/out-of-memory', message, { batchSize, smaller }, { cause: error });
}
