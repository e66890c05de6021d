import { showWorkspace, WORKSPACES } from '../app/workspaces.ts';
import { client } from '../client/connection.ts';
import { redo, undo } from '../state/deciding.ts';
import { cancelGesture } from '../state/editing.ts';
import { toggleJobs } from '../state/jobs.ts';
import { attempt, type DialogName, studio } from '../state/studio-state.ts';
import type { Command } from './command.ts';
import { needsProject } from './conditions.ts';

const dialogs: Command[] = (
  [
    ['open', 'Open a folder', ['$mod+o']],
    ['import', 'Import people', ['$mod+i']],
    ['export', 'Export', ['$mod+e']],
    ['evaluate', 'Evaluate: compare the bodies with a truth', []],
    ['settings', 'Settings', ['$mod+,']],
  ] as const satisfies readonly [DialogName, string, string[]][]
).map(([dialog, title, keys]) => ({
  id: `app.${dialog}`,
  title,
  group: 'App',
  keys,
  scope: 'everywhere',
  ...(dialog === 'evaluate' && { when: needsProject }),
  run: () => studio.setState({ dialog }),
}));

const workspaces: Command[] = WORKSPACES.map(({ name, title, key }) => ({
  id: `app.workspace-${name}`,
  title: `Workspace: ${title}`,
  group: 'App',
  keys: [`$mod+Digit${key}`],
  scope: 'everywhere',
  run: () => showWorkspace(name),
}));

export const APP_COMMANDS: readonly Command[] = [
  ...workspaces,
  {
    id: 'app.undo',
    title: 'Undo',
    group: 'App',
    keys: ['$mod+z'],
    scope: 'everywhere',
    repeats: true,
    when: ({ history }) => (history.undo === null ? 'There is nothing to undo.' : undefined),
    run: undo,
  },
  {
    id: 'app.redo',
    title: 'Redo',
    group: 'App',
    keys: ['$mod+Shift+z', '$mod+y'],
    scope: 'everywhere',
    repeats: true,
    when: ({ history }) => (history.redo === null ? 'There is nothing to redo.' : undefined),
    run: redo,
  },
  ...dialogs,
  {
    id: 'app.jobs',
    title: 'Jobs',
    group: 'App',
    keys: ['$mod+j'],
    scope: 'everywhere',
    run: toggleJobs,
  },
  {
    id: 'app.predict-all',
    title: 'Find people in all pictures',
    group: 'App',
    keys: ['$mod+Enter'],
    scope: 'everywhere',
    when: needsProject,
    run: () => attempt(client.jobs.predict({ imageIds: null })),
  },
  {
    id: 'app.palette',
    title: 'Command palette',
    group: 'App',
    keys: ['$mod+k'],
    scope: 'everywhere',
    run: () => studio.setState({ dialog: 'palette' }),
  },
  {
    id: 'app.keys',
    title: 'Keys',
    group: 'App',
    keys: ['[Shift]+?'],
    scope: 'page',
    run: () => studio.setState({ dialog: 'keys' }),
  },
  {
    id: 'app.cancel',
    title: 'Cancel, deselect',
    group: 'App',
    keys: ['Escape'],
    scope: 'everywhere',
    run: cancel,
  },
];

function cancel(): void {
  const { gesture, isDrawingBox } = studio.getState();
  if (gesture !== null) cancelGesture();
  else if (isDrawingBox) studio.setState({ isDrawingBox: false });
  else studio.setState({ point: null });
  document.querySelector<HTMLElement>('section[data-canvas]')?.focus();
}
