import { useStudio } from '../state/studio-state.ts';

const HOUR_MS = 3_600_000;
/** The last so many decisions say how fast it goes. */
const RECENT = 30;
/** Fewer say nothing. */
const ENOUGH = 3;

/** How many are left, how many an hour are decided, and when it will be done at that. */
export function Pace() {
  const left = useStudio(({ review }) => review.left);
  const decidedAt = useStudio(({ review }) => review.decidedAt);
  const perHour = paceOf(decidedAt);
  return (
    <p className="pace" aria-live="polite">
      <strong>{left.toLocaleString('en')}</strong> left
      {perHour !== undefined && (
        <>
          {' '}
          · {Math.round(perHour)} an hour · done at {clockAfter((left / perHour) * HOUR_MS)}
        </>
      )}
    </p>
  );
}

function paceOf(decidedAt: readonly number[]): number | undefined {
  const recent = decidedAt.slice(-RECENT);
  const [first, last] = [recent[0], recent.at(-1)];
  if (recent.length < ENOUGH || first === undefined || last === undefined || last <= first) {
    return undefined;
  }
  return ((recent.length - 1) * HOUR_MS) / (last - first);
}

function clockAfter(ms: number): string {
  const time = new Date(Date.now() + ms);
  return time.toLocaleTimeString('en', { hour: '2-digit', minute: '2-digit', hour12: false });
}
