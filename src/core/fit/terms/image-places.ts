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
/** Of the three rows in hand: √(weight of the loss), and that times the residual. */
const scales = new Float64Array(3);
const slopes = new Float64Array(3);
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
        for (let axis = 0; axis < 3; axis++) {
          const residual = residuals[3 * g + axis];
          const share = limits[axis] / (limits[axis] + residual * residual);
          scales[axis] = Math.sqrt(weights[axis]) * share;
          slopes[axis] = scales[axis] * residual;
        }
        addRows(g, normal.gradient);
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

/** The three rows of place `g`, scaled, and their share of the gradient; the translation has none. */
function addRows(g: number, gradient: Float64Array): void {
  const { columns, rows: slopesOfPlace, count } = jacobian;
  const { values, masks } = rows;
  let mask = 0;
  for (let c = 0; c < count; c++) {
    const column = columns[c];
    if (column < POSE) continue;
    const block = Math.trunc(column / 3);
    let at = BLOCK * block + 9 * g + column - 3 * block;
    for (let axis = 0; axis < 3; axis++) {
      const slope = slopesOfPlace[MAX_COLUMNS * axis + c] + hipRows[STRIDE * axis + column];
      const value = scales[axis] * slope;
      values[at] = value;
      gradient[column] += slopes[axis] * value;
      at += 3;
    }
    mask |= 1 << block;
  }
  masks[g] = mask;
}
