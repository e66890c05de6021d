/** Letters work on the canvas and the list only; keys with Ctrl work everywhere. */
import { useEffect } from 'react';
import type { Command } from '../commands/command.ts';
import { commandFor, placeOf, runCommand } from '../commands/dispatch.ts';
import { COMMANDS } from '../commands/registry.ts';
import { studio } from '../state/studio-state.ts';

export function useKeys(): void {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    const held = new Map<string, Command>();
    window.addEventListener('keydown', (event) => press(event, held), { signal });
    window.addEventListener('keyup', ({ code }) => release(code, held), { signal });
    window.addEventListener('blur', () => releaseAll(held), { signal });
    return () => ending.abort();
  }, []);
}

/** @param held the commands whose keys are down, by the key's code */
function press(event: KeyboardEvent, held: Map<string, Command>): void {
  if (event.isComposing || event.defaultPrevented) return;
  if (studio.getState().dialog !== null) return; // a dialog has its own keys
  const command = commandFor(event, placeOf(event.target), COMMANDS);
  if (command === undefined) return;
  event.preventDefault();
  if (event.repeat && command.repeats !== true) return;
  if (command.release !== undefined) held.set(event.code, command);
  runCommand(command);
}

function release(code: string, held: Map<string, Command>): void {
  void held.get(code)?.release?.();
  held.delete(code);
}

/** Keys that go up in another window are not heard here. */
function releaseAll(held: Map<string, Command>): void {
  for (const code of [...held.keys()]) release(code, held);
}
