/** The keys that work now: one list for the handler and for the sheet that shows them. */
import { changeView } from '../canvas/view-commands.ts';
import { client } from '../client/connection.ts';
import { decide, redo, refitSelected, removeSelected, undo } from '../state/deciding.ts';
import { cycleDepth, nextCandidate, straighten } from '../state/depth-picks.ts';
import { cancelGesture, cycleUse, cycleVisibility, nudge, setAbsent } from '../state/editing.ts';
import { openAtEnd, step } from '../state/images.ts';
import { toggleJobs } from '../state/jobs.ts';
import { giveReason, openNote, REASONS, toggleMark } from '../state/review.ts';
import { attempt, MESH_MODES, selectedPerson, studio, VIEWS } from '../state/studio-state.ts';
import { toggleUncertainty } from '../state/uncertainty.ts';
import { showWorkspace, WORKSPACES } from './workspaces.ts';

export interface Command {
  readonly keys: readonly string[];
  readonly title: string;
  readonly group: 'Images' | 'People' | 'Joints' | 'Fit' | 'Decide' | 'View' | 'App';
  /** Works wherever the focus is; the others only on the canvas and the list. */
  readonly isGlobal?: boolean;
  /** How the sheet shows a row of alike commands, on the first of them; false on the others. */
  readonly sheet?: { readonly keys: string; readonly title: string } | false;
  run(): unknown;
}

const nudges: Command[] = (
  [
    ['ArrowLeft', -1, 0],
    ['ArrowRight', 1, 0],
    ['ArrowUp', 0, -1],
    ['ArrowDown', 0, 1],
  ] as const
).flatMap(([key, x, y]) =>
  (
    [
      ['', 1],
      ['Shift+', 10],
      ['Alt+', 0.1],
    ] as const
  ).map(([modifier, px]) => ({
    keys: [`${modifier}${key}`],
    title: `Nudge the joint ${px} px`,
    group: 'Joints' as const,
    sheet: key === 'ArrowLeft' &&
      px === 1 && { keys: 'Arrows', title: 'Nudge the joint 1 px (Shift 10, Alt 0.1)' },
    run: () => nudge(px * x, px * y),
  })),
);

const views: Command[] = VIEWS.map((view, i) => ({
  keys: [`Alt+Digit${i + 1}`],
  title: `Body from: ${view}`,
  group: 'View',
  run: () => studio.setState({ view }),
}));

const people: Command[] = Array.from({ length: 9 }, (_, i) => ({
  keys: [`Digit${i + 1}`],
  title: `Person ${i + 1}`,
  group: 'People',
  sheet: i === 0 && { keys: '1 … 9', title: 'Select a person' },
  run: () => selectPerson(i),
}));

const reasons: Command[] = REASONS.map((reason, i) => ({
  keys: [`Shift+Digit${i + 1}`],
  title: `Rejected: ${reason}`,
  group: 'Decide',
  sheet: i === 0 && { keys: 'Shift+1 … 6', title: `Why it was rejected: ${REASONS.join(', ')}` },
  run: () => giveReason(i),
}));

export const COMMANDS: readonly Command[] = [
  { keys: ['d'], title: 'Next image', group: 'Images', run: () => step(1, false) },
  { keys: ['a'], title: 'Previous image', group: 'Images', run: () => step(-1, false) },
  {
    keys: ['Shift+d'],
    title: 'Next that needs a decision',
    group: 'Images',
    run: () => step(1, true),
  },
  {
    keys: ['Shift+a'],
    title: 'Previous that needs a decision',
    group: 'Images',
    run: () => step(-1, true),
  },
  { keys: ['PageDown'], title: 'Ten on', group: 'Images', run: () => step(10, false) },
  { keys: ['PageUp'], title: 'Ten back', group: 'Images', run: () => step(-10, false) },
  { keys: ['Home'], title: 'First image', group: 'Images', run: () => openAtEnd(false) },
  { keys: ['End'], title: 'Last image', group: 'Images', run: () => openAtEnd(true) },
  { keys: ['/', '$mod+f'], title: 'Filter the images', group: 'Images', run: focusFilter },
  ...people,
  { keys: ['e'], title: 'Next person', group: 'People', run: () => walkPeople(1) },
  { keys: ['q'], title: 'Previous person', group: 'People', run: () => walkPeople(-1) },
  {
    keys: ['b'],
    title: 'New person by box',
    group: 'People',
    run: () => studio.setState({ isDrawingBox: true }),
  },
  {
    keys: ['Delete'],
    title: 'Joint absent; without a joint, delete the person',
    group: 'People',
    run: remove,
  },
  { keys: ['s'], title: 'Next joint', group: 'Joints', run: () => walkPoints(1) },
  { keys: ['w'], title: 'Previous joint', group: 'Joints', run: () => walkPoints(-1) },
  ...nudges,
  { keys: ['v'], title: 'Visible, occluded, absent', group: 'Joints', run: cycleVisibility },
  { keys: ['p'], title: 'Weight normal, pinned, ignored', group: 'Joints', run: cycleUse },
  { keys: ['r'], title: 'Refit', group: 'Fit', run: refitSelected },
  {
    keys: ['f'],
    title: 'Depth of the bone: the other way, flat, released',
    group: 'Fit',
    run: cycleDepth,
  },
  { keys: ['Shift+f'], title: 'Next body that the points allow', group: 'Fit', run: nextCandidate },
  { keys: ['k'], title: 'Bone flat to the camera', group: 'Fit', run: straighten },
  {
    keys: ['Enter'],
    title: 'Accept and go on',
    group: 'Decide',
    run: () => decide('accepted', true),
  },
  {
    keys: ['Shift+Enter'],
    title: 'Accept and stay',
    group: 'Decide',
    run: () => decide('accepted', false),
  },
  { keys: ['x'], title: 'Reject and go on', group: 'Decide', run: () => decide('rejected', true) },
  {
    keys: ['Shift+x'],
    title: 'Reject and stay',
    group: 'Decide',
    run: () => decide('rejected', false),
  },
  {
    keys: ['u'],
    title: 'Take the decision back',
    group: 'Decide',
    run: () => decide('undecided', false),
  },
  { keys: ['m'], title: 'Mark, to come back to', group: 'Decide', run: toggleMark },
  { keys: ['n'], title: 'Note on the person', group: 'Decide', run: openNote },
  ...reasons,
  { keys: ['+', '='], title: 'Zoom in', group: 'View', run: () => changeView('in') },
  { keys: ['-'], title: 'Zoom out', group: 'View', run: () => changeView('out') },
  {
    keys: ['z'],
    title: 'Zoom to the person, again: the image',
    group: 'View',
    run: () => changeView('person'),
  },
  { keys: ['Shift+z'], title: 'Zoom 100 %', group: 'View', run: () => changeView('actual') },
  {
    keys: ['$mod+0'],
    title: 'Fit the image',
    group: 'View',
    isGlobal: true,
    run: () => changeView('image'),
  },
  { keys: ['o'], title: 'Mesh: ghost, solid, wire, off', group: 'View', run: cycleMesh },
  { keys: ['i'], title: 'How sure the body is', group: 'View', run: toggleUncertainty },
  { keys: ['Shift+h'], title: 'Overlays on or off', group: 'View', run: toggleOverlays },
  ...views,
  ...WORKSPACES.map(({ name, title, key }) => ({
    keys: [`$mod+${key}`],
    title: `Workspace: ${title}`,
    group: 'App' as const,
    isGlobal: true,
    run: () => showWorkspace(name),
  })),
  { keys: ['$mod+z'], title: 'Undo', group: 'App', isGlobal: true, run: undo },
  { keys: ['$mod+Shift+z', '$mod+y'], title: 'Redo', group: 'App', isGlobal: true, run: redo },
  {
    keys: ['$mod+o'],
    title: 'Open a folder',
    group: 'App',
    isGlobal: true,
    run: () => studio.setState({ dialog: 'open' }),
  },
  {
    keys: ['$mod+i'],
    title: 'Import people',
    group: 'App',
    isGlobal: true,
    run: () => studio.setState({ dialog: 'import' }),
  },
  {
    keys: ['$mod+e'],
    title: 'Export',
    group: 'App',
    isGlobal: true,
    run: () => studio.setState({ dialog: 'export' }),
  },
  {
    keys: ['$mod+j'],
    title: 'Jobs',
    group: 'App',
    isGlobal: true,
    run: toggleJobs,
  },
  {
    keys: ['$mod+,'],
    title: 'Settings',
    group: 'App',
    isGlobal: true,
    run: () => studio.setState({ dialog: 'settings' }),
  },
  {
    keys: ['$mod+Enter'],
    title: 'Find people in all pictures',
    group: 'App',
    isGlobal: true,
    run: predictAll,
  },
  {
    keys: ['?', 'Shift+?'],
    title: 'This sheet',
    group: 'App',
    run: () => studio.setState({ dialog: 'keys' }),
  },
  { keys: ['Escape'], title: 'Cancel, deselect', group: 'App', isGlobal: true, run: cancel },
];

function predictAll(): Promise<unknown> {
  return attempt(client.jobs.predict({ imageIds: null }));
}

function selectPerson(index: number): void {
  const person = studio.getState().people[index];
  if (person !== undefined) studio.setState({ personId: person.id, point: null });
}

function walkPeople(by: number): void {
  const { people: all, personId } = studio.getState();
  const at = all.findIndex(({ id }) => id === personId);
  if (all.length > 0) selectPerson((at + by + all.length) % all.length);
}

function walkPoints(by: number): void {
  const state = studio.getState();
  const count = selectedPerson(state)?.keypoints.length ?? 0;
  if (count === 0) return;
  const from = state.point ?? (by > 0 ? -1 : 0);
  studio.setState({ point: (from + by + count) % count });
}

function remove(): Promise<void> {
  return studio.getState().point === null ? removeSelected() : setAbsent();
}

function cycleMesh(): void {
  const at = MESH_MODES.indexOf(studio.getState().meshMode);
  studio.setState({ meshMode: MESH_MODES[(at + 1) % MESH_MODES.length] ?? 'ghost' });
}

function toggleOverlays(): void {
  studio.setState({ showOverlays: !studio.getState().showOverlays });
}

function focusFilter(): void {
  document.querySelector<HTMLElement>('[data-filter]')?.focus();
}

function cancel(): void {
  const { gesture, isDrawingBox, dialog } = studio.getState();
  if (dialog !== null) return; // the dialog closes itself
  if (gesture !== null) cancelGesture();
  else if (isDrawingBox) studio.setState({ isDrawingBox: false });
  else studio.setState({ point: null });
  document.querySelector<HTMLElement>('section[data-canvas]')?.focus();
}
