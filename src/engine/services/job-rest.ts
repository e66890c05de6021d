/** A job's pause: whoever asks before the next thing waits until it is over. */
export interface Rest {
  pause(): void;
  resume(): void;
  /** Resolves at once unless the job is paused; when it is cancelled too. */
  over(): Promise<void>;
  /** All pauses so far, milliseconds. */
  pausedMs(): number;
}

/** @param tell what the job does from now on */
export function createRest(
  signal: AbortSignal,
  tell: (status: 'running' | 'paused') => void,
): Rest {
  let pause: { readonly over: Promise<void>; end(): void; readonly began: number } | undefined;
  let pausedMs = 0;
  const resume = () => {
    if (pause === undefined) return;
    pausedMs += performance.now() - pause.began;
    pause.end();
    pause = undefined;
    tell('running');
  };
  signal.addEventListener('abort', resume, { once: true });
  return {
    pause() {
      if (pause !== undefined || signal.aborted) return;
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      pause = { over, end, began: performance.now() };
      tell('paused');
    },
    resume,
    over: async () => pause?.over,
    pausedMs: () => pausedMs + (pause === undefined ? 0 : performance.now() - pause.began),
  };
}
