/** What teaching is made of. */
import type { BodyFit } from '../../../contract/person.ts';
import type { RegressorChoice } from '../../../contract/regressor.ts';
import type { PosedMesh } from '../../../core/body/posed-mesh.ts';
import type { Fitter } from '../../../core/fit/fitter.ts';
import type { LandmarkTape } from '../../../core/train/landmark-gradient.ts';
import type { ReplaySource } from '../../../core/train/train-in-loop.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';
import type { Course } from './trainables.ts';

export interface TeachingParts {
  readonly fitter: Fitter;
  readonly bodyModel: BodyFit['bodyModel'];
  readonly mesh: PosedMesh;
  readonly tape: () => LandmarkTape;
  /** The regressor of a choice, over the pictures of a course. */
  readonly trainable: (choice: RegressorChoice, course: Course) => Promise<TrainableRegressor>;
  /** What a network of this kind is reminded of while it learns; undefined for nothing. */
  readonly replay: (
    kind: RegressorChoice['kind'],
    regressor: TrainableRegressor,
  ) => ReplaySource | undefined;
}
