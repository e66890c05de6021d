/** What a project says of its people: what the regressor said, and the fit. */
import type { Person } from '../../../contract/person.ts';
import type { BodyModel } from '../../../core/body/body-model.ts';
import { counted } from '../../../core/common/counted.ts';
import type { Prediction } from '../../../core/evaluation/subject.ts';
import type { OpenProject } from '../ports.ts';
import { picturesOf } from '../project-pictures.ts';
import type { StoredImage } from '../store.ts';
import type { NamedPicture } from '../video-frames.ts';
import { bodyFromWire } from '../wire-body.ts';

export interface ProjectPredictions {
  readonly predictions: readonly Prediction[];
  /** Of all pictures, with people or without. */
  readonly pictures: readonly NamedPicture[];
  /** What was left out, and what hands have done, as sentences. */
  readonly notes: readonly string[];
}

const STATES: readonly Person['state'][] = [
  'unlabelled',
  'predicted',
  'edited',
  'fitted',
  'accepted',
  'rejected',
];
const BY_HAND: readonly Person['state'][] = ['edited', 'fitted', 'accepted'];

export function projectPredictions(project: OpenProject, model: BodyModel): ProjectPredictions {
  const { store } = project;
  const people = store.people.inStates(STATES);
  const foreign = people.filter(({ fit }) => fit !== null && fit.bodyModel.hash !== model.hash);
  const own = people.filter((person) => !foreign.includes(person));
  const touched = own.filter(({ state }) => BY_HAND.includes(state)).length;
  return {
    pictures: picturesOf(project),
    predictions: own.flatMap((person) => {
      const image = store.images.get(person.imageId);
      return image === undefined ? [] : [predictionOf(person, image)];
    }),
    notes: [
      ...(foreign.length === 0
        ? []
        : [
            `${counted(foreign.length, 'person has', 'people have')} a fit of another body than ${model.name} and were left out; refit them.`,
          ]),
      ...(touched === 0
        ? []
        : [`${counted(touched, 'person was', 'people were')} edited or accepted by hand.`]),
    ],
  };
}

function predictionOf(person: Person, { name, camera, width, height }: StoredImage): Prediction {
  const { id, state, regression, fit } = person;
  const seenBy = fit?.camera ?? camera;
  return {
    imageName: name,
    personId: String(id),
    state,
    bodies: {
      ...(regression &&
        seenBy && { regression: { body: bodyFromWire(regression), camera: seenBy } }),
      ...(fit && { fit: { body: bodyFromWire(fit), camera: fit.camera } }),
    },
    imageSize: width === null || height === null ? undefined : { width, height },
  };
}
