import { changeView } from '../canvas/view-commands.ts';
import { MESH_MODES, studio, VIEWS } from '../state/studio-state.ts';
import { toggleUncertainty } from '../state/uncertainty.ts';
import type { Command } from './command.ts';
import { needsImage, needsPerson } from './conditions.ts';

const NUMPAD = ['Numpad0', 'Numpad3', 'Numpad7', 'Numpad5'];

const sides: Command[] = VIEWS.map((view, i) => ({
  id: `view.body-${view}`,
  title: `Body from: ${view}`,
  group: 'View',
  keys: [`Alt+Digit${i + 1}`, ...NUMPAD.slice(i, i + 1)],
  scope: 'page',
  run: () => studio.setState({ view }),
}));

const zooms: Command[] = (
  [
    ['view.zoom-in', 'Zoom in', ['[Shift]++', '='], 'in'],
    ['view.zoom-out', 'Zoom out', ['-'], 'out'],
    ['view.zoom-actual', 'Zoom 100 %', ['Shift+z'], 'actual'],
  ] as const
).map(([id, title, keys, command]) => ({
  id,
  title,
  group: 'View',
  keys,
  when: needsImage,
  repeats: command !== 'actual',
  run: () => changeView(command),
}));

export const VIEW_COMMANDS: readonly Command[] = [
  ...zooms,
  {
    id: 'view.zoom-person',
    title: 'Zoom to the person, again: the image',
    group: 'View',
    keys: ['z'],
    when: needsPerson,
    run: () => changeView('person'),
  },
  {
    id: 'view.zoom-image',
    title: 'Fit the image',
    group: 'View',
    keys: ['$mod+Digit0'],
    scope: 'everywhere',
    when: needsImage,
    run: () => changeView('image'),
  },
  {
    id: 'view.mesh',
    title: 'Mesh: ghost, solid, wire, off',
    group: 'View',
    keys: ['o'],
    run: cycleMesh,
  },
  {
    id: 'view.uncertainty',
    title: 'How sure the body is',
    group: 'View',
    keys: ['i'],
    run: toggleUncertainty,
  },
  {
    id: 'view.peek',
    title: 'Hold: the bare picture',
    group: 'View',
    keys: ['h'],
    run: () => studio.setState({ isPeeking: true }),
    release: () => studio.setState({ isPeeking: false }),
  },
  {
    id: 'view.overlays',
    title: 'Overlays on or off',
    group: 'View',
    keys: ['Shift+h'],
    run: () => studio.setState({ showOverlays: !studio.getState().showOverlays }),
  },
  ...sides,
];

function cycleMesh(): void {
  const at = MESH_MODES.indexOf(studio.getState().meshMode);
  studio.setState({ meshMode: MESH_MODES[(at + 1) % MESH_MODES.length] ?? 'ghost' });
}
