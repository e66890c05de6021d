import { dressPort, type Port } from './port.ts';

const OPEN = 1;

/** The part that a browser's WebSocket and the one of `ws` have in common. */
export interface WebSocketLike {
  readonly readyState: number;
  send(text: string): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * A WebSocket as a port. Messages wait until it is open; those sent after its end are dropped, as
 * a real port does. The studio's contract has no binary values, so every frame is text; other
 * frames are not ours and are ignored.
 */
export function portOfWebSocket(socket: WebSocketLike): Port {
  const waiting: string[] = [];
  let isOpen = socket.readyState === OPEN;
  const dressed = dressPort((message) => {
    if (typeof message !== 'string') throw new TypeError('The WebSocket carries text only.');
    if (isOpen) socket.send(message);
    else if (socket.readyState < OPEN) waiting.push(message);
  });
  socket.addEventListener('open', () => {
    isOpen = true;
    for (const message of waiting.splice(0)) socket.send(message);
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') dressed.receive(data);
  });
  socket.addEventListener('close', () => {
    isOpen = false;
    dressed.close();
  });
  return dressed.port;
}
