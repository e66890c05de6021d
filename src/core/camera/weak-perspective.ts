/** SPIN's camera (s, tx, ty) and what it stands for; formulas of SPIN and CLIFF (Li 2022). */
import { CROP_FOCAL_LENGTH_PX, CROP_SIZE_PX } from './crop.ts';
import type { Pinhole } from './pinhole.ts';

export interface WeakPerspective {
  readonly s: number;
  readonly tx: number;
  readonly ty: number;
}

/** Translation in SPIN's crop camera, metres: (tx, ty, 2 f / (224 s)). */
export function cropTranslation({ s, tx, ty }: WeakPerspective): Float64Array {
  return Float64Array.of(tx, ty, (2 * CROP_FOCAL_LENGTH_PX) / (CROP_SIZE_PX * s));
}

/** Inverse of {@link cropTranslation}. */
export function weakFromCropTranslation(translation: Float64Array): WeakPerspective {
  const s = (2 * CROP_FOCAL_LENGTH_PX) / (CROP_SIZE_PX * translation[2]);
  return { s, tx: translation[0], ty: translation[1] };
}

/** A square box in pixels of the full image. */
export interface SquareBox {
  readonly centerX: number;
  readonly centerY: number;
  readonly sidePx: number;
}

/** Translation in the full image's camera, metres, for a camera relative to a box (CLIFF). */
export function fullTranslation(
  weak: WeakPerspective,
  box: SquareBox,
  camera: Pinhole,
): Float64Array {
  const bs = box.sidePx * weak.s;
  return Float64Array.of(
    weak.tx + (2 * (box.centerX - camera.principalX)) / bs,
    weak.ty + (2 * (box.centerY - camera.principalY)) / bs,
    (2 * camera.focalLength) / bs,
  );
}

/** Inverse of {@link fullTranslation}. */
export function weakFromFullTranslation(
  translation: Float64Array,
  box: SquareBox,
  camera: Pinhole,
): WeakPerspective {
  const bs = (2 * camera.focalLength) / translation[2];
  return {
    s: bs / box.sidePx,
    tx: translation[0] - (2 * (box.centerX - camera.principalX)) / bs,
    ty: translation[1] - (2 * (box.centerY - camera.principalY)) / bs,
  };
}
