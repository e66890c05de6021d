/**
 * The body's 54 landmarks from local rotation matrices and betas, and the way back: the gradient of
 * any scalar of the landmarks with respect to both (reverse mode, written out by hand: an order of
 * magnitude faster than the same thing recorded as tensor operations).
 */

import type { BodyParameters } from '../body/body-model.ts';
import { type CompactLandmarks, POSE_FEATURE_COUNT } from '../body/landmarks.ts';
import { multiply3 } from '../math/matrix3.ts';
import { matrixFromAxisAngle } from '../math/rotation.ts';

const JOINTS = 24;

/** Working memory for one body; what the forward pass leaves is what the backward pass reads. */
export interface LandmarkTape {
  readonly body: CompactLandmarks;
  /** Local rotations, shape [24, 3, 3], set by the caller. */
  readonly rotations: Float64Array;
  /** Shape [10], set by the caller. */
  readonly betas: Float64Array;
  /** The result, shape [54, 3], metres, pelvis as in the rest pose. */
  readonly landmarks: Float64Array;
  readonly restJoints: Float64Array;
  readonly worldRotations: Float64Array;
  readonly positions: Float64Array;
  readonly offsets: Float64Array;
  readonly gradient: {
    /** Set by the caller, shape [54, 3]. */
    readonly landmarks: Float64Array;
    /** Results; the caller clears or presets them, what is found is added. */
    readonly rotations: Float64Array;
    readonly betas: Float64Array;
  };
  readonly adjoint: {
    readonly restJoints: Float64Array;
    readonly worldRotations: Float64Array;
    readonly positions: Float64Array;
  };
}

export function createTape(body: CompactLandmarks): LandmarkTape {
  return {
    body,
    rotations: new Float64Array(9 * JOINTS),
    betas: new Float64Array(body.betaCount),
    landmarks: new Float64Array(162),
    restJoints: new Float64Array(3 * JOINTS),
    worldRotations: new Float64Array(9 * JOINTS),
    positions: new Float64Array(3 * JOINTS),
    offsets: new Float64Array(body.pairOffset.length),
    gradient: {
      landmarks: new Float64Array(162),
      rotations: new Float64Array(9 * JOINTS),
      betas: new Float64Array(body.betaCount),
    },
    adjoint: {
      restJoints: new Float64Array(3 * JOINTS),
      worldRotations: new Float64Array(9 * JOINTS),
      positions: new Float64Array(3 * JOINTS),
    },
  };
}

/** From `rotations` and `betas` to `landmarks`. */
export function placeLandmarks(tape: LandmarkTape): void {
  const { body, betas } = tape;
  shaped(body.restJoints, body.restJointShape, betas, tape.restJoints);
  shaped(body.pairOffset, body.pairShape, betas, tape.offsets);
  if (body.pairCorrective !== undefined) addCorrectives(tape, body.pairCorrective);
  placeJoints(tape);
  tape.landmarks.fill(0);
  for (let l = 0; l < 54; l++) {
    for (let q = body.pairStart[l]; q < body.pairStart[l + 1]; q++) addPair(tape, l, q);
  }
}

/** Landmarks of a body where it stands in its camera, shape [54, 3], metres; overwrites the tape. */
export function placeBody(tape: LandmarkTape, body: BodyParameters): Float64Array {
  for (let j = 0; j < JOINTS; j++) matrixFromAxisAngle(body.pose, 3 * j, tape.rotations, 9 * j);
  tape.betas.set(body.betas);
  placeLandmarks(tape);
  return tape.landmarks.map((value, i) => value + body.translation[i % 3]);
}

/** Pose blend shapes: offsets += P · rowmajor(R_k − I), k = 1 … 23. */
function addCorrectives({ rotations, offsets }: LandmarkTape, correctives: Float64Array): void {
  for (let row = 0; row < offsets.length; row++) {
    let sum = 0;
    for (let f = 0; f < POSE_FEATURE_COUNT; f++) {
      const feature = rotations[9 + f] - (f % 9 === 0 || f % 9 === 4 || f % 9 === 8 ? 1 : 0);
      sum += correctives[POSE_FEATURE_COUNT * row + f] * feature;
    }
    offsets[row] += sum;
  }
}

/** rest + shape · β, row by row. */
function shaped(rest: Float64Array, shape: Float64Array, betas: Float64Array, out: Float64Array) {
  const n = betas.length;
  for (let i = 0; i < out.length; i++) {
    let sum = rest[i];
    for (let b = 0; b < n; b++) sum += shape[n * i + b] * betas[b];
    out[i] = sum;
  }
}

function placeJoints(tape: LandmarkTape): void {
  const { rotations, restJoints, worldRotations: G, positions } = tape;
  G.set(rotations.subarray(0, 9));
  positions.set(restJoints.subarray(0, 3));
  for (let j = 1; j < JOINTS; j++) {
    const p = tape.body.parents[j];
    multiply3(G, 9 * p, rotations, 9 * j, G, 9 * j);
    const x = restJoints[3 * j] - restJoints[3 * p];
    const y = restJoints[3 * j + 1] - restJoints[3 * p + 1];
    const z = restJoints[3 * j + 2] - restJoints[3 * p + 2];
    for (let i = 0; i < 3; i++) {
      const row = 9 * p + 3 * i;
      positions[3 * j + i] = positions[3 * p + i] + G[row] * x + G[row + 1] * y + G[row + 2] * z;
    }
  }
}

function addPair(
  { body, worldRotations: G, positions, offsets, landmarks }: LandmarkTape,
  l: number,
  q: number,
) {
  const joint = body.pairJoint[q];
  const weight = body.pairWeight[q];
  const [x, y, z] = [offsets[3 * q], offsets[3 * q + 1], offsets[3 * q + 2]];
  for (let i = 0; i < 3; i++) {
    const row = 9 * joint + 3 * i;
    landmarks[3 * l + i] +=
      weight * positions[3 * joint + i] + G[row] * x + G[row + 1] * y + G[row + 2] * z;
  }
}

/** Adds to `gradient.rotations` and `gradient.betas` what `gradient.landmarks` means for them. */
export function backFromLandmarks(tape: LandmarkTape): void {
  const { body, adjoint, gradient } = tape;
  adjoint.restJoints.fill(0);
  adjoint.worldRotations.fill(0);
  adjoint.positions.fill(0);
  for (let l = 0; l < 54; l++) {
    for (let q = body.pairStart[l]; q < body.pairStart[l + 1]; q++) backFromPair(tape, l, q);
  }
  for (let j = JOINTS - 1; j > 0; j--) backFromJoint(tape, j);
  for (let i = 0; i < 9; i++) gradient.rotations[i] += adjoint.worldRotations[i];
  for (let i = 0; i < 3; i++) adjoint.restJoints[i] += adjoint.positions[i];
  backFromShape(body.restJointShape, adjoint.restJoints, 0, gradient.betas);
}

const carried = new Float64Array(3);

function backFromPair(tape: LandmarkTape, l: number, q: number): void {
  const { body, adjoint, gradient, offsets, worldRotations: G } = tape;
  const joint = body.pairJoint[q];
  const weight = body.pairWeight[q];
  carried.fill(0);
  for (let i = 0; i < 3; i++) {
    const g = gradient.landmarks[3 * l + i];
    adjoint.positions[3 * joint + i] += weight * g;
    for (let k = 0; k < 3; k++) {
      adjoint.worldRotations[9 * joint + 3 * i + k] += g * offsets[3 * q + k];
      carried[k] += g * G[9 * joint + 3 * i + k];
    }
  }
  backFromShape(body.pairShape, carried, 3 * q, gradient.betas);
  if (body.pairCorrective === undefined) return;
  backFromShape(body.pairCorrective, carried, 3 * q, gradient.rotations.subarray(9));
}

/** out += shapeᵀ · rows, for the rows of `shape` from `first` on. */
function backFromShape(shape: Float64Array, rows: Float64Array, first: number, out: Float64Array) {
  const n = out.length;
  for (let i = 0; i < rows.length; i++) {
    const g = rows[i];
    for (let b = 0; b < n; b++) out[b] += shape[n * (first + i) + b] * g;
  }
}

/** G_j = G_p R_j and p_j = p_p + G_p (J_j − J_p), backwards. */
function backFromJoint(tape: LandmarkTape, j: number): void {
  const { adjoint, gradient, restJoints, rotations, worldRotations: G } = tape;
  const p = tape.body.parents[j];
  for (let i = 0; i < 3; i++) {
    const g = adjoint.positions[3 * j + i];
    adjoint.positions[3 * p + i] += g;
    for (let k = 0; k < 3; k++) {
      const bone = G[9 * p + 3 * i + k] * g;
      adjoint.restJoints[3 * j + k] += bone;
      adjoint.restJoints[3 * p + k] -= bone;
      adjoint.worldRotations[9 * p + 3 * i + k] +=
        g * (restJoints[3 * j + k] - restJoints[3 * p + k]);
    }
  }
  for (let i = 0; i < 3; i++) {
    for (let k = 0; k < 3; k++) {
      let [local, parent] = [0, 0];
      for (let m = 0; m < 3; m++) {
        local += G[9 * p + 3 * m + i] * adjoint.worldRotations[9 * j + 3 * m + k];
        parent += adjoint.worldRotations[9 * j + 3 * i + m] * rotations[9 * j + 3 * k + m];
      }
      gradient.rotations[9 * j + 3 * i + k] += local;
      adjoint.worldRotations[9 * p + 3 * i + k] += parent;
    }
  }
}
