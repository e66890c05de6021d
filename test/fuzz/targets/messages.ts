/** Frames as a page sends them to the engine. A bug that is met in answering one is a find. */
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { RPCHandler } from '@orpc/server/message-port';
import { type DressedPort, dressPort } from '../../../src/contract/transport/port.ts';
import { isRequestFrame } from '../../../src/contract/transport/request-frame.ts';
import {
  portOfWebSocket,
  type WebSocketLike,
} from '../../../src/contract/transport/websocket-port.ts';
import {
  throwsStudioErrors,
  throwsWireErrors,
} from '../../../src/contract/transport/wire-error.ts';
import { StudioError } from '../../../src/core/common/errors.ts';
import { type Engine, openEngine } from '../../../src/engine/open-engine.ts';
import { createRouter } from '../../../src/engine/router.ts';
import type { StudioClient } from '../../../src/renderer/client/connection.ts';
import { damagedJson } from '../mutate-json.ts';
import type { OpenTarget } from '../target.ts';

type Bugs = unknown[];

function handlerOf(engine: Engine, bugs: Bugs) {
  const reportBug = (error: unknown) => `find ${bugs.push(error)}`;
  return new RPCHandler(createRouter(engine), {
    clientInterceptors: [throwsWireErrors(reportBug)],
  });
}

/** The engine's end of a socket, without a network. */
function socketOf(send: (frame: string) => void) {
  const hub = new EventTarget();
  let isRefused = false;
  const socket = {
    readyState: 1,
    send,
    close: () => {
      isRefused = true;
      hub.dispatchEvent(new Event('close'));
    },
    addEventListener: (type: string, listener: (event: never) => void) =>
      hub.addEventListener(type, listener as never),
  };
  return {
    socket: socket as WebSocketLike,
    receive: (data: string) => hub.dispatchEvent(Object.assign(new Event('message'), { data })),
    isRefused: () => isRefused,
    close: () => hub.dispatchEvent(new Event('close')),
  };
}

function clientOn(send: (frame: string) => void): { client: StudioClient; line: DressedPort } {
  const line = dressPort((frame) => send(String(frame)));
  const link = new RPCLink({ port: line.port, interceptors: [throwsStudioErrors] });
  return { client: createORPCClient(link), line };
}

/** Calls of every group that start no network. */
async function framesOf(client: StudioClient, sent: string[]): Promise<string[]> {
  const { total, rows } = await client.images.page({ offset: 0, limit: 5 });
  const imageId = rows[0]?.id ?? total;
  const keypoints = [
    { x: 1, y: 2, confidence: 1, visibility: 'visible', source: 'hand', use: 'normal' },
  ];
  const before = sent.length;
  const calls: Promise<unknown>[] = [
    client.system.info({}),
    client.images.page({ text: 'a', states: ['nobody'], offset: 0, limit: 50 }),
    client.images.get({ imageId }),
    client.people.list({ imageId }),
    client.people.decide({ personId: 1, decision: 'accepted', reason: 'it is' }),
    client.people.edit({ personId: 1, revision: 1, label: 'Move', keypoints, fit: null } as never),
    client.people.remove({ personId: 1 }),
    client.settings.set({ compute: { backend: 'wasm' } }),
    client.system.browse({ grantId: 'g', path: 'a/b' }),
    client.history.undo({}),
  ];
  await Promise.allSettled(calls);
  return sent.slice(before);
}

async function openSample(folder: string): Promise<Engine> {
  process.env.SPIN_STUDIO_HOME = folder;
  const engine = openEngine({ host: 'web', projectFile: join(folder, 'project.spin') });
  await engine.openSample();
  return engine;
}

const messages: OpenTarget = async (folder) => {
  const engine = await openSample(folder);
  const bugs: Bugs = [];
  const reject = (error: unknown) => bugs.push(error);
  process.on('unhandledRejection', reject);
  const handler = handlerOf(engine, bugs);
  const sent: string[] = [];
  const far = socketOf((frame) => near.line.receive(frame));
  handler.upgrade(portOfWebSocket(far.socket, isRequestFrame));
  const near = clientOn((frame) => {
    sent.push(frame);
    far.receive(frame);
  });
  const frames = await framesOf(near.client, sent);
  return {
    seeds: frames.map((frame) => ({
      bytes: new TextEncoder().encode(frame),
      damage: damagedJson,
    })),
    async read(bytes) {
      const stranger = socketOf(() => undefined);
      handler.upgrade(portOfWebSocket(stranger.socket, isRequestFrame));
      stranger.receive(new TextDecoder().decode(bytes));
      await setImmediate();
      await near.client.system.info({}); // who comes after a bad frame is served
      stranger.close();
      if (bugs.length > 0) throw bugs.splice(0)[0];
      if (stranger.isRefused()) throw refusal();
    },
    async close() {
      process.off('unhandledRejection', reject);
      await engine.close();
    },
  };
};

const refusal = () => new StudioError('input/invalid', 'The socket was ended.', { issues: [] });

export const MESSAGES: Readonly<Record<string, OpenTarget>> = { messages };
