import type { BodyModel } from '../../core/body/body-model.ts';
import { StudioError } from '../../core/common/errors.ts';

/** @throws StudioError `model/mixed`: betas of SPIN's network mean nothing to another body */
export function requireSmpl({ isSmpl, name }: BodyModel, source: string): void {
  if (isSmpl) return;
  const message =
    `SPIN's network says bodies of SMPL, and this project works with ${name}: the shapes of one mean ` +
    'nothing to the other. Nothing was changed; give the project the SMPL body, or let it work ' +
    `with the regressor that the program carries.\nFile: ${source}`;
  throw new StudioError('model/mixed', message, { regressor: 'spin', body: name });
}
