/** Teach the regressor from the accepted people, see in numbers whether it got better, and decide. */
import { useEffect } from 'react';
import { useStudio } from '../state/studio-state.ts';
import { loadReport, shownRun } from '../state/training.ts';
import { Comparison } from './Comparison.tsx';
import { NewRun } from './NewRun.tsx';
import { RunList } from './RunList.tsx';
import { RunProgress } from './RunProgress.tsx';

export function TrainWorkspace() {
  const run = useStudio(shownRun);
  useReport();
  return (
    <main className="train" aria-label="Train">
      <div className="train-main">
        <h2 data-first tabIndex={-1}>
          Fine-tune the regressor
        </h2>
        <NewRun />
        {run !== undefined && (
          <>
            <RunProgress run={run} />
            <Comparison run={run} />
          </>
        )}
      </div>
      <RunList />
    </main>
  );
}

/** The bodies of a report are fetched when it is looked at. */
function useReport(): void {
  const run = useStudio(shownRun);
  const isShown = useStudio(({ workspace }) => workspace === 'train');
  const hasReport = run?.report != null;
  const runId = run?.id;
  useEffect(() => {
    if (isShown && hasReport && runId !== undefined) void loadReport(runId);
  }, [isShown, hasReport, runId]);
}
