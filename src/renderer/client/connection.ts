/** The engine seen from the page: one WebSocket, opened again when it breaks. */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { studioContract } from '../../contract/studio-contract.ts';
import { portOfWebSocket, type WebSocketLike } from '../../contract/transport/websocket-port.ts';
import { throwsStudioErrors } from '../../contract/transport/wire-error.ts';

export type StudioClient = ContractRouterClient<typeof studioContract>;

const RETRY_MS = 1000;

/** The client of the present connection. */
export let client: StudioClient = clientOf(openSocket());

function openSocket(): WebSocket {
  return new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`);
}

function clientOf(socket: WebSocket): StudioClient {
  const port = portOfWebSocket(socket as unknown as WebSocketLike);
  return createORPCClient(new RPCLink({ port, interceptors: [throwsStudioErrors] }));
}

/** Calls `work` for each connection, and again after it has ended. */
export async function stayConnected(
  work: (client: StudioClient) => Promise<void>,
  onLost: () => void,
): Promise<never> {
  for (;;) {
    try {
      await work(client);
    } catch (error) {
      console.info(`The connection has ended: ${String(error)}`);
    }
    onLost();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    client = clientOf(openSocket());
  }
}
