/**
 * Places of limb joints that a network has read from the picture (`docs/image-evidence.md`). They say a
 * little of what 2D points leave open, how far limbs reach towards the camera or away from it.
 */
import { anchorWeight } from '../presets.ts';
import type { Kinematics } from '../skeleton/kinematics.ts';
import {
  createLandmarkJacobian,
  landmarkJacobian,
  MAX_COLUMNS,
} from '../skeleton/landmark-motion.ts';
import { landmarkPositions } from '../skeleton/landmark-positions.ts';
import { POSE, STRIDE } from '../skeleton/unknowns.ts';
import type { NormalEquations } from '../solver/normal-equations.ts';
import { addProducts, blockLength, createJacobianRows } from './jacobian-rows.ts';
import type { Term } from './term.ts';

export interface ImagePlaces {
  /** Standard deviation of a place along the axes of the camera, metres. */
  readonly sigmaM: readonly number[];
  readonly places: readonly {
    /** Index into the body's 54 landmarks. */
    readonly landmark: number;
    /** From the middle of the hip joints along the axes of the camera, metres. */
    readonly fromHipsM: readonly number[];
  }[];
}

/**
 * Factor of the standard deviations. The places of one person are wrong together, and with the
 * regression: at 1 they would count for more than they know.
 */
const LOOSENESS = 2;
/** Where the loss lets go, in (loosened) standard deviations. */
const LETS_GO_AT = 2.5;
const HIPS = Int32Array.of(1, 2);

/** The three rows of all landmarks, one set for all fits: only one of them runs at a time. */
const jacobian = createLandmarkJacobian();
const hipRows = new Float64Array(3 * STRIDE);
const rows = createJacobianRows(3);
const BLOCK = blockLength(3);

/** `Σ_axis w ρ(x_l − x_hips − p)` over all places, ρ being Geman–McClure's loss. */
export function imagePlacesTerm({ places, sigmaM }: ImagePlaces, looseness = LOOSENESS): Term {
  const landmarks = Int32Array.from([...places.map(({ landmark }) => landmark), ...HIPS]);
  const wanted = Float64Array.from(places.flatMap(({ fromHipsM }) => fromHipsM));
  const weights = sigmaM.map((sigma) => anchorWeight(looseness * sigma));
  const limits = sigmaM.map((sigma) => (LETS_GO_AT * looseness * sigma) ** 2);
  const at = new Float64Array(3 * landmarks.length);
  const residuals = new Float64Array(wanted.length);
  const measure = (state: Kinematics, x: Float64Array) => {
    landmarkPositions(state, x, landmarks, at);
    for (let i = 0; i < residuals.length; i++) {
      const axis = i % 3;
      const hips = (at[residuals.length + axis] + at[residuals.length + 3 + axis]) / 2;
      residuals[i] = at[i] - hips - wanted[i];
    }
  };
  return {
    name: 'places of joints in the picture',
    energy(state, x) {
      measure(state, x);
      return residuals.reduce((sum, r, i) => sum + robust(r * r, weights[i % 3], limits[i % 3]), 0);
    },
    add(state, x, normal) {
      measure(state, x);
      writeHipRows(state, x);
      for (let g = 0; g < places.length; g++) {
        landmarkJacobian(state, x, landmarks[g], jacobian);
        rows.masks[g] = 0;
        for (let axis = 0; axis < 3; axis++) {
          const residual = residuals[3 * g + axis];
          const share = limits[axis] / (limits[axis] + residual * residual);
          addRow(3 * g + axis, Math.sqrt(weights[axis]) * share, residual, normal);
        }
      }
      addProducts(rows, places.length, normal);
    },
  };
}

function robust(squared: number, weight: number, limit: number): number {
  return (weight * limit * squared) / (limit + squared);
}

/** −∂(middle of the hip joints)/∂unknowns, shape [3, 88]. */
function writeHipRows(state: Kinematics, x: Float64Array): void {
  hipRows.fill(0);
  for (const hip of HIPS) {
    landmarkJacobian(state, x, hip, jacobian);
    for (let c = 0; c < jacobian.count; c++) {
      for (let axis = 0; axis < 3; axis++) {
        const at = STRIDE * axis + jacobian.columns[c];
        hipRows[at] -= jacobian.rows[MAX_COLUMNS * axis + c] / 2;
      }
    }
  }
}

/** Row `index` of the places, times `scale`, and its share of the gradient; the translation has none. */
function addRow(
  index: number,
  scale: number,
  residual: number,
  { gradient }: NormalEquations,
): void {
  const axis = index % 3;
  let mask = 0;
  for (let c = 0; c < jacobian.count; c++) {
    const column = jacobian.columns[c];
    if (column < POSE) continue;
    const value = jacobian.rows[MAX_COLUMNS * axis + c] + hipRows[STRIDE * axis + column];
    const block = Math.trunc(column / 3);
    rows.values[BLOCK * block + 3 * index + (column % 3)] = scale * value;
    gradient[column] += scale * scale * residual * value;
    mask |= 1 << block;
  }
  rows.masks[Math.trunc(index / 3)] |= mask;
}
