/** The runs of this project, what is worked with, and the way back. */
import { Check, Trash2, Undo2 } from 'lucide-react';
import { useState } from 'react';
import type { TrainingRun } from '../../contract/training.ts';
import { useStudio } from '../state/studio-state.ts';
import { adoptRun, deleteRun, rollBack, setTraining } from '../state/training.ts';
import { runSentence } from '../state/training-words.ts';

export function RunList() {
  const { runs, runId } = useStudio(({ training }) => training);
  const isFree = useIsFree();
  return (
    <aside className="panel run-list" aria-label="Models and runs">
      <header className="panel-header">
        <h2>In use</h2>
      </header>
      <InUse />
      <header className="panel-header">
        <h2>Runs</h2>
        <span className="count">{runs.length}</span>
      </header>
      {runs.length === 0 && (
        <p className="hint">
          None yet. A run leaves a model and a comparison; nothing is used before you say so.
        </p>
      )}
      <ul>
        {runs.map((run) => (
          <li key={run.id} className="run-item">
            <button
              type="button"
              className="run-row"
              aria-pressed={run.id === runId}
              onClick={() => setTraining({ runId: run.id })}
            >
              <strong>Run {run.id}</strong>
              <span className="note">
                {run.settings.recipe}, {when(run)}
              </span>
              {run.isInUse && <Check size={14} aria-label="in use" role="img" />}
              <span className="note outcome-line">{runSentence(run)}</span>
            </button>
            {isFree(run) && <DeleteRun runId={run.id} />}
          </li>
        ))}
      </ul>
    </aside>
  );
}

/** What is in use, or would be brought back, is kept; the engine knows the rest. */
function useIsFree(): (run: TrainingRun) => boolean {
  const previous = useStudio(({ training }) => training.regressor?.previous?.runId);
  return ({ id, isInUse, status, deletedAt }) =>
    !isInUse && id !== previous && status !== 'running' && deletedAt === null;
}

/** Files that are gone do not come back: two presses, the second where the first was not. */
function DeleteRun({ runId }: { runId: number }) {
  const [isAsked, setAsked] = useState(false);
  const title = `Delete the files of run ${runId} for good`;
  if (isAsked) {
    return (
      <fieldset className="delete-run" aria-label={title}>
        <button type="button" onClick={() => setAsked(false)}>
          Keep
        </button>
        <button type="button" onClick={() => void deleteRun(runId)}>
          Delete for good
        </button>
      </fieldset>
    );
  }
  return (
    <button
      type="button"
      className="icon"
      aria-label={title}
      title={`${title}; its curve and table stay`}
      onClick={() => setAsked(true)}
    >
      <Trash2 size={14} aria-hidden="true" />
    </button>
  );
}

function InUse() {
  const regressor = useStudio(({ training }) => training.regressor);
  if (regressor === null) return <p className="hint">Asking …</p>;
  const { name, hash, previous, runId } = regressor;
  return (
    <div className="in-use-card">
      <p>
        <strong>{name}</strong> <code title={hash}>{hash.slice(0, 8)}</code>
      </p>
      {previous !== null && (
        <button type="button" onClick={() => void rollBack()}>
          <Undo2 size={14} aria-hidden="true" /> Roll back to {previous.name}
        </button>
      )}
      {runId !== null && previous?.runId !== null && (
        <button type="button" onClick={() => void adoptRun(null, false)}>
          Back to what was brought along
        </button>
      )}
    </div>
  );
}

function when({ startedAt }: TrainingRun): string {
  return new Date(startedAt).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}
