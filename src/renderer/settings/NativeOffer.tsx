/** What the native library would bring and take, and its set-up when the user agrees. */
import { useEffect, useState } from 'react';
import type { Job } from '../../contract/job.ts';
import type { NativeLibrary } from '../../contract/system.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

export function NativeOffer() {
  const [library, setLibrary] = useState<NativeLibrary>();
  const job = useStudio(({ jobs }) => jobs.find(({ kind }) => kind === 'setup'));
  useEffect(() => {
    void attempt(client.compute.nativeLibrary({})).then(setLibrary);
  }, []);
  if (library === undefined) return null;
  return (
    <section className="backend" aria-label="Native TensorFlow">
      <h3>Native TensorFlow</h3>
      <p>
        Several times as fast, and the only one here that trains convolutions. It is fetched once
        from PyPI and kept in your cache folder; nothing else on this computer changes.
      </p>
      <div role="status">{job !== undefined && <Outcome job={job} />}</div>
      {job?.status !== 'running' && <Consent library={library} />}
    </section>
  );
}

function Consent({ library: { missing, downloadMb, diskMb } }: { library: NativeLibrary }) {
  if (missing !== null) {
    return (
      <p className="note">It cannot be set up here: {missing}. The studio goes on without it.</p>
    );
  }
  return (
    <div className="setting">
      <p className="setting-text">
        Fetch <strong>{downloadMb} MB</strong>, and keep <strong>{diskMb} MB</strong> on disk?
      </p>
      <button
        type="button"
        className="primary"
        onClick={() => void attempt(client.compute.setUpNative({}))}
      >
        Fetch and set up
      </button>
    </div>
  );
}

function Outcome({ job: { id, status, title, done, total, message } }: { job: Job }) {
  if (status !== 'running') return <p className={`outcome ${status}`}>{message}</p>;
  return (
    <div className="setting">
      <progress className="setting-text" value={done} max={total ?? undefined} aria-label={title} />
      <span>{total === null ? 'starting' : `${Math.floor((100 * done) / total)} %`}</span>
      <button type="button" onClick={() => void attempt(client.jobs.cancel({ jobId: id }))}>
        Cancel
      </button>
    </div>
  );
}
