/** Which body is drawn of a person: the fitted one, else what the regressor said. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { type StudioState, shownPerson } from './studio-state.ts';

export function shownBody(state: StudioState, person: Person): BodyParametersWire | null {
  return shownPerson(state, person).fit ?? person.regression;
}

/** The same with the camera of the picture that it is drawn over; null while that is not known. */
export function bodyOverPicture(
  state: Pick<StudioState, 'image' | 'gesture'>,
  person: Person,
): (BodyParametersWire & Pick<BodyFit, 'camera'>) | null {
  const { fit } = shownPerson(state as StudioState, person);
  if (fit !== null) return fit;
  const camera = state.image?.id === person.imageId ? state.image.camera : undefined;
  if (person.regression === null || camera == null) return null;
  const focalLength = person.constraints.focalLengthPx ?? camera.focalLength;
  return { ...person.regression, camera: { ...camera, focalLength } };
}
