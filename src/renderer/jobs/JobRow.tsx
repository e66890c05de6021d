import type { Job } from '../../contract/job.ts';
import { client } from '../client/connection.ts';
import { isUnderWay, speedOf, timeLeft } from '../state/jobs.ts';
import { attempt } from '../state/studio-state.ts';

const WORDS: Readonly<Record<Job['status'], string>> = {
  running: 'running',
  paused: 'paused',
  done: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

export function JobRow({ job }: { job: Job }) {
  const { title, guard, done, total, failed, message, status } = job;
  return (
    <li className={`job-row ${status}`} aria-label={title}>
      <div className="job-what">
        <strong>{title}</strong>
        {guard !== undefined && <small>{guard}</small>}
      </div>
      {isUnderWay(job) ? (
        <progress value={done} max={total ?? undefined} aria-label={`Progress: ${title}`} />
      ) : (
        <span>{WORDS[status]}</span>
      )}
      <div className="job-count">
        {(isUnderWay(job) || done > 0) && (
          <span>
            {done} of {total ?? '…'}
            {failed > 0 && `, ${failed} failed`}
          </span>
        )}
        <small>{isUnderWay(job) ? paceOf(job) : message}</small>
      </div>
      <JobButtons job={job} />
      <Failures job={job} />
    </li>
  );
}

function paceOf(job: Job): string {
  const speed = speedOf(job);
  const words = [
    ...(job.status === 'paused' ? ['paused'] : []),
    ...(speed === null ? [] : [`${speed.toPrecision(2)} a second`]),
    ...(job.secondsLeft === null ? [] : [timeLeft(job.secondsLeft)]),
  ];
  return words.length > 0 ? words.join(', ') : 'starting';
}

function JobButtons({ job }: { job: Job }) {
  const { id: jobId, status, failed, isPausable } = job;
  return (
    <div className="job-buttons">
      {isPausable && status === 'running' && (
        <button type="button" onClick={() => void attempt(client.jobs.pause({ jobId }))}>
          Pause
        </button>
      )}
      {status === 'paused' && (
        <button type="button" onClick={() => void attempt(client.jobs.resume({ jobId }))}>
          Go on
        </button>
      )}
      {isUnderWay(job) && (
        <button type="button" onClick={() => void attempt(client.jobs.cancel({ jobId }))}>
          Cancel
        </button>
      )}
      {isPausable && !isUnderWay(job) && failed > 0 && (
        <button type="button" onClick={() => void attempt(client.jobs.retry({ jobId }))}>
          Retry the {failed} that failed
        </button>
      )}
    </div>
  );
}

/** The reasons, one a file; the engine keeps the first hundred. */
function Failures({ job: { problems, failed } }: { job: Job }) {
  if (problems.length === 0) return null;
  return (
    <details className="job-failures">
      <summary>
        {failed} failed{failed > problems.length && `, the first ${problems.length} here`}
      </summary>
      <ul>
        {problems.map(({ name, message }) => (
          <li key={name}>
            <strong>{name}</strong> {message}
          </li>
        ))}
      </ul>
    </details>
  );
}
