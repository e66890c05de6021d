import { dressPort, type Port } from './port.ts';

const OPEN = 1;
/** RFC 6455, 7.4.1. */
const POLICY_VIOLATION = 1008;

/** The part that a browser's WebSocket and the one of `ws` have in common. */
export interface WebSocketLike {
  readonly readyState: number;
  send(text: string): void;
  close(code: number, reason: string): void;
  addEventListener(type: 'open' | 'close', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * A WebSocket as a port. Messages wait until it is open; those sent after its end are dropped, as
 * a real port does. The studio's contract has no binary values, so every frame is text; other
 * frames are not ours and are ignored.
 *
 * @param isFrame what the other side may say; anything else ends the socket
 */
export function portOfWebSocket(
  socket: WebSocketLike,
  isFrame: (text: string) => boolean = () => true,
): Port {
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
    if (typeof data !== 'string') return;
    if (isFrame(data)) dressed.receive(data);
    else socket.close(POLICY_VIOLATION, 'This is no message of the studio.');
  });
  socket.addEventListener('close', () => {
    isOpen = false;
    dressed.close();
  });
  return dressed.port;
}
