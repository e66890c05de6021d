import { EventEmitter } from 'node:events';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { type ContractRouterClient, eventIterator, oc } from '@orpc/contract';
import { createRouterClient, implement } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { StudioError } from '../../core/common/errors.ts';
import { dressPort, type Port } from './port.ts';
import { portOfProcess } from './process-port.ts';
import { portOfWebSocket } from './websocket-port.ts';
import { throwsStudioErrors, throwsWireErrors } from './wire-error.ts';

const base = oc.errors({ STUDIO: { data: z.object({ code: z.string(), data: z.unknown() }) } });
const contract = {
  half: base.input(z.object({ value: z.int() })).output(z.number()),
  count: base.input(z.object({ to: z.int() })).output(eventIterator(z.int())),
  forever: base.input(z.object({})).output(z.object({})),
};

function serve() {
  const log: unknown[] = [];
  const os = implement(contract);
  const router = os.router({
    half: os.half.handler(({ input: { value } }) => {
      if (value === 7) throw new Error('a bug');
      if (value % 2 === 0) return value / 2;
      throw new StudioError('image/gone', `${value} is odd.`, { name: String(value) });
    }),
    count: os.count.handler(async function* ({ input }) {
      for (let i = 1; i <= input.to; i++) yield i;
    }),
    forever: os.forever.handler(async ({ signal }) => {
      await new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          log.push('aborted');
          reject(signal.reason);
        });
      });
      return {};
    }),
  });
  const reportBug = (error: unknown) => {
    log.push(error);
    return 'A1';
  };
  return { router, log, interceptor: throwsWireErrors(reportBug) };
}

type Server = ReturnType<typeof serve>;
type Client = ContractRouterClient<typeof contract>;
interface Session {
  client: Client;
  cut(): void;
}

function overPorts(
  { router, interceptor }: Server,
  near: Port,
  far: Port,
  cut: () => void,
): Session {
  new RPCHandler(router, { clientInterceptors: [interceptor] }).upgrade(far);
  const link = new RPCLink({ port: near, interceptors: [throwsStudioErrors] });
  return { client: createORPCClient(link), cut };
}

function dressed(server: Server): Session {
  const near = dressPort((message) => queueMicrotask(() => far.receive(message)));
  const far = dressPort((message) => queueMicrotask(() => near.receive(message)));
  const cut = () => {
    near.close();
    far.close();
  };
  return overPorts(server, near.port, far.port, cut);
}

function fakeProcess(other: () => EventEmitter) {
  return Object.assign(new EventEmitter(), {
    send: (message: unknown) => setImmediate(() => other().emit('message', message)) !== null,
  });
}

function processes(server: Server): Session {
  const child = fakeProcess(() => parent);
  const parent = fakeProcess(() => child);
  const cut = () => {
    child.emit('disconnect');
    parent.emit('disconnect');
  };
  return overPorts(server, portOfProcess(child), portOfProcess(parent), cut);
}

class FakeSocket extends EventTarget {
  readyState = 0;
  other: FakeSocket | undefined;
  send(text: string) {
    if (this.readyState !== 1) throw new Error('not open');
    setImmediate(() => this.other?.dispatchEvent(new MessageEvent('message', { data: text })));
  }
  become(state: number, event: string) {
    this.readyState = state;
    this.dispatchEvent(new Event(event));
  }
}

function sockets(server: Server): Session {
  const near = new FakeSocket();
  const far = new FakeSocket();
  near.other = far;
  far.other = near;
  far.readyState = 1;
  setTimeout(() => near.become(1, 'open'), 5);
  const cut = () => {
    near.become(3, 'close');
    far.become(3, 'close');
  };
  const portOf = (socket: FakeSocket) => portOfWebSocket(socket as never);
  return overPorts(server, portOf(near), portOf(far), cut);
}

describe.each([
  ['a dressed pair', dressed],
  ['a forked process', processes],
  ['a WebSocket that opens late', sockets],
])('over %s', (_, connect) => {
  it('answers', async () => {
    const { client } = connect(serve());
    expect(await client.half({ value: 8 })).toBe(4);
  });

  it('streams', async () => {
    const { client } = connect(serve());
    const seen: number[] = [];
    for await (const value of await client.count({ to: 4 })) seen.push(value);
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  it('keeps the class, code, message and data of a StudioError', async () => {
    const { client } = connect(serve());
    const error = await client.half({ value: 3 }).catch((caught) => caught);
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({ code: 'image/gone', message: '3 is odd.', data: { name: '3' } });
  });

  it('reports a bug under the number that the log holds, and says no more', async () => {
    const server = serve();
    const { client } = connect(server);
    await expect(client.half({ value: 7 })).rejects.toMatchObject({
      code: 'internal',
      data: { incident: 'A1' },
      message:
        'Something went wrong in the studio itself. What was done before is saved. Please report incident A1.',
    });
    expect(server.log).toEqual([new Error('a bug')]);
  });

  it('says which input was refused', async () => {
    const { client } = connect(serve());
    await expect(client.half({ value: 0.5 })).rejects.toMatchObject({
      code: 'input/invalid',
      data: { issues: ['value: Invalid input: expected int, received number'] },
    });
  });

  it('carries a cancel to the handler', async () => {
    const server = serve();
    const { client } = connect(server);
    const controller = new AbortController();
    const call = client.forever({}, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => server.log).toEqual(['aborted']);
  });

  it('ends running calls when the carrier is gone', async () => {
    const { client, cut } = connect(serve());
    const call = client.forever({});
    setTimeout(cut, 20);
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });
});

it('gives an in-process client the same typed error', async () => {
  const { router, interceptor } = serve();
  const client = createRouterClient(router, { interceptors: [interceptor] });
  await expect(client.half({ value: 3 })).rejects.toMatchObject({
    code: 'STUDIO',
    defined: true,
    data: { code: 'image/gone', data: { name: '3' } },
  });
});
