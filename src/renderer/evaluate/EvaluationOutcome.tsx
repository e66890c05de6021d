/** The summary of an evaluation, its findings, and the way to its report. */
import { Fragment, useEffect, useState } from 'react';
import type { EvaluationSummary } from '../../contract/evaluation.ts';
import type { Job } from '../../contract/job.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

export function EvaluationOutcome({ jobId }: { jobId: string | undefined }) {
  const job = useStudio((state) => state.jobs.find(({ id }) => id === jobId));
  const summary = useSummary(job);
  if (job === undefined) return null;
  if (job.status === 'running') return <progress value={job.done} max={job.total ?? undefined} />;
  return (
    <>
      <div className={`outcome ${job.status}`} role="status">
        <p>{job.message}</p>
        <Files files={job.files} />
      </div>
      {summary && <SummaryTable summary={summary} />}
      {summary && summary.findings.length > 0 && (
        <ul className="findings">
          {summary.findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      )}
    </>
  );
}

function useSummary(job: Job | undefined): EvaluationSummary | null {
  const [summary, setSummary] = useState<EvaluationSummary | null>(null);
  const jobId = job?.status === 'done' ? job.id : undefined;
  useEffect(() => {
    setSummary(null);
    if (jobId === undefined) return;
    void attempt(client.evaluations.summary({ jobId })).then((found) => setSummary(found ?? null));
  }, [jobId]);
  return summary;
}

function Files({ files }: { files: readonly string[] }) {
  return (
    <ul className="evaluation-files">
      {files.map((file) => (
        <li key={file}>
          {file.endsWith('.html') ? (
            <a href={`/exports/${file}`} target="_blank" rel="noreferrer">
              Open the report
            </a>
          ) : (
            <a href={`/exports/${file}`} download={file}>
              {file}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

const GROUPS = { pose: 'Pose', shape: 'Shape', image: 'In the picture' } as const;
const GROUP_NAMES = Object.keys(GROUPS) as readonly (keyof typeof GROUPS)[];
type Estimate = NonNullable<EvaluationSummary['metrics'][number]['change']>;

function SummaryTable({ summary: { methods, metrics, people } }: { summary: EvaluationSummary }) {
  return (
    <table className="evaluation-summary">
      <caption>Means over {people} people, with 95 % intervals.</caption>
      <thead>
        <tr>
          <th scope="col">metric</th>
          {methods.map((method) => (
            <th key={method} scope="col" className="number">
              {method}
            </th>
          ))}
          <th scope="col" className="number">
            fit − regression
          </th>
        </tr>
      </thead>
      <tbody>
        {GROUP_NAMES.filter((group) => metrics.some((metric) => metric.group === group)).map(
          (group) => (
            <Fragment key={group}>
              <tr className="group">
                <th scope="colgroup" colSpan={methods.length + 2}>
                  {GROUPS[group]}
                </th>
              </tr>
              {metrics
                .filter((metric) => metric.group === group)
                .map(({ title, decimals, byMethod, change }) => (
                  <tr key={title}>
                    <th scope="row">{title}</th>
                    {methods.map((method) => (
                      <td key={method} className="number">
                        <Words estimate={byMethod[method]} decimals={decimals} />
                      </td>
                    ))}
                    <td className="number">
                      <Words estimate={change ?? undefined} decimals={decimals} isSigned />
                    </td>
                  </tr>
                ))}
            </Fragment>
          ),
        )}
      </tbody>
    </table>
  );
}

function Words(props: {
  estimate: Estimate | undefined;
  decimals: number;
  isSigned?: boolean | undefined;
}) {
  const { estimate, decimals, isSigned = false } = props;
  if (estimate === undefined) return '–';
  const { value, low95, high95 } = estimate;
  const words = (number: number) => numberWords(number, decimals, isSigned);
  return (
    <>
      {words(value)}
      {low95 !== null && high95 !== null && (
        <span className="interval">
          {' '}
          [{words(low95)}, {words(high95)}]
        </span>
      )}
    </>
  );
}

function numberWords(number: number, decimals: number, isSigned: boolean): string {
  const text = number.toFixed(decimals);
  if (Number(text) === 0) return text.replace('-', '');
  return isSigned && number > 0 ? `+${text}` : text.replace('-', '−');
}
