import { X } from 'lucide-react';
import type { Job } from '../../contract/job.ts';
import { counted } from '../../core/common/counted.ts';
import { client } from '../client/connection.ts';
import { isUnderWay, timeLeft, toggleJobs } from '../state/jobs.ts';
import { attempt, studio, useStudio } from '../state/studio-state.ts';
import { instantSentence } from '../state/training.ts';
import { showWorkspace } from './workspaces.ts';

export function StatusBar() {
  const project = useStudio((state) => state.project);
  const backend = useStudio((state) => state.system?.backend);
  const fitMs = useStudio((state) => state.gesture?.fitMs);
  const jobs = useStudio((state) => state.jobs);
  const showsJobs = useStudio((state) => state.showsJobs);
  const running = jobs.filter(isUnderWay);
  const decided =
    (project?.counts.accepted ?? 0) +
    (project?.counts.rejected ?? 0) +
    (project?.counts.empty ?? 0);
  const problems = project?.counts.problem ?? 0;
  return (
    <footer className="status-bar">
      <span>
        {decided} of {project?.imageCount ?? 0} decided
      </span>
      {fitMs != null && <span>live fit {fitMs.toFixed(1)} ms</span>}
      <span title={backend?.notes.join('\n')}>
        networks:{' '}
        {backend == null ? 'starting' : backend.name === 'tensorflow' ? 'native' : backend.name}
      </span>
      {problems > 0 && <span className="problem">{problems} cannot be used</span>}
      <InstantChip />
      <div className="grow" />
      {running.map((job) => (
        <RunningJob key={job.id} job={job} />
      ))}
      <button type="button" aria-expanded={showsJobs} onClick={toggleJobs}>
        Jobs <kbd>Ctrl+J</kbd>
      </button>
      {running.length === 0 && (
        <>
          <button type="button" onClick={() => studio.setState({ dialog: 'video' })}>
            Smooth in time …
          </button>
          <FindButton />
        </>
      )}
    </footer>
  );
}

/** Everywhere, or where an earlier job has not come to: what it found stays. */
function FindButton() {
  const left = useStudio(({ project }) => project?.counts.unlabelled ?? 0);
  const all = useStudio(({ project }) => project?.imageCount ?? 0);
  return (
    <button type="button" onClick={() => void attempt(client.jobs.predict({ imageIds: null }))}>
      {left > 0 && left < all
        ? `Find people in the other ${counted(left, 'picture')}`
        : 'Find people in all pictures'}{' '}
      <kbd>Ctrl+Enter</kbd>
    </button>
  );
}

/** What has been accepted so far would already teach: said once there is a gain to see. */
function InstantChip() {
  const sentence = useStudio(({ training }) => instantSentence(training));
  if (sentence === null) return null;
  return (
    <button
      type="button"
      className="instant"
      title="One closed-form step of the last layer, not in use; Train compares and decides"
      onClick={() => showWorkspace('train')}
    >
      {sentence}
    </button>
  );
}

function RunningJob({ job }: { job: Job }) {
  const { id, title, done, total, secondsLeft, failed, status } = job;
  return (
    <span className="job">
      {title}
      <progress value={done} max={total ?? undefined} aria-label={title} />
      {done} of {total ?? '…'}
      {failed > 0 && `, ${failed} failed`}
      {status === 'paused' && ', paused'}
      {secondsLeft !== null && total !== null && total > done && `, ${timeLeft(secondsLeft)}`}
      <button
        type="button"
        className="icon"
        aria-label={`Cancel: ${title}`}
        onClick={() => void attempt(client.jobs.cancel({ jobId: id }))}
      >
        <X size={14} aria-hidden="true" />
      </button>
    </span>
  );
}

/** One line for what has just happened; an error stays until it is closed. */
export function NoticeBar() {
  const notice = useStudio((state) => state.notice);
  return (
    <div className="notices" role="status" aria-live="polite">
      {notice && (
        <div className={`notice ${notice.severity}`}>
          <p>{notice.message}</p>
          <button
            type="button"
            className="icon"
            aria-label="Close the message"
            onClick={() => studio.setState({ notice: null })}
          >
            <X size={14} aria-hidden="true" />
          </button>
        </div>
      )}
    </div>
  );
}
