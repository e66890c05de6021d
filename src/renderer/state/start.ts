/** Keeps the store what the engine says. */
import type { StudioEvent } from '../../contract/project.ts';
import { type StudioClient, stayConnected } from '../client/connection.ts';
import { followCandidates } from './candidates.ts';
import { openImage, takePeople } from './images.ts';
import { say, studio } from './studio-state.ts';
import { loadTraining, setTraining, takeRun } from './training.ts';
import { followSelection } from './uncertainty.ts';

const KEPT_JOBS = 20;

export async function startStudio(): Promise<void> {
  followCandidates();
  followSelection();
  await stayConnected(follow, () => studio.setState({ connection: 'lost' }));
}

async function follow(client: StudioClient): Promise<void> {
  const events = await client.system.events({});
  studio.setState({ connection: 'open', system: await client.system.info({}) });
  for await (const event of events) await take(client, event);
}

async function take(client: StudioClient, event: StudioEvent): Promise<void> {
  const state = studio.getState();
  switch (event.kind) {
    case 'project': {
      const isOther = event.project?.name !== state.project?.name;
      studio.setState({ project: event.project });
      if (isOther) await Promise.all([openFirst(client), loadTraining(client)]);
      return;
    }
    case 'list':
      studio.setState({ listVersion: state.listVersion + 1, changedRows: { byId: new Map() } });
      if (state.image === null) await openFirst(client);
      else await readPeopleAgain(client, state.image.id);
      return;
    case 'image':
      studio.setState({
        // One map for all, in a wrap that is new: a run over a long list must not copy it for each.
        changedRows: { byId: state.changedRows.byId.set(event.image.id, event.image) },
        image: state.image?.id === event.image.id ? event.image : state.image,
      });
      return;
    case 'people':
      takePeople(event.imageId, event.people);
      return;
    case 'history':
      studio.setState({ history: event.history });
      return;
    case 'job':
      studio.setState({
        jobs: [event.job, ...state.jobs.filter(({ id }) => id !== event.job.id)].slice(
          0,
          KEPT_JOBS,
        ),
      });
      if (event.job.status === 'failed') say('error', String(event.job.message));
      return;
    case 'run':
      takeRun(event.run);
      return;
    case 'regressor':
      setTraining({ regressor: event.regressor });
      return;
    case 'instant':
      setTraining({ instant: event.instant });
      return;
    case 'backend':
      if (state.system) studio.setState({ system: { ...state.system, backend: event.backend } });
      return;
    case 'body':
      if (state.system)
        studio.setState({ system: { ...state.system, bodyModel: event.bodyModel } });
      return;
    case 'settings':
      if (event.settings.problem !== null && state.settings.problem === null) {
        say('warning', event.settings.problem);
      }
      studio.setState({ settings: event.settings });
      return;
    case 'notice':
      say(event.severity, event.message);
  }
}

/** An import, or its undo, has changed people of many images; the one in front may be among them. */
async function readPeopleAgain(client: StudioClient, imageId: number): Promise<void> {
  const people = await client.people.list({ imageId });
  if (studio.getState().gesture === null) takePeople(imageId, people);
}

async function openFirst(client: StudioClient): Promise<void> {
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const [first] = rows;
  if (first === undefined)
    studio.setState({ image: null, people: [], personId: null, point: null });
  else await openImage(first.id);
}
