/** What the machine does and has done, one row a job; nothing of it keeps anybody from editing. */
import { X } from 'lucide-react';
import { toggleJobs } from '../state/jobs.ts';
import { useStudio } from '../state/studio-state.ts';
import { FindPeople } from './FindPeople.tsx';
import { JobRow } from './JobRow.tsx';

export function JobsDrawer() {
  const isShown = useStudio(({ showsJobs }) => showsJobs);
  const jobs = useStudio((state) => state.jobs);
  if (!isShown) return null;
  return (
    <section className="jobs-drawer" aria-label="Jobs">
      <header className="panel-header">
        <h2>Jobs</h2>
        <FindPeople />
        <button type="button" className="icon" aria-label="Close the jobs" onClick={toggleJobs}>
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      {jobs.length === 0 ? (
        <p className="hint">Nothing was started since the studio was opened.</p>
      ) : (
        <ul>
          {jobs.map((job) => (
            <JobRow key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
}
