/** Accepting everyone under an error, which a sample of twenty must allow first. */
import { useState } from 'react';
import { acceptAudited, leaveAudit, startAudit } from '../state/review.ts';
import { useStudio } from '../state/studio-state.ts';

const USUAL_PX = 4;

export function BulkAccept() {
  const audit = useStudio(({ review }) => review.audit);
  const [underPx, setUnderPx] = useState(USUAL_PX);
  if (audit === null) {
    return (
      <footer className="bulk">
        <label>
          All under{' '}
          <input
            type="number"
            min={0.5}
            step={0.5}
            value={underPx}
            onChange={({ target }) => setUnderPx(Number(target.value))}
          />{' '}
          px
        </label>
        <button type="button" disabled={!(underPx > 0)} onClick={() => void startAudit(underPx)}>
          Audit, then accept…
        </button>
      </footer>
    );
  }
  return (
    <footer className="bulk">
      <p role="status">
        {audit.left > 0
          ? `${audit.people} people under ${audit.underPx} px: ${audit.left} of the sample are left to judge.`
          : `${audit.sentence}.`}
      </p>
      <button
        type="button"
        className="primary"
        disabled={audit.left > 0}
        onClick={() => void acceptAudited()}
      >
        Accept the others
      </button>
      <button type="button" onClick={() => void leaveAudit()}>
        Back to the queue
      </button>
    </footer>
  );
}
