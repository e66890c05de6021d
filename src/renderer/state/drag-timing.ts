/**
 * How long after the pointer's event the new body is drawn, told as a User Timing measure with the
 * steps on the way in its detail: browsers' profilers show it, and `npm run bench -- annotator` reads it.
 */

/** Milliseconds of the page's clock. */
export interface FitTiming {
  /** Time stamp of the event that the body follows. */
  readonly inputAt: number;
  readonly askedAt: number;
  readonly answeredAt: number;
}

export type DrawnView = 'picture' | 'body';

const newest = new Map<DrawnView, FitTiming>();

/** To be called after each draw; says how old the event was when its body was first drawn there. */
export function measureDraw(view: DrawnView, timing: FitTiming | null | undefined): void {
  if (timing == null || newest.get(view) === timing) return;
  newest.set(view, timing);
  measure(`drag to mesh: ${view}`, timing.inputAt, timing);
}

/** The whole fit of what a hand let go of is there. */
export function measureRelease(releasedAt: number): void {
  measure('release to fitted body', releasedAt);
}

function measure(name: string, start: number, detail?: FitTiming): void {
  performance.measure(name, { start, end: performance.now(), detail });
  performance.clearMeasures(name); // observers have it; a day's drags must not pile up
}
