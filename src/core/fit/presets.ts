/**
 * The weights of the energies and how they are minimised. They are written in pixels² of a 224-pixel crop round the
 * person, the unit of SPIN's weights; `problem.ts` converts to the image's own pixels.
 */
export type FitPreset = 'anchored' | 'spin-energy' | 'spin-exact';

export interface PresetWeights {
  /** Scale of the robust loss, pixels of the crop. */
  readonly sigmaCropPx: number;
  readonly poseWeight: number;
  readonly bendWeight: number;
  readonly shapeWeight: number;
  /** Of (t_z − t_z⁰)², metres, in the camera stage and in the full one. */
  readonly cameraDepthWeight: number;
  readonly depthWeight: number;
  /** False when the camera stage's translation is kept, as SPIN does. */
  readonly translationFree: boolean;
  readonly anchored: boolean;
  /** False when hips and shoulders count alike in the camera stage, however sure they are. */
  readonly confidentTorso: boolean;
  /** Of a whole fit; a live refit is always by Levenberg–Marquardt. */
  readonly solver: 'levenberg-marquardt' | 'adam';
}

/** SMPLify's weights as SPIN uses them in its single stage. */
const SMPLIFY = { poseWeight: 4.78 ** 2, bendWeight: 15.2 ** 2, shapeWeight: 5 ** 2 };

const SPIN_ENERGY: PresetWeights = {
  ...SMPLIFY,
  sigmaCropPx: 100,
  cameraDepthWeight: 100 ** 2,
  depthWeight: 0,
  translationFree: false,
  anchored: false,
  confidentTorso: false,
  solver: 'levenberg-marquardt',
};

/**
 * `spin-exact` is SPIN's SMPLify step by step. On SPIN's 49 keypoints in its crop camera
 * (`spin-keypoints.ts`) that is SPIN's own result; a person of the studio is fitted with the same
 * terms, weights and steps in the picture's own camera, errors counted in pixels of the crop.
 * Nothing is converted there and back, so what is drawn is what was fitted.
 */
export const PRESETS: Readonly<Record<FitPreset, PresetWeights>> = {
  'spin-energy': SPIN_ENERGY,
  'spin-exact': { ...SPIN_ENERGY, solver: 'adam' },
  anchored: {
    ...SMPLIFY,
    // 100 px hardly rejects anything on a 224 crop; 20 px does, and costs nothing without outliers.
    sigmaCropPx: 20,
    cameraDepthWeight: 5 ** 2,
    depthWeight: 5 ** 2,
    translationFree: true,
    anchored: true,
    confidentTorso: true,
    solver: 'levenberg-marquardt',
  },
};

/**
 * T/2 with T = 4.78²: dividing SPIN's energy by T makes its pose term a log-probability, so a
 * regressor whose error has standard deviation σ anchors with T / (2 σ²).
 */
export const HALF_TEMPERATURE = 4.78 ** 2 / 2;

/** Weight of an anchor for a standard deviation, pixels² of the crop. */
export function anchorWeight(sigma: number): number {
  return HALF_TEMPERATURE / (sigma * sigma);
}
