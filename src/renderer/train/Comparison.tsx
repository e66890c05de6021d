/** Before and after on the held-out people, and the decision which model is worked with. */
import { Check, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { ComparisonRow, TrainingReport, TrainingRun } from '../../contract/training.ts';
import { counted } from '../../core/common/counted.ts';
import { useStudio } from '../state/studio-state.ts';
import { adoptRun, rollBack } from '../state/training.ts';
import { rowVerdict, shownChange, shownValue } from '../state/training-words.ts';
import { WorsePeople } from './WorsePeople.tsx';

export function Comparison({ run }: { run: TrainingRun }) {
  const { report } = run;
  if (report === null) return null;
  return (
    <section className="card comparison" aria-label="Before and after">
      <h3>Before and after, on the held-out people</h3>
      {report.refusal !== null ? (
        <p className="hindrance">{report.refusal}</p>
      ) : (
        <>
          <ComparisonTable report={report} />
          <WorsePeople run={run} />
        </>
      )}
      <Decision run={run} report={report} />
    </section>
  );
}

function ComparisonTable({ report }: { report: TrainingReport }) {
  const { rows, better, same, worse } = report;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">measure</span>
          </th>
          <th scope="col" className="number">
            current
          </th>
          <th scope="col" className="number">
            new
          </th>
          <th scope="col">change (95 % interval)</th>
          <th scope="col" className="number">
            people
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <Row key={row.measure} row={row} isMain={i === 0} />
        ))}
        <tr>
          <th scope="row">people better / same / worse</th>
          <td />
          <td />
          <td>
            {better} / {same} / {worse}
          </td>
          <td className="number">{better + same + worse}</td>
        </tr>
      </tbody>
    </table>
  );
}

function Row({ row, isMain }: { row: ComparisonRow; isMain: boolean }) {
  const verdict = rowVerdict(row);
  return (
    <tr className={isMain ? 'main-row' : undefined}>
      <th scope="row">{row.label}</th>
      <td className="number">{shownValue(row.current, row.unit)}</td>
      <td className="number">{shownValue(row.next, row.unit)}</td>
      <td className={`change ${verdict}`}>
        {shownChange(row)} {verdict !== 'same' && <span>{verdict}</span>}
      </td>
      <td className="number">{row.people}</td>
    </tr>
  );
}

/** What is safe comes first: a model that is worse, or could not be compared, is not the default. */
function Decision({ run, report }: { run: TrainingRun; report: TrainingReport }) {
  const regressor = useStudio(({ training }) => training.regressor);
  const [kept, setKept] = useState<number>();
  if (run.deletedAt !== null) return <p className="hint">The files of this run were deleted.</p>;
  if (run.modelHash === null) return <p className="hint">The run has left no model to use.</p>;
  if (run.isInUse) return <InUse previous={regressor?.previous?.name} />;
  const isSafe = report.verdict === 'better' || report.verdict === 'same';
  const use = (repredict: boolean) => void adoptRun(run.id, repredict);
  const untouched = counted(regressor?.untouched ?? 0, 'untouched person', 'untouched people');
  return (
    <div className="decision">
      {!isSafe && (
        <p className="hindrance">
          <TriangleAlert size={15} aria-hidden="true" />{' '}
          {report.verdict === 'worse'
            ? 'The new model is worse on the main row.'
            : 'The new model could not be compared.'}
        </p>
      )}
      <button type="button" className={isSafe ? 'primary' : ''} onClick={() => use(false)}>
        Use this model
      </button>
      <button type="button" className={isSafe ? '' : 'primary'} onClick={() => setKept(run.id)}>
        Keep the current one
      </button>
      <button type="button" disabled={regressor?.untouched === 0} onClick={() => use(true)}>
        Use, then re-predict {untouched}
      </button>
      <span role="status">
        {kept === run.id && `${regressor?.name ?? 'The current one'} stays.`}
      </span>
    </div>
  );
}

function InUse({ previous }: { previous: string | undefined }) {
  return (
    <div className="decision">
      <p className="in-use" role="status">
        <Check size={15} aria-hidden="true" /> This model is in use.
      </p>
      {previous !== undefined && (
        <button type="button" onClick={() => void rollBack()}>
          Roll back to {previous}
        </button>
      )}
    </div>
  );
}
