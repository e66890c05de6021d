/** How a run goes: epoch, time left, curves, and the ways to end it or to go on. */
import { RotateCw, Square } from 'lucide-react';
import type { TrainingRun } from '../../contract/training.ts';
import { resumeTraining, stopTraining } from '../state/training.ts';
import { minutesText, runSentence } from '../state/training-words.ts';
import { CurveTable } from './CurveTable.tsx';
import { LossCurve } from './LossCurve.tsx';

const PHASES = {
  gather: 'gathering the people',
  fit: 'fitting from the regression',
  learn: 'learning',
  compare: 'comparing before and after',
} as const;

export function RunProgress({ run }: { run: TrainingRun }) {
  const { id, status, curve, bestEpoch, settings, skipped } = run;
  const isRunning = status === 'running';
  return (
    <section className="card run" aria-label={`Run ${id}`}>
      <header>
        <h3>
          Run {id} <span className={`run-status ${status}`}>{status}</span>
        </h3>
        {isRunning && <Now run={run} />}
        {/* Always there, so that the end of a run is spoken. */}
        <div role="status">{!isRunning && runSentence(run)}</div>
        <div className="grow" />
        <Ways run={run} />
      </header>
      <LossCurve curve={curve} bestEpoch={bestEpoch} epochs={settings.epochs} />
      <Patience run={run} />
      {skipped.length > 0 && (
        <details>
          <summary>{skipped.length} pictures could not be read and were left out</summary>
          <ul>
            {skipped.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </details>
      )}
      <CurveTable curve={curve} bestEpoch={bestEpoch} />
    </section>
  );
}

function Now({ run: { progress, curve, settings, secondsLeft } }: { run: TrainingRun }) {
  const epoch = progress?.epoch ?? curve.at(-1)?.epoch ?? 0;
  return (
    <p className="now">
      epoch {epoch} of {settings.epochs}
      {progress !== null && (
        <>
          {' '}
          · {PHASES[progress.phase]}{' '}
          <progress
            value={progress.done}
            max={progress.total}
            aria-label={PHASES[progress.phase]}
          />
        </>
      )}
      {secondsLeft !== null && ` · ${minutesText(secondsLeft / 60)} left`}
    </p>
  );
}

function Ways({ run: { id, status, offer, deletedAt } }: { run: TrainingRun }) {
  if (deletedAt !== null) return null;
  if (status === 'running') {
    return (
      <button type="button" onClick={() => void stopTraining(id)}>
        <Square size={14} aria-hidden="true" /> Stop & keep best
      </button>
    );
  }
  if (status === 'failed' && offer !== null) {
    return (
      <button
        type="button"
        className="primary"
        onClick={() => void resumeTraining(id, offer.batchSize)}
      >
        <RotateCw size={14} aria-hidden="true" /> Retry with {offer.batchSize}
      </button>
    );
  }
  if (status !== 'interrupted' && status !== 'failed') return null;
  return (
    <button type="button" onClick={() => void resumeTraining(id, null)}>
      <RotateCw size={14} aria-hidden="true" /> Go on
    </button>
  );
}

/** How many epochs have passed since the best one, of those that are waited for. */
function Patience({ run: { curve, bestEpoch, settings } }: { run: TrainingRun }) {
  const last = curve.at(-1)?.epoch ?? 0;
  if (last === 0) return null;
  const { patience } = settings;
  const waited = Math.min(patience, last - bestEpoch);
  const best = curve.find(({ epoch }) => epoch === bestEpoch);
  return (
    <p className="patience note">
      <span className="best" aria-hidden="true">
        ●
      </span>{' '}
      best epoch {bestEpoch}
      {best !== undefined &&
        `, ${best.heldOutErrorPx.toFixed(1)} px of a 224 crop on the held-out people`}{' '}
      · patience{' '}
      <span aria-hidden="true" className="blocks">
        {'▮'.repeat(Math.min(20, waited))}
        {'▯'.repeat(Math.min(20, patience) - Math.min(20, waited))}
      </span>{' '}
      {waited} of {patience}
    </p>
  );
}
