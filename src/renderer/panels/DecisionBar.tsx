/** One key a person: yes, no, or again. */
import { Check, RotateCw, X } from 'lucide-react';
import { Flags, Reasons } from '../review/Flags.tsx';
import { decide, refitSelected } from '../state/deciding.ts';
import { confirmNobody } from '../state/images.ts';
import { selectedPerson, useStudio } from '../state/studio-state.ts';

export function DecisionBar() {
  const person = useStudio(selectedPerson);
  const image = useStudio((state) => state.image);
  const why = useStudio(({ workspace, review: { entry } }) =>
    workspace === 'review' && entry?.personId === person?.id ? entry?.why : undefined,
  );
  const isReview = useStudio(({ workspace }) => workspace === 'review');
  const isDecided = person?.state === 'accepted' || person?.state === 'rejected';
  return (
    <section className={isReview ? 'decision-bar large' : 'decision-bar'} aria-label="Decision">
      <p className="why">
        {why !== undefined && why !== '' && <strong>Why here: {why}. </strong>}
        {sentence(person, image?.state)}
      </p>
      <Flags />
      {person?.state === 'rejected' && <Reasons />}
      {isDecided && (
        <button type="button" onClick={() => void decide('undecided', false)}>
          Take back <kbd>U</kbd>
        </button>
      )}
      <button type="button" disabled={person === undefined} onClick={() => void refitSelected()}>
        <RotateCw size={15} aria-hidden="true" /> Refit <kbd>R</kbd>
      </button>
      <button
        type="button"
        disabled={person === undefined}
        onClick={() => void decide('rejected', true)}
      >
        <X size={15} aria-hidden="true" /> Reject <kbd>X</kbd>
      </button>
      {person === undefined && image?.state === 'nobody' ? (
        <button type="button" className="primary" onClick={() => void confirmNobody()}>
          <Check size={15} aria-hidden="true" /> Nobody here <kbd>Enter</kbd>
        </button>
      ) : (
        <button
          type="button"
          className="primary"
          disabled={person === undefined}
          onClick={() => void decide('accepted', true)}
        >
          <Check size={15} aria-hidden="true" /> Accept <kbd>Enter</kbd>
        </button>
      )}
    </section>
  );
}

/** What stands between this person and a decision. */
function sentence(
  person: ReturnType<typeof selectedPerson>,
  imageState: string | undefined,
): string {
  if (person === undefined) {
    if (imageState === 'empty') return 'Nobody is here: decided.';
    return 'Nobody is selected. B draws a box round a person.';
  }
  if (person.fit === null && person.regression !== null)
    return 'As the regressor says, not fitted yet.';
  if (person.fit === null) return 'No body yet: too few points. Place at least four, then refit.';
  const worst = Math.max(...person.fit.errorsPx.map((error) => error ?? 0));
  const mean = person.fit.meanErrorPx.toFixed(1);
  return `Joints are ${mean} px off on average, ${worst.toFixed(0)} px at worst.`;
}
