/** Which body is drawn of a person: the fitted one, else what the regressor said. */
import type { BodyParametersWire } from '../../contract/body-parameters.ts';
import type { BodyFit, Person } from '../../contract/person.ts';
import { type StudioState, shownPerson } from './studio-state.ts';

export function shownBody(state: StudioState, person: Person): BodyParametersWire | null {
  const earlier = earlierFit(state, person);
  if (earlier !== undefined) return earlier;
  if (otherBodyOf(state, person) !== undefined) return null;
  return shownPerson(state, person).fit ?? person.regression;
}

/**
 * The name of the body that a person was fitted with, when it is not the project's: the page has no
 * mesh of it, and the project's own in its pose would be nobody's body.
 */
export function otherBodyOf(
  state: Pick<StudioState, 'system' | 'gesture'>,
  person: Person,
): string | undefined {
  const used = shownPerson(state as StudioState, person).fit?.bodyModel;
  const { system } = state;
  return used === undefined || system === null || used.hash === system.bodyModel.hash
    ? undefined
    : used.name;
}

/** The same with the camera of the picture that it is drawn over; null while that is not known. */
export function bodyOverPicture(
  state: Pick<StudioState, 'image' | 'gesture' | 'system' | 'earlier'>,
  person: Person,
): (BodyParametersWire & Pick<BodyFit, 'camera'>) | null {
  const earlier = earlierFit(state, person);
  if (earlier !== undefined) return earlier;
  if (otherBodyOf(state, person) !== undefined) return null;
  const { fit } = shownPerson(state as StudioState, person);
  if (fit !== null) return fit;
  const camera = state.image?.id === person.imageId ? state.image.camera : undefined;
  if (person.regression === null || camera == null) return null;
  const focalLength = person.constraints.focalLengthPx ?? camera.focalLength;
  return { ...person.regression, camera: { ...camera, focalLength } };
}

/** What is shown in the place of the present body; null for no body, undefined for the present one. */
function earlierFit(
  { earlier, system }: Pick<StudioState, 'earlier' | 'system'>,
  person: Person,
): BodyFit | null | undefined {
  if (earlier?.personId !== person.id) return undefined;
  return earlier.fit?.bodyModel.hash === system?.bodyModel.hash ? earlier.fit : null;
}
