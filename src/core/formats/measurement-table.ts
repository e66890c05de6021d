/**
 * What is known of each body, as comma-separated values (RFC 4180, lines ending in LF): one row a
 * person, SI units in the columns' names, numbers with a point, empty where nothing is known.
 */
import type { MeasurementName } from '../body/measurement-names.ts';
import type { Measurements } from '../body/measurements.ts';
import { type Cell, csv } from './csv.ts';

export interface MeasuredPerson {
  readonly imageName: string;
  readonly personId: number;
  readonly state: string;
  readonly pointsByHand: number;
  /** What was given to the fit, not found by it. */
  readonly knownLengths: readonly MeasurementName[];
  /** Undefined without a fit. */
  readonly body: MeasuredBody | undefined;
}

export interface MeasuredBody {
  readonly model: { readonly name: string; readonly hash: string };
  readonly preset: string;
  readonly focalLengthPx: number;
  readonly meanErrorPx: number;
  readonly betas: readonly number[];
  readonly measurements: Measurements;
  /** Half-widths of 95 % intervals; undefined when nobody has said how sure the betas are. */
  readonly plusMinus95: Measurements | undefined;
}

const COLUMNS: Readonly<Record<MeasurementName, string>> = {
  height: 'height_m',
  armSpan: 'arm_span_m',
  inseam: 'inseam_m',
  chest: 'chest_girth_m',
  waist: 'waist_girth_m',
  hip: 'hip_girth_m',
  thigh: 'thigh_girth_m',
  calf: 'calf_girth_m',
  upperArm: 'upper_arm_girth_m',
  forearm: 'forearm_girth_m',
  wrist: 'wrist_girth_m',
  neck: 'neck_girth_m',
  volume: 'volume_m3',
  mass: 'mass_kg',
};
const NAMES = Object.keys(COLUMNS) as readonly MeasurementName[];
/** A micrometre, a millilitre, a milligram. */
const DECIMALS = 6;

/** @param betaCount of the body that people are fitted with */
export function measurementTable(people: readonly MeasuredPerson[], betaCount: number): string {
  const lines = [header(betaCount), ...people.map((person) => rowOf(person, betaCount))];
  return csv(lines);
}

function header(betaCount: number): string[] {
  return [
    'image',
    'person_id',
    'state',
    'points_by_hand',
    'known_lengths',
    'body_model',
    'body_model_sha256',
    'preset',
    'focal_length_px',
    'mean_error_px',
    ...NAMES.flatMap((name) => [
      COLUMNS[name],
      `${COLUMNS[name]}_low95`,
      `${COLUMNS[name]}_high95`,
    ]),
    ...Array.from({ length: betaCount }, (_, b) => `beta_${b}`),
  ];
}

function rowOf(person: MeasuredPerson, betaCount: number): Cell[] {
  const { body } = person;
  return [
    person.imageName,
    person.personId,
    person.state,
    person.pointsByHand,
    person.knownLengths.map((name) => COLUMNS[name]).join(' '),
    body?.model.name,
    body?.model.hash,
    body?.preset,
    body?.focalLengthPx,
    body?.meanErrorPx,
    ...NAMES.flatMap((name) => intervalOf(name, body)),
    ...Array.from({ length: betaCount }, (_, b) => body?.betas[b]),
  ];
}

function intervalOf(name: MeasurementName, body: MeasuredBody | undefined): Cell[] {
  const value = body?.measurements[name];
  const reach = body?.plusMinus95?.[name];
  if (value === undefined) return [undefined, undefined, undefined];
  const interval = reach === undefined ? [] : [value - reach, value + reach];
  const [middle, low, high] = [value, ...interval].map((cell) => Number(cell.toFixed(DECIMALS)));
  return [middle, low, high];
}
