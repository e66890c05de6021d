/** How a long track is solved piece by piece, so that time and memory grow with its length only. */

/** Frames `start` … `end` − 1 are solved together; those before `free` are held as they were left. */
export interface SequenceWindow {
  readonly start: number;
  readonly free: number;
  readonly end: number;
  /** From here on the frames are solved again, with what follows them. */
  readonly settled: number;
}

/** Frames that move in a window, and how many of them its successor solves again. */
const LENGTH = 48;
const OVERLAP = 12;
/** A second difference reaches two frames back. */
const HELD = 2;

export function sequenceWindows(frameCount: number): SequenceWindow[] {
  const windows: SequenceWindow[] = [];
  for (let free = 0; free < frameCount; ) {
    const end = Math.min(frameCount, free + LENGTH);
    const settled = end === frameCount ? end : end - OVERLAP;
    windows.push({ start: Math.max(0, free - HELD), free, end, settled });
    free = settled;
  }
  return windows;
}
