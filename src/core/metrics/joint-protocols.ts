/**
 * Which joints an error is the mean over, about which root, and where they come from. Papers differ
 * in all three, so every MPJPE is printed with its protocol.
 *
 * The list is SPIN's 24 data-set joints (right ankle … top of the head are LSP's 14, then MPII's
 * pelvis and thorax, Human3.6M's spine, jaw and head, and the face), or SMPL's 24 skeleton joints.
 */
import { JOINT_NAMES } from '../body/joint-names.ts';
import { SPIN49_LANDMARKS } from '../keypoints/joint-sets.ts';

export interface JointProtocol {
  readonly title: string;
  readonly list: 'dataset24' | 'smpl24';
  /** Indices into the list. */
  readonly joints: readonly number[];
  /** The mean of these is the root. */
  readonly root: { readonly title: string; readonly joints: readonly number[] };
  /** Out of the body's own landmarks, or of its vertices by Human3.6M's regressor. */
  readonly from: 'landmarks' | 'h36m';
}

export type ProtocolName = 'lsp14' | 'j14' | 'j17' | 'h36m14' | 'h36m17' | 'smpl24';

/** Names of the 24 data-set joints. */
export const DATASET24_NAMES: readonly string[] = [
  'right ankle',
  'right knee',
  'right hip',
  'left hip',
  'left knee',
  'left ankle',
  'right wrist',
  'right elbow',
  'right shoulder',
  'left shoulder',
  'left elbow',
  'left wrist',
  'neck',
  'top of the head',
  'pelvis (MPII)',
  'thorax (MPII)',
  'spine (H36M)',
  'jaw (H36M)',
  'head (H36M)',
  'nose',
  'left eye',
  'right eye',
  'left ear',
  'right ear',
];

/** The 24 data-set joints among a body's 54 landmarks. */
export const DATASET24_LANDMARKS = SPIN49_LANDMARKS.slice(25);

const LIMBS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
/** SPIN's `J24_TO_J17`; the first 14 of it are its J14: a head in place of the top of it. */
const J17 = [...LIMBS, 12, 18, 14, 16, 17];
const J14 = J17.slice(0, 14);
/** SPIN's `H36M_TO_J17`: Human3.6M's 17 joints in that order. */
const H36M_TO_J17 = [6, 5, 4, 1, 2, 3, 16, 15, 14, 11, 12, 13, 8, 10, 0, 7, 9];

const MID_HIPS = { title: 'mid hips', joints: [2, 3] };
const MPII_PELVIS = { title: 'MPII pelvis', joints: [14] };
const H36M_PELVIS = { title: 'H36M joint 0', joints: [14] };
const SMPL_PELVIS = { title: 'SMPL joint 0', joints: [0] };

const ON_LANDMARKS = { list: 'dataset24', from: 'landmarks' } as const;
const ON_REGRESSOR = { list: 'dataset24', from: 'h36m', root: H36M_PELVIS } as const;

export const PROTOCOLS: Readonly<Record<ProtocolName, JointProtocol>> = {
  lsp14: { ...ON_LANDMARKS, title: 'LSP’s 14 joints', joints: [...LIMBS, 12, 13], root: MID_HIPS },
  j14: { ...ON_LANDMARKS, title: 'J14', joints: J14, root: MPII_PELVIS },
  j17: { ...ON_LANDMARKS, title: 'J17', joints: J17, root: MPII_PELVIS },
  h36m14: { ...ON_REGRESSOR, title: 'J14 by the H36M regressor', joints: J14 },
  h36m17: { ...ON_REGRESSOR, title: 'J17 by the H36M regressor', joints: J17 },
  smpl24: {
    list: 'smpl24',
    from: 'landmarks',
    title: 'SMPL’s 24 skeleton joints',
    joints: Array.from({ length: 24 }, (_, i) => i),
    root: SMPL_PELVIS,
  },
};

export function jointNamesOf({ list }: JointProtocol): readonly string[] {
  return list === 'smpl24' ? JOINT_NAMES : DATASET24_NAMES;
}

/**
 * Human3.6M's 17 joints in their slots of the 24 data-set joints; NaN in the others.
 *
 * @param joints shape [17, 3]; @returns shape [24, 3]
 */
export function datasetJointsFromH36m(joints: ArrayLike<number>): Float64Array {
  const out = new Float64Array(72).fill(Number.NaN);
  for (const [i, slot] of J17.entries()) {
    for (let axis = 0; axis < 3; axis++) {
      out[3 * slot + axis] = joints[3 * H36M_TO_J17[i] + axis];
    }
  }
  return out;
}
