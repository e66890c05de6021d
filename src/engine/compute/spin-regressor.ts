/** SPIN's network as a regressor: it sees the picture inside a square round the points. */
import type { BodyModel, BodyParameters } from '../../core/body/body-model.ts';
import { type Crop, cropOfPoints } from '../../core/camera/crop.ts';
import { StudioError } from '../../core/common/errors.ts';
import { createBodyPlacer } from '../../core/formats/annotations/body-in-image.ts';
import type { Tensors } from '../../core/formats/safetensors.ts';
import { runAffineHead } from '../../core/regress/spin/affine-head.ts';
import { createSpinNetwork } from '../../core/regress/spin/spin-network.ts';
import { bodyInCrop } from '../../core/regress/spin/spin-output.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { Regressor, SeenPerson } from './regressor.ts';
import { backboneHash, type CropKind, featuresOf } from './spin-features.ts';

export interface SpinRegressorParts {
  readonly weights: Tensors;
  /** The weights' file, for messages. */
  readonly source: string;
  /** SMPL: the network's betas mean nothing to another body. */
  readonly model: BodyModel;
  readonly cache: FeatureCache;
  readonly cropKind: CropKind;
}

/** Below this no square can be laid round the points. */
const MIN_POINTS = 2;

/** @throws StudioError `model/mixed` for a body that is not SMPL, `model/invalid` for other weights */
export function createSpinRegressor(parts: SpinRegressorParts): Regressor {
  const { weights, source, model, cache, cropKind } = parts;
  requireSmpl(model, source);
  const network = createSpinNetwork(weights, source);
  const place = createBodyPlacer(model);
  const features = { network, backbone: backboneHash(weights), cache, cropKind };
  const bodyOf = (person: SeenPerson, crop: Crop, seen: Float32Array | undefined) => {
    const found = seen && bodyInCrop(runAffineHead(network.head, seen), crop);
    return found && place(found, { ...person, points: person.keypoints }, person.camera)?.body;
  };
  return {
    async regress(people) {
      const crops = people.map(cropOfPerson);
      const sights = people.flatMap(({ picture }, i) =>
        crops[i] ? [{ picture, crop: crops[i] }] : [],
      );
      const seen = (await featuresOf(features, sights)).values();
      return people.map((person, i): BodyParameters | undefined => {
        const crop = crops[i];
        return crop && bodyOf(person, crop, seen.next().value);
      });
    },
    dispose: network.dispose,
  };
}

/** As SPIN crops: round the points that are there. */
export function cropOfPerson({ keypoints }: Pick<SeenPerson, 'keypoints'>): Crop | undefined {
  const present = keypoints.filter(({ visibility }) => visibility !== 'absent');
  if (present.length < MIN_POINTS) return undefined;
  const crop = cropOfPoints(present);
  return crop.scale > 0 ? crop : undefined;
}

function requireSmpl({ isSmpl, name }: BodyModel, source: string): void {
  if (isSmpl) return;
  const message =
    `SPIN's network says bodies of SMPL, and this project works with ${name}: the shapes of one mean ` +
    'nothing to the other. Nothing was changed; give the project the SMPL body, or let it work ' +
    `with the regressor that the program carries.\nFile: ${source}`;
  throw new StudioError('model/mixed', message, { regressor: 'spin', body: name });
}
