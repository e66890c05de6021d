/**
 * Points as a detector finds them: a person's quality, a joint's spread, heavy tails, hidden limbs,
 * exchanged sides, far outliers, invented faces, confidences that follow the error, thresholds.
 * Measured against MoveNet thunder: `npm run evaluate:lifter` prints the quantiles.
 */
import { BODY25 } from '../keypoints/joint-sets.ts';
import type { Random } from '../math/random.ts';

/** What is done to exact points. Sigmas are pixels of a 224 crop. */
export type NoiseKind =
  | { readonly kind: 'gaussian'; readonly sigmaPx: number }
  /** `swaps: false` for a detector that never exchanges left and right. */
  | { readonly kind: 'detector'; readonly swaps?: false };

const COUNT = 25;
const BASE_SIGMA_PX = 2.35;
/** Relative spread of the points of BODY_25: face and shoulders are sharp, wrists and ankles not. */
const SPREAD: readonly number[] = BODY25.pointNames.map((name) => {
  if (/nose|eye|ear/.test(name)) return 0.7;
  if (/wrist|hip/.test(name)) return 1.35;
  return /ankle|toe|heel/.test(name) ? 1.4 : 1;
});
const FACE = [0, 15, 16, 17, 18];
/** From the trunk outwards: what lies further out suffers more when the limb is hidden. */
const LIMBS: readonly (readonly number[])[] = [
  [5, 6, 7],
  [2, 3, 4],
  [12, 13, 14, 19, 20, 21],
  [9, 10, 11, 22, 23, 24],
];

export interface CleanPoints {
  /** Shape [25, 2], pixels. */
  readonly pixels: Float64Array;
  /** Pixels of the image per pixel of the 224 crop. */
  readonly cropPx: number;
  /** The face is turned from the camera. */
  readonly faceHidden: boolean;
}

/** Writes (x, y, confidence) of 25 points; a point that was not found has confidence 0. */
export function disturbPoints(
  clean: CleanPoints,
  noise: NoiseKind,
  random: Random,
  out: Float64Array,
): void {
  if (noise.kind === 'gaussian') {
    for (let i = 0; i < COUNT; i++) {
      out[3 * i] = clean.pixels[2 * i] + noise.sigmaPx * clean.cropPx * random.normal();
      out[3 * i + 1] = clean.pixels[2 * i + 1] + noise.sigmaPx * clean.cropPx * random.normal();
      out[3 * i + 2] = 0.5 + 0.5 * random.uniform();
    }
    return;
  }
  const errorsPx = scatter(clean, random, out);
  setConfidences(errorsPx, random, out);
  hideFace(clean, random, out);
  if (noise.swaps !== false) swapSides(random, out);
  dropBelow(0.3 * random.uniform(), out);
}

/** Places the points and returns how far each is off, pixels of the crop. */
function scatter(clean: CleanPoints, random: Random, out: Float64Array): Float64Array {
  const { uniform, normal } = random;
  const quality = Math.exp(0.45 * normal());
  const factor = Float64Array.from(SPREAD);
  const shiftX = new Float64Array(COUNT);
  const shiftY = new Float64Array(COUNT);
  for (const limb of LIMBS) {
    if (uniform() >= 0.12) continue;
    const [x, y] = [9 * normal(), 9 * normal()];
    for (const [depth, point] of limb.entries()) {
      factor[point] *= 1.7;
      shiftX[point] = (x * depth) / 2;
      shiftY[point] = (y * depth) / 2;
    }
  }
  return Float64Array.from({ length: COUNT }, (_, i) => {
    const tail = uniform() < 0.008 ? 15 : 1 / Math.sqrt(chiSquared4(random) / 4);
    const sigma = BASE_SIGMA_PX * quality * factor[i] * tail;
    const dx = sigma * normal() + shiftX[i];
    const dy = sigma * normal() + shiftY[i];
    out[3 * i] = clean.pixels[2 * i] + clean.cropPx * dx;
    out[3 * i + 1] = clean.pixels[2 * i + 1] + clean.cropPx * dy;
    return Math.hypot(dx, dy);
  });
}

/** Four squared normals: the denominator of Student's t with four degrees of freedom. */
function chiSquared4({ uniform }: Random): number {
  return -2 * Math.log((1 - uniform()) * (1 - uniform()));
}

function setConfidences(errorsPx: Float64Array, random: Random, out: Float64Array): void {
  for (let i = 0; i < COUNT; i++) {
    const expected = 0.92 - 0.2 * Math.log1p(errorsPx[i] / 3);
    out[3 * i + 2] = Math.min(1, Math.max(0.02, expected + 0.11 * random.normal()));
  }
}

/** From behind there is no face to find, but now and then one is made up. */
function hideFace({ faceHidden }: CleanPoints, { uniform }: Random, out: Float64Array): void {
  if (!faceHidden) return;
  const invented = uniform() < 0.15;
  for (const i of FACE) out[3 * i + 2] = invented ? 0.5 + 0.1 * uniform() : 0;
}

function swapSides({ uniform }: Random, out: Float64Array): void {
  if (uniform() >= 0.05) return;
  const which = uniform();
  const legs = which < 0.66;
  const arms = which > 0.33;
  for (const [point, other] of BODY25.flip.entries()) {
    const isLeg = /hip|knee|ankle|toe|heel/.test(BODY25.pointNames[point]);
    if (other <= point || !(isLeg ? legs : arms)) continue;
    for (let c = 0; c < 3; c++) {
      const kept = out[3 * point + c];
      out[3 * point + c] = out[3 * other + c];
      out[3 * other + c] = kept;
    }
  }
}

function dropBelow(threshold: number, out: Float64Array): void {
  for (let i = 0; i < COUNT; i++) if (out[3 * i + 2] < threshold) out[3 * i + 2] = 0;
}
