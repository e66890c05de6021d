/** What is measured of a body, in the order in which it is shown and written. */

/** Lengths along an axis and girths, each with the words for it. */
export const LENGTH_TITLES = {
  height: 'height',
  armSpan: 'arm span',
  inseam: 'inseam',
  chest: 'chest girth',
  waist: 'waist girth',
  hip: 'hip girth',
  thigh: 'thigh girth',
  calf: 'calf girth',
  upperArm: 'upper arm girth',
  forearm: 'forearm girth',
  wrist: 'wrist girth',
  neck: 'neck girth',
} as const;

export type LengthName = keyof typeof LENGTH_TITLES;
export type MeasurementName = LengthName | 'volume' | 'mass';

export const LENGTHS = Object.keys(LENGTH_TITLES) as readonly LengthName[];
