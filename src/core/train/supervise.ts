/** Rows of a batch with what each person teaches. */
import { type FitsDictionary, labelOf } from './fits-dictionary.ts';
import { labelInFrame } from './frame-label.ts';
import type { LandmarkTape } from './landmark-gradient.ts';
import type { SupervisedRow } from './spin-loss.ts';
import type { RegressorFrame } from './trainable-regressor.ts';
import type { TrainingPerson } from './training-person.ts';

export function superviseRows(
  tape: LandmarkTape,
  people: readonly TrainingPerson[],
  frames: readonly (RegressorFrame | undefined)[],
  dictionary: FitsDictionary,
): (SupervisedRow | undefined)[] {
  return people.map((person, i) => {
    const frame = frames[i];
    if (frame === undefined || person.decision === 'rejected') return undefined;
    const label = labelOf(person, dictionary);
    return { frame, label: label && labelInFrame(tape, label, frame), weight: person.weight };
  });
}
