/**
 * The one camera of the studio: a pinhole in the full, upright image, without skew or distortion.
 *
 * Pixel coordinates are continuous: the image covers [0, width] × [0, height], the centre of the
 * top left pixel is (0.5, 0.5). Camera frame: x right, y down, z forward, metres.
 */
export interface Pinhole {
  /** Pixels. */
  readonly focalLength: number;
  readonly principalX: number;
  readonly principalY: number;
}
