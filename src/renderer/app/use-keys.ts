/** Letters work on the canvas and the list only; keys with Ctrl work everywhere. */
import { useEffect } from 'react';
import { createKeybindingsHandler } from 'tinykeys';
import { studio, type WorkspaceName } from '../state/studio-state.ts';
import { COMMANDS, type Command } from './keys.ts';

export function useKeys(): void {
  useEffect(() => {
    const handle = createKeybindingsHandler(
      Object.fromEntries(COMMANDS.flatMap((command) => bindings(command))),
    );
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener('keydown', handle, { signal });
    window.addEventListener('keydown', (event) => peek(event, true), { signal });
    window.addEventListener('keyup', (event) => peek(event, false), { signal });
    return () => ending.abort();
  }, []);
}

function bindings(command: Command): [string, (event: KeyboardEvent) => void][] {
  return command.keys.map((key) => [
    key,
    (event) => {
      if (studio.getState().dialog !== null) return;
      if (command.isGlobal !== true && !takesLetters(event.target)) return;
      if (!worksIn(command, studio.getState().workspace)) return;
      event.preventDefault();
      void command.run();
    },
  ]);
}

/** In the other workspaces nobody sees what a key would do to the picture. */
function worksIn({ isGlobal, group }: Command, workspace: WorkspaceName): boolean {
  return workspace !== 'train' || isGlobal === true || group === 'App';
}

/** Held H shows the bare picture. */
function peek(event: KeyboardEvent, isPeeking: boolean): void {
  if (event.key !== 'h' || !takesLetters(event.target)) return;
  if (studio.getState().isPeeking !== isPeeking) studio.setState({ isPeeking });
}

/** The page as a whole belongs to the canvas; a field or a button keeps its own keys. */
function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof Element) || target === document.body) return true;
  return target.closest('[data-canvas]') !== null;
}
