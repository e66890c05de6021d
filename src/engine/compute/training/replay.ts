/** What networks are reminded of while they learn, so that they keep what they knew. */
import type { RegressorChoice } from '../../../contract/regressor.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { compactLandmarks } from '../../../core/body/landmarks.ts';
import { createTape } from '../../../core/train/landmark-gradient.ts';
import { lifterReplay } from '../../../core/train/lifter-replay.ts';
import { LIFTER_OWN_SHARE } from '../../../core/train/loop-defaults.ts';
import type { ReplaySource } from '../../../core/train/train-in-loop.ts';
import type { TrainableRegressor } from '../../../core/train/trainable-regressor.ts';
import { loadPosePrior } from '../../adapters/embedded-models.ts';

/** The lifter is reminded of simulated people; nothing is at hand for a network that sees pictures. */
export function replayOf(model: BodyModel) {
  return (
    kind: RegressorChoice['kind'],
    regressor: TrainableRegressor,
  ): ReplaySource | undefined =>
    kind === 'lifter'
      ? lifterReplay({
          model,
          regressor,
          tape: createTape(compactLandmarks(model)),
          prior: loadPosePrior(),
          ownShare: LIFTER_OWN_SHARE,
        })
      : undefined;
}
