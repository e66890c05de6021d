import { dressPort, type Port } from './port.ts';

/** A forked child seen from its parent, or the parent seen from the child (`process`). */
export interface ProcessLike {
  send?(message: unknown): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
}

/** Node's IPC channel to a forked process as a port. */
export function portOfProcess(other: ProcessLike): Port {
  const dressed = dressPort((message) => other.send?.(message));
  other.on('message', dressed.receive);
  other.on('disconnect', dressed.close);
  return dressed.port;
}
