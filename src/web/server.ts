/** The web host: HTTP for the page and its pictures, a WebSocket for the contract. Loopback only. */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { RPCHandler } from '@orpc/server/message-port';
import { type WebSocket, WebSocketServer } from 'ws';
import { isRequestFrame } from '../contract/transport/request-frame.ts';
import { portOfWebSocket, type WebSocketLike } from '../contract/transport/websocket-port.ts';
import { throwsWireErrors } from '../contract/transport/wire-error.ts';
import { reportBug } from '../engine/adapters/incident.ts';
import type { Engine } from '../engine/open-engine.ts';
import { createRouter } from '../engine/router.ts';
import { type Access, cookieFor, hasCookie, hasOwnHost, hasOwnOrigin, isToken } from './access.ts';
import { sendError, sendRedirect, sendText } from './responses.ts';
import { answer } from './routes.ts';

/** A call has one person's keypoints and body: a few kilobytes. */
const MAX_MESSAGE_BYTES = 1 << 20;
const MAX_SOCKETS = 32;
/** A page has six, and one for its messages. */
const MAX_CONNECTIONS = 256;
/** Who takes longer to say what he wants is sent away, so that silent connections do not add up. */
const PATIENCE = {
  headersTimeout: 5000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1000,
} as const;

export interface WebHost {
  readonly port: number;
  /** With the token in it. */
  readonly address: string;
  close(): Promise<void>;
}

/** @param port 0 for any that is free */
export async function startWebHost(engine: Engine, access: Access, port: number): Promise<WebHost> {
  const server = createServer(PATIENCE);
  server.maxConnections = MAX_CONNECTIONS;
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  server.on('request', (request, response) => {
    if (!hasOwnHost(request, bound, access)) {
      return sendText(response, 421, 'This address is not served here.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return sendText(response, 405, 'Only reading is possible here.');
    }
    const url = URL.parse(request.url ?? '/', 'http://host');
    if (url === null) return sendText(response, 400, 'This is no address.');
    if (isToken(url.searchParams.get('token'), access)) {
      return sendRedirect(response, cookieFor(request, access));
    }
    if (!hasCookie(request, access)) return sendText(response, 403, NO_TOKEN);
    return answer(engine, response, url).catch((error) => sendError(response, error));
  });
  const sockets = serveSockets(engine, server, access, bound);
  return {
    port: bound,
    address: `http://127.0.0.1:${bound}/?token=${access.token}`,
    close: () => closeAll(server, sockets),
  };
}

const NO_TOKEN =
  'This studio needs its token. Open the address that was printed when it was started.';

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function serveSockets(engine: Engine, server: Server, access: Access, port: number) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES });
  const handler = new RPCHandler(createRouter(engine), {
    clientInterceptors: [throwsWireErrors(reportBug)],
  });
  server.on('upgrade', (request, socket, head) => {
    const refusal = refuse(request, access, port, sockets.clients.size);
    if (refusal !== undefined) return endWith(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => serve(handler, webSocket));
  });
  return sockets;
}

function refuse(request: IncomingMessage, access: Access, port: number, open: number) {
  if (!hasOwnHost(request, port, access)) return '421 Misdirected Request';
  if (request.url !== '/rpc') return '404 Not Found';
  if (!hasOwnOrigin(request) || !hasCookie(request, access)) return '403 Forbidden';
  return open >= MAX_SOCKETS ? '503 Service Unavailable' : undefined;
}

/** The socket is ours from the upgrade on: an error of it that nobody hears would end the process. */
function endWith(socket: Duplex, status: string): void {
  socket.on('error', () => socket.destroy());
  socket.once('finish', () => socket.destroy());
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
}

function serve(handler: RPCHandler<Record<never, never>>, webSocket: WebSocket): void {
  // A frame that is too large or broken ends this socket; the page opens a new one.
  webSocket.on('error', (error) => console.warn(`A connection was ended: ${error.message}`));
  handler.upgrade(portOfWebSocket(webSocket as unknown as WebSocketLike, isRequestFrame));
}

async function closeAll(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const client of sockets.clients) client.terminate();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
