/** From a key to the command that it means where the focus is. */
import { matchKeybindingPress, parseKeybinding } from 'tinykeys';
import { type StudioState, say, studio, type WorkspaceName } from '../state/studio-state.ts';
import { type Command, type Scope, scopeOf } from './command.ts';

/** Parts of a page where the focus can be, as the element's surroundings tell. */
export type Place = 'joint3d' | 'view3d' | 'canvas' | 'field' | 'elsewhere';

/** The inner scope's command wins. */
const SCOPES: Readonly<Record<Place, readonly Scope[]>> = {
  joint3d: ['joint3d', 'page', 'everywhere'],
  view3d: ['view3d', 'page', 'everywhere'],
  canvas: ['canvas', 'page', 'everywhere'],
  field: ['everywhere'],
  elsewhere: ['page', 'everywhere'],
};
/** Where people are seen and edited; elsewhere nobody sees what a key would do to the picture. */
const PICTURE_WORKSPACES: readonly WorkspaceName[] = ['annotate', 'review'];

const TEXT_KEYS = new Set(['a', 'c', 'v', 'x', 'y', 'z']);

/** @returns undefined for a key that means nothing there */
export function commandFor(
  event: KeyboardEvent,
  place: Place,
  commands: readonly Command[],
): Command | undefined {
  if (place === 'field' && isTextKey(event)) return undefined;
  for (const scope of SCOPES[place]) {
    const command = commands.find(
      (one) => scopeOf(one) === scope && one.keys.some((key) => matches(event, key)),
    );
    if (command !== undefined) return command;
  }
  return undefined;
}

/** Undo and the like in a field are the field's, as are the keys that end it. */
function isTextKey({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  if (key === 'Escape' || key === 'Enter') return true;
  return (ctrlKey || metaKey) && !altKey && TEXT_KEYS.has(key.toLowerCase());
}

export function matches(event: KeyboardEvent, keys: string): boolean {
  const [press] = parseKeybinding(keys);
  return press !== undefined && matchKeybindingPress(event, press);
}

/** The page as a whole belongs to the canvas; a field or a button keeps its own keys. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element) || target === document.body) return 'canvas';
  if (target.closest('[data-joint]') !== null) return 'joint3d';
  if (target.closest('[data-body-view]') !== null) return 'view3d';
  if (target.closest('[data-canvas]') !== null) return 'canvas';
  return target.matches('input, textarea, select, [contenteditable]') ? 'field' : 'elsewhere';
}

/** Why a command does nothing now, as a sentence; undefined when it works. */
export function offReason(command: Command, state: StudioState): string | undefined {
  const isOfPicture = !['page', 'everywhere'].includes(scopeOf(command));
  if (isOfPicture && !PICTURE_WORKSPACES.includes(state.workspace)) {
    return 'It works on a picture: Ctrl+1 shows them.';
  }
  return command.when?.(state);
}

/** Does it, or says why not. */
export function runCommand(command: Command): void {
  const reason = offReason(command, studio.getState());
  if (reason === undefined) void command.run();
  else say('info', reason);
}
