/** What commands need, and the sentence that says what is missing. */
import { betweenPeople } from '../state/review.ts';
import { type StudioState, selectedPerson } from '../state/studio-state.ts';

type Condition = (state: StudioState) => string | undefined;

export const needsProject: Condition = ({ project }) =>
  project === null ? 'No folder is open: Ctrl+O opens one.' : undefined;

export const needsImage: Condition = ({ image }) =>
  image === null ? 'No picture is open.' : undefined;

export const needsPeople: Condition = (state) =>
  needsImage(state) ?? (state.people.length === 0 ? 'Nobody is in this picture.' : undefined);

export const needsPerson: Condition = (state) =>
  selectedPerson(state) === undefined ? 'Nobody is selected.' : undefined;

export const needsJoint: Condition = (state) =>
  needsPerson(state) ??
  (state.point === null ? 'No joint is chosen: S or a click chooses one.' : undefined);

export const needsBody: Condition = (state) =>
  needsPerson(state) ??
  (selectedPerson(state)?.fit == null ? 'This person has no body yet: R fits one.' : undefined);

/** While the next person of the queue comes to the front nobody is selected, and nothing is amiss. */
export const needsSomebody: Condition = (state) =>
  betweenPeople() === undefined ? needsPerson(state) : undefined;

/** A yes is also said to a picture without people. */
export const needsDecidable: Condition = (state) =>
  state.image?.state === 'nobody' ? undefined : needsSomebody(state);
