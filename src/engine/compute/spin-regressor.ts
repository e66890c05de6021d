/** SPIN's network as a regressor: it sees the picture inside a square round the points. */
import type { BodyModel, BodyParameters } from '../../core/body/body-model.ts';
import type { Crop } from '../../core/camera/crop.ts';
import { createBodyPlacer } from '../../core/formats/annotations/body-in-image.ts';
import type { Tensors } from '../../core/formats/safetensors.ts';
import { runAffineHead } from '../../core/regress/spin/affine-head.ts';
import { cropOfKeypoints } from '../../core/regress/spin/person-crop.ts';
import { createSpinNetwork } from '../../core/regress/spin/spin-network.ts';
import { bodyInCrop } from '../../core/regress/spin/spin-output.ts';
import type { FeatureCache } from './feature-cache.ts';
import type { Regressor, SeenPerson } from './regressor.ts';
import { requireSmpl } from './require-smpl.ts';
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
      const crops = people.map(({ keypoints }) => cropOfKeypoints(keypoints));
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
