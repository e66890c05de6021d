import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyParameters } from '../../core/body/body-model.ts';

export function bodyFromWire({ pose, betas, translation }: BodyParametersWire): BodyParameters {
  return {
    pose: Float64Array.from(pose),
    betas: Float64Array.from(betas),
    translation: Float64Array.from(translation),
  };
}

export function bodyToWire({ pose, betas, translation }: BodyParameters): BodyParametersWire {
  return { pose: [...pose], betas: [...betas], translation: [...translation] };
}
