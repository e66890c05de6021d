/** Opens folders and looks at what is in them. */

import type { Job } from '../../contract/job.ts';
import type { ProjectInfo } from '../../contract/project.ts';
import { counted } from '../../core/common/counted.ts';
import type { EventHub } from './event-hub.ts';
import { isUnderWay, type JobContext, type JobResult, type Jobs } from './jobs.ts';
import type { BodyInUse, OpenProject } from './ports.ts';
import { projectInfo, type Session } from './session.ts';

export interface Projects {
  info(): ProjectInfo | null;
  /** Makes it the project; what is known of it can be worked on at once. */
  adopt(next: OpenProject): ProjectInfo;
  /** The same, and looks at the folder; small folders are complete on return. */
  open(next: OpenProject): Promise<ProjectInfo>;
  rescan(): Job;
}

interface Parts {
  readonly session: Session;
  readonly hub: EventHub;
  readonly jobs: Jobs;
  readonly bodyInUse: BodyInUse;
}

/** A scan that is over by then is part of opening. */
const SCAN_PATIENCE_MS = 1500;

export function createProjects(parts: Parts): Projects {
  const { session, jobs } = parts;
  const rescan = () => {
    const project = session.current();
    return jobs.start({
      kind: 'scan',
      title: `Look through ${project.folder.name}`,
      run: (context) => scan(parts, project, context),
    });
  };
  return {
    info() {
      const project = session.peek();
      return project === undefined ? null : projectInfo(project);
    },
    adopt: (next) => adopt(parts, next),
    async open(next) {
      adopt(parts, next);
      const { id } = rescan();
      await Promise.race([jobs.ended(id), patience()]);
      return projectInfo(next);
    },
    rescan,
  };
}

function adopt({ session, hub, jobs, bodyInUse }: Parts, next: OpenProject): ProjectInfo {
  takeUpBodyOf(next, bodyInUse);
  for (const { id, kind, status } of jobs.list()) {
    if (isUnderWay({ status }) && kind !== 'setup') jobs.cancel(id);
  }
  session.replace(next);
  const project = projectInfo(next);
  hub.publish({ kind: 'project', project });
  hub.publish({ kind: 'list' });
  hub.publish({ kind: 'history', history: next.store.history.state() });
  return project;
}

/** A project whose body cannot be had is not opened; the one that is open stays. */
function takeUpBodyOf({ store }: OpenProject, bodyInUse: BodyInUse): void {
  try {
    const kept = store.body.get();
    bodyInUse.use(kept);
    const found = bodyInUse.source();
    if (JSON.stringify(found) !== JSON.stringify(kept)) store.body.set(found);
  } catch (error) {
    store.close();
    throw error;
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, SCAN_PATIENCE_MS).unref();
  });
}

async function scan(
  { hub, session }: Parts,
  project: OpenProject,
  { signal, setTotal, fail }: JobContext,
): Promise<JobResult> {
  const { names, unreadable } = await project.folder.list(signal);
  if (signal.aborted || session.peek() !== project) return { message: 'Stopped.' };
  for (const { name, message } of unreadable) fail(name, message);
  setTotal(names.length);
  project.store.images.replaceList(names);
  hub.publish({ kind: 'project', project: projectInfo(project) });
  hub.publish({ kind: 'list' });
  return { message: `${counted(names.length, 'picture')}.` };
}
