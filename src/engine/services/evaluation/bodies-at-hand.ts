import type { BodyModel, SparseRows } from '../../../core/body/body-model.ts';

/** What an evaluation can compare with what. */
export interface BodiesAtHand {
  /** The project's. */
  readonly predicted: BodyModel;
  /** SMPL's genders that the user has. */
  readonly smpl: Readonly<Partial<Record<'m' | 'f' | 'n', BodyModel | undefined>>>;
  /** Human3.6M's joints from SMPL's vertices. */
  readonly h36m: SparseRows | undefined;
}
