/** The experiment's project: 200 people, of whom a fifth and more are kept aside, and who reviews them. */
import { heldOutImages } from '../../src/core/train/hold-out.ts';
import type { FitPeople } from '../../src/core/train/train-in-loop.ts';
import type { TrainingPerson } from '../../src/core/train/training-person.ts';
import { type Corrector, corrected } from './corrections.ts';
import type { SimulatedPerson } from './low-people.ts';

export interface Project {
  readonly learnt: readonly TrainingPerson[];
  readonly heldOut: readonly TrainingPerson[];
}

/** The worst fits come first in the review; the first `count` of those learnt from are corrected. */
export async function reviewedProject(
  people: readonly SimulatedPerson[],
  count: number,
  corrector: Corrector,
  fitPeople: FitPeople,
): Promise<Project> {
  const held = heldOutImages(people.map(({ person }) => person.imageHash));
  const isHeld = ({ person }: SimulatedPerson) => held.has(person.imageHash);
  const queue = await byScore(
    people.filter((one) => !isHeld(one)),
    corrector,
    fitPeople,
  );
  const learnt = await Promise.all(
    queue.map((one, i) => (i < count ? corrected(corrector, one) : one.person)),
  );
  return { learnt, heldOut: people.filter(isHeld).map(({ person }) => person) };
}

async function byScore(
  people: readonly SimulatedPerson[],
  { regressor }: Corrector,
  fitPeople: FitPeople,
): Promise<SimulatedPerson[]> {
  const persons = people.map(({ person }) => person);
  const fits = await fitPeople(persons, await regressor.regress(regressor.weights, persons));
  const scored = people.map((one, i) => ({ one, score: fits[i]?.score ?? Infinity }));
  return scored.toSorted((a, b) => b.score - a.score).map(({ one }) => one);
}
