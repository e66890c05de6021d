import type { Pinhole } from './pinhole.ts';

/** Diagonal of a 36 × 24 mm frame, which "35 mm equivalent" focal lengths are relative to. */
const FULL_FRAME_DIAGONAL_MM = 43.27;

/**
 * The camera of an image that was not cropped: principal point in its middle, focal length from
 * EXIF's 35 mm equivalent, else the diagonal √(W² + H²), a field of view of 53° (CLIFF, Li 2022).
 *
 * @param focalLength35mm EXIF FocalLengthIn35mmFilm, mm; undefined or not positive when unknown
 */
export function cameraOfImage(
  width: number,
  height: number,
  focalLength35mm: number | undefined,
): Pinhole {
  const diagonal = Math.hypot(width, height);
  const known = focalLength35mm !== undefined && focalLength35mm > 0;
  const focalLength = known ? (focalLength35mm / FULL_FRAME_DIAGONAL_MM) * diagonal : diagonal;
  return { focalLength, principalX: width / 2, principalY: height / 2 };
}
