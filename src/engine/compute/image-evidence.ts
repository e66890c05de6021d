/** What BlazePose sees of a person besides the keypoints: where the limb joints are, in 3D. */
import type { GraphModel } from '@tensorflow/tfjs-converter';
import type { ImageEvidence } from '../../contract/image-evidence.ts';
import type { Pinhole } from '../../core/camera/pinhole.ts';
import {
  BLAZEPOSE_LIMB_JOINTS,
  fromHips,
  squareOfPose,
} from '../../core/regress/blazepose-geometry.ts';
import type { DetectedPoint } from '../../core/regress/detector-geometry.ts';
import type { Pixels } from '../adapters/images/image-file.ts';
import { type BlazePoseAnswer, MIN_BLAZEPOSE_SCORE, runBlazePose } from './blazepose.ts';
import { loadModel } from './detector.ts';

/** Rms errors about the mid hip in x, y and depth on renders 01 to 40 (`docs/image-evidence.md`). */
const SIGMA_M = [0.091, 0.075, 0.116];

export interface EvidenceReader {
  /**
   * Null for somebody too few of whose points are seen, or whom BlazePose does not see.
   *
   * @param pose the 17 COCO points
   */
  read(
    pixels: Pixels,
    camera: Pinhole,
    pose: readonly DetectedPoint[],
  ): Promise<ImageEvidence | null>;
}

/** The network is loaded for the first person. */
export function createEvidenceReader(): EvidenceReader {
  let model: Promise<GraphModel> | undefined;
  return {
    async read(pixels, camera, pose) {
      const square = squareOfPose(pose);
      if (square === undefined) return null;
      model ??= loadModel('blazepose-full');
      return evidenceOf(runBlazePose(await model, pixels, camera, square));
    },
  };
}

/** Null when nobody was seen. */
export function evidenceOf({ score, world }: BlazePoseAnswer): ImageEvidence | null {
  if (score < MIN_BLAZEPOSE_SCORE) return null;
  const places = BLAZEPOSE_LIMB_JOINTS.map(([landmark, point]) => ({
    landmark,
    fromHipsM: fromHips(world, point).map(tenthsOfMillimetres),
  }));
  return { source: 'blazepose-full', sigmaM: SIGMA_M, places };
}

function tenthsOfMillimetres(metres: number): number {
  return Math.round(1e4 * metres) / 1e4;
}
