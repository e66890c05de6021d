/** What says the body of a person in a picture: the lifter, or SPIN's network. */
import type { ImageFile } from '../../contract/compute-contract.ts';
import type { FitQuery } from '../../contract/fit-contract.ts';
import type { BodyParameters } from '../../core/body/body-model.ts';
import { decodePixels, type Pixels } from '../adapters/images/image-file.ts';

/** A picture that is decoded once, when somebody first wants its pixels. */
export interface Picture {
  readonly file: ImageFile;
  /** @throws StudioError `image/…` */
  pixels(): Promise<Pixels>;
}

export type SeenPerson = Pick<FitQuery, 'jointSet' | 'keypoints' | 'camera'> & {
  readonly picture: Picture;
};

export interface Regressor {
  /**
   * The bodies of some people, of one picture or of several, in the cameras of their pictures;
   * undefined where too few points are usable.
   */
  regress(people: readonly SeenPerson[]): Promise<(BodyParameters | undefined)[]>;
  /** Gives back the memory of the weights. */
  dispose(): void;
}

export function pictureOf(file: ImageFile): Picture {
  let decoded: Promise<Pixels> | undefined;
  return {
    file,
    pixels() {
      decoded ??= decodePixels(file);
      return decoded;
    },
  };
}
