/** The engine's side of the channel to the Electron shell; undefined in a plain terminal. */
import type { Grants } from '../engine/adapters/files/grants.ts';

export interface Shell {
  /** Shows the shell's folder dialog. */
  askForFolder(): Promise<string | undefined>;
  /** Tells the address, and from then on lets the shell grant folders that were dropped. */
  ready(address: string, grants: Grants): void;
}

type ShellMessage =
  | { readonly kind: 'folder'; readonly path: string | undefined }
  | { readonly kind: 'grant'; readonly id: number; readonly path: string };

export function connectShell(): Shell | undefined {
  const send = process.send?.bind(process);
  if (send === undefined || process.env.SPIN_STUDIO_SHELL !== 'electron') return undefined;
  return {
    askForFolder: () =>
      new Promise((resolve) => {
        const listener = (message: ShellMessage) => {
          if (message.kind !== 'folder') return;
          process.off('message', listener);
          resolve(message.path);
        };
        process.on('message', listener);
        send({ kind: 'ask-folder' });
      }),
    ready(address, grants) {
      process.on('message', (message: ShellMessage) => {
        if (message.kind === 'grant') void grantDropped(grants, message, send);
      });
      send({ kind: 'ready', address });
    },
  };
}

/** A folder dropped on the window; the page opens it by the grant. */
async function grantDropped(
  grants: Grants,
  { id, path }: { id: number; path: string },
  send: (message: unknown) => void,
): Promise<void> {
  try {
    send({ kind: 'granted', id, grant: await grants.add(path) });
  } catch (error) {
    send({ kind: 'granted', id, error: error instanceof Error ? error.message : String(error) });
  }
}
