/** A 2D point as it stands in a project: pixels of the image, and what is known of it. */
export interface AnnotatedPoint {
  readonly x: number;
  readonly y: number;
  readonly confidence: number;
  readonly visibility: 'visible' | 'occluded' | 'absent';
  readonly source: 'detector' | 'hand';
  readonly use: 'normal' | 'pinned' | 'ignored';
}
