/** Half gradient and half Hessian of a sequence's energy, which every term adds to. */
import {
  type BlockBand,
  bandStride,
  blockOffset,
  createBlockBand,
} from '../../math/block-band-cholesky.ts';
import { BETAS, STRIDE } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';

/** Unknowns of a frame: translation and pose, and a row of the identity to make it a multiple of 4. */
export const FRAME_ORDER = BETAS + 1;

export interface SequenceEquations {
  readonly band: BlockBand;
  /** Shape [frames, 76]. */
  readonly gradient: Float64Array;
  /** 1 for a frame that does not move; nothing is added to it. */
  readonly fixed: Uint8Array;
}

export function createSequenceEquations(fixed: Uint8Array): SequenceEquations {
  const band = createBlockBand(fixed.length, FRAME_ORDER);
  return { band, gradient: new Float64Array(fixed.length * FRAME_ORDER), fixed };
}

/** Empty, with the identity for the frames that do not move. */
export function clearSequenceEquations({ band, gradient, fixed }: SequenceEquations): void {
  band.data.fill(0);
  gradient.fill(0);
  for (let frame = 0; frame < fixed.length; frame++) {
    if (fixed[frame] === 0) continue;
    const start = blockOffset(band, frame, frame);
    for (let i = 0; i < FRAME_ORDER; i++) band.data[start + i * (bandStride(band) + 1)] = 1;
  }
}

/** Adds a frame's own equations, whose betas are held. */
export function addFrame(
  { band, gradient }: SequenceEquations,
  frame: number,
  normal: NormalEquations,
): void {
  const start = blockOffset(band, frame, frame);
  const stride = bandStride(band);
  for (let i = 0; i < FRAME_ORDER; i++) {
    gradient[FRAME_ORDER * frame + i] += normal.gradient[i];
    for (let j = 0; j <= i; j++) {
      band.data[start + i * stride + j] += normal.hessian[STRIDE * i + j];
    }
  }
}
