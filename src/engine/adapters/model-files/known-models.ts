/** The files that the field works with: under which licence they are and where they are to be had. */
import type { MissingModel, ModelKind } from '../../../contract/models.ts';

const SMPL_LICENCE = 'SMPL model licence (Max Planck Society; research use, not to be passed on)';
const SMPLIFY_LICENCE = 'SMPLify licence (Max Planck Society; research use, not to be passed on)';
const SPIN_LICENCE = 'as SPIN publishes it; made with SMPL, so under the SMPL model licence too';

export const LICENCES: Readonly<Record<ModelKind, string | null>> = {
  'smpl-body': SMPL_LICENCE,
  'pose-prior': SMPLIFY_LICENCE,
  'extra-joints': SPIN_LICENCE,
  'h36m-joints': SPIN_LICENCE,
  'mean-parameters': SPIN_LICENCE,
  'spin-checkpoint': SPIN_LICENCE,
  other: null,
};

/** In the order of their use. */
export const WANTED: readonly MissingModel[] = [
  {
    kind: 'smpl-body',
    title: 'SMPL body',
    message:
      'Needed to fit SMPL: SMPL_NEUTRAL.pkl, or basicModel_neutral_lbs_10_207_0_v1.0.0.pkl of ' +
      'SMPLify (smplify.is.tue.mpg.de); male and female of SMPL (smpl.is.tue.mpg.de). Register ' +
      'there and accept the licence.',
    licence: SMPL_LICENCE,
  },
  {
    kind: 'extra-joints',
    title: 'J_regressor_extra.npy',
    message:
      "Needed with SMPL for nine of SPIN's joints: part of SPIN's data (the project nkolot/SPIN, " +
      'fetch_data.sh).',
    licence: SPIN_LICENCE,
  },
  {
    kind: 'pose-prior',
    title: 'gmm_08.pkl',
    message:
      "SMPLify's pose prior, for SPIN's own energy: in the code of SMPLify " +
      '(smplify.is.tue.mpg.de). Without it the embedded prior serves.',
    licence: SMPLIFY_LICENCE,
  },
  {
    kind: 'spin-checkpoint',
    title: "SPIN's checkpoint",
    message:
      "SPIN's network, model_checkpoint.pt: part of SPIN's data (the project nkolot/SPIN, " +
      'fetch_data.sh). Without it the embedded lifter serves.',
    licence: SPIN_LICENCE,
  },
  {
    kind: 'mean-parameters',
    title: 'smpl_mean_params.npz',
    message:
      "SPIN's mean pose, where its checkpoint does not bring its own: part of SPIN's data (the " +
      'project nkolot/SPIN, fetch_data.sh).',
    licence: SPIN_LICENCE,
  },
  {
    kind: 'h36m-joints',
    title: 'J_regressor_h36m.npy',
    message:
      "The joints of Human3.6M, for evaluation on it: part of SPIN's data (the project " +
      'nkolot/SPIN, fetch_data.sh).',
    licence: SPIN_LICENCE,
  },
];
