/**
 * What a tailor would measure of a body in T-pose. Lengths in metres, volume in m³, mass in kg.
 *
 * Girths are those of a tape round the measuring loops, of limbs the mean of left and right. Height
 * is that of the T-pose from the soles, arm span from fingertip to fingertip, inseam from where the
 * legs part down to the soles; the legs stand as the T-pose has them, some degrees apart.
 */
import type { BodyModel, LoopName } from './body-model.ts';
import { createExtent, type Extent, extentLength, outermost } from './extents.ts';
import { surfaceForms } from './linear-forms.ts';
import { LENGTHS, type LengthName, type MeasurementName } from './measurement-names.ts';
import { crotchOf, measuringLoopsOf } from './measuring-loops.ts';
import { createTape, girth, type Tape } from './tape.ts';
import { bodyVolume } from './volume.ts';

/** Loops whose mean girth is the measurement. */
const GIRTHS = {
  chest: ['chest'],
  waist: ['waist'],
  hip: ['hip'],
  thigh: ['leftThigh', 'rightThigh'],
  calf: ['leftCalf', 'rightCalf'],
  upperArm: ['leftUpperArm', 'rightUpperArm'],
  forearm: ['leftForearm', 'rightForearm'],
  wrist: ['leftWrist', 'rightWrist'],
  neck: ['neck'],
} as const satisfies Readonly<Record<string, readonly LoopName[]>>;

type GirthName = keyof typeof GIRTHS;
type ExtentName = Exclude<LengthName, GirthName>;

/** kg/m³ of a living body; as Choutas et al. 2022 (SHAPY) turn a mesh's volume into a weight. */
const BODY_DENSITY = 985;

/** What is kept of a body to measure any of its shapes. Measuring writes to the buffers in it. */
export interface BodyMeasures {
  readonly model: BodyModel;
  readonly extents: Readonly<Record<ExtentName, Extent>>;
  readonly tapes: Readonly<Record<GirthName, readonly Tape[]>>;
}

/** Takes some ten milliseconds; once per body. */
export function prepareMeasures(model: BodyModel): BodyMeasures {
  const soles = outermost(model, 1, -1);
  const loops = measuringLoopsOf(model);
  const tapes = Object.entries(GIRTHS).map(([name, own]) => [
    name,
    own.map((loop) => createTape(model, loops[loop])),
  ]);
  return {
    model,
    extents: {
      height: createExtent(outermost(model, 1, 1), soles),
      armSpan: createExtent(outermost(model, 0, 1), outermost(model, 0, -1)),
      inseam: createExtent(surfaceForms(model, crotchOf(model), [0, 1, 0]), soles),
    },
    tapes: Object.fromEntries(tapes),
  };
}

/**
 * @param slope shape [B]: the derivative with respect to the betas is added
 * @returns metres
 */
export function measureLength(
  { extents, tapes }: BodyMeasures,
  name: LengthName,
  betas: ArrayLike<number>,
  slope?: Float64Array,
): number {
  if (name === 'height' || name === 'armSpan' || name === 'inseam') {
    return extentLength(extents[name], betas, slope);
  }
  const own = tapes[name];
  let sum = 0;
  for (const tape of own) sum += girth(tape, betas, slope, 1 / own.length);
  return sum / own.length;
}

export type Measurements = Readonly<Record<MeasurementName, number>>;

export function measureBody(measures: BodyMeasures, betas: ArrayLike<number>): Measurements {
  const lengths = LENGTHS.map((name) => [name, measureLength(measures, name, betas)]);
  const volume = bodyVolume(measures.model, betas);
  return { ...Object.fromEntries(lengths), volume, mass: BODY_DENSITY * volume };
}

/**
 * Standard deviations of the measurements, by their slopes: √(gᵀ Σ g).
 *
 * @param covariance of the betas, shape [B, B]
 */
export function measurementSigmas(
  measures: BodyMeasures,
  betas: ArrayLike<number>,
  covariance: ArrayLike<number>,
): Measurements {
  const sigmaAlong = (addSlope: (slope: Float64Array) => void) => {
    const slope = new Float64Array(betas.length);
    addSlope(slope);
    return Math.sqrt(Math.max(quadraticForm(slope, covariance), 0));
  };
  const lengths = LENGTHS.map((name) => [
    name,
    sigmaAlong((slope) => measureLength(measures, name, betas, slope)),
  ]);
  const volume = sigmaAlong((slope) => bodyVolume(measures.model, betas, slope));
  return { ...Object.fromEntries(lengths), volume, mass: BODY_DENSITY * volume };
}

function quadraticForm(v: Float64Array, matrix: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) {
    for (let j = 0; j < v.length; j++) sum += v[i] * matrix[v.length * i + j] * v[j];
  }
  return sum;
}
