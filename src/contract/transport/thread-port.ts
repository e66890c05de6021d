import { dressPort, type Port } from './port.ts';

/** A worker thread seen from its parent, or the parent seen from the thread (`parentPort`). */
export interface ThreadLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Node's channel to a worker thread as a port. */
export function portOfThread(other: ThreadLike): Port {
  const dressed = dressPort((message) => other.postMessage(message));
  other.on('message', dressed.receive);
  return dressed.port;
}
