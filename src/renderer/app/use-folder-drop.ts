/** A folder dropped on the window opens; a browser tells no paths, so there a sentence says how. */
import { useEffect } from 'react';
import type { Grant } from '../../contract/system.ts';
import { client } from '../client/connection.ts';
import { attempt, say } from '../state/studio-state.ts';

interface Shell {
  grantDropped(file: File): Promise<Grant>;
}

export function useFolderDrop(): void {
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener('dragover', (event) => event.preventDefault(), { signal });
    window.addEventListener('drop', (event) => void drop(event), { signal });
    return () => ending.abort();
  }, []);
}

async function drop(event: DragEvent): Promise<void> {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (file === undefined) return;
  const { spinShell } = window as Window & { spinShell?: Shell };
  if (spinShell === undefined) {
    say('info', 'A browser does not tell where a folder lies. Open it with Ctrl+O.');
    return;
  }
  const grant = await attempt(spinShell.grantDropped(file));
  if (grant !== undefined) await attempt(client.project.open({ grantId: grant.id }));
}
