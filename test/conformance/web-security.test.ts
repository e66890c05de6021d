/** The web host, tried from outside: one test for each rule of its safety. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { connectClient } from '../fixtures/studio-client.ts';
import { type StudioProcess, startStudio } from '../fixtures/studio-process.ts';

let home: string;
let studio: StudioProcess;
let served: StudioProcess;
let port: number;
let token: string;
let cookie: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-security-'));
  mkdirSync(join(home, 'pictures/inside'), { recursive: true });
  studio = await startStudio([join(home, 'pictures')], home);
  served = await startStudio(['--serve', join(home, 'pictures')], join(home, 'served'));
  const url = new URL(studio.address);
  port = Number(url.port);
  token = url.searchParams.get('token') ?? '';
  cookie = `spin-studio-${port}=${token}`;
}, 120_000);
afterAll(async () => {
  await studio.stop();
  await served.stop();
  rmSync(home, { recursive: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

function ask(
  path: string,
  headers: Record<string, string>,
  method = 'GET',
  at = port,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: at, path, method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode, headers: response.headers });
    });
    asked.once('error', reject);
    asked.end();
  });
}

/** How the upgrade to a WebSocket ends: "open" or the HTTP status. */
function upgrade(headers: Record<string, string>, path = '/rpc'): Promise<string> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
    socket.once('open', () => {
      socket.close();
      resolve('open');
    });
    socket.once('error', (error) => resolve(/\d{3}/.exec(error.message)?.[0] ?? error.message));
  });
}

describe('the token', () => {
  it('is needed, whole and right', async () => {
    expect((await ask('/', {})).status).toBe(403);
    expect((await ask('/?token=', {})).status).toBe(403);
    expect((await ask(`/?token=${token.slice(1)}`, {})).status).toBe(403);
    expect((await ask('/', { cookie: `spin-studio-${port}=guess` })).status).toBe(403);
    expect((await ask('/images/1', {})).status).toBe(403);
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  it('is swapped for a cookie that scripts cannot read and other sites do not send', async () => {
    const { status, headers } = await ask(`/?token=${token}`, {});
    expect([status, headers.location]).toEqual([302, '/']);
    expect(headers['set-cookie']?.[0]).toBe(`${cookie}; HttpOnly; SameSite=Strict; Path=/`);
  });

  it('is long, and not the same twice, so that an old one is as good as none', async () => {
    expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16);
    const { port: other, searchParams } = new URL(served.address);
    expect(searchParams.get('token')).not.toBe(token);
    expect((await ask(`/?token=${token}`, {}, 'GET', Number(other))).status).toBe(403);
  });

  it('of another page’s form or script is not taken: nothing is changed by a request', async () => {
    const origin = 'http://evil.example';
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const { status, headers } = await ask('/rpc', { cookie, origin }, method);
      expect(status, method).toBe(405);
      expect(headers['access-control-allow-origin'], method).toBeUndefined();
    }
  });
});

describe('the names', () => {
  it('lets no other Host in', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1:1',
      'localhost.evil:80',
    ]) {
      expect((await ask('/', { cookie, host })).status, host).toBe(421);
    }
    expect((await ask('/', { cookie, host: `localhost:${port}` })).status).toBe(200);
  });

  it('answers any port of a loopback name when it serves a machine down the hall', async () => {
    const url = new URL(served.address);
    const at = Number(url.port);
    const own = url.searchParams.get('token');
    const forwarded = { cookie: `spin-studio-9999=${own}`, host: '127.0.0.1:9999' };
    expect((await ask('/', forwarded, 'GET', at)).status).toBe(200);
    expect((await ask('/', { ...forwarded, host: 'evil.example:9999' }, 'GET', at)).status).toBe(
      421,
    );
  });

  it('says how to forward the port', () => {
    const at = new URL(served.address).port;
    expect(served.output()).toContain(`ssh -L ${at}:127.0.0.1:${at} `);
  });

  it('lets no foreign page open a connection, nor one without cookie', async () => {
    const origin = `http://127.0.0.1:${port}`;
    expect(await upgrade({ cookie, origin })).toBe('open');
    expect(await upgrade({ origin })).toBe('403');
    expect(await upgrade({ cookie })).toBe('403');
    expect(await upgrade({ cookie, origin: 'http://evil.example' })).toBe('403');
    expect(await upgrade({ cookie, origin: `http://localhost:${port}` })).toBe('403');
    expect(await upgrade({ cookie, origin }, '/other')).toBe('404');
  });
});

describe('what can be read', () => {
  it('is below the page’s own folder', async () => {
    for (const path of [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/assets/../../../package.json',
      '/%2e%2e/%2e%2e/package.json',
      '/exports/..%2ftrain.npz',
      '/exports/other.npz',
      '/images/../1',
      '/images/999999',
    ]) {
      expect((await ask(path, { cookie })).status, path).toBe(404);
    }
    expect((await ask('/', { cookie }, 'POST')).status).toBe(405);
  });

  it('has the policy with it', async () => {
    const { headers } = await ask('/', { cookie });
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
  });

  it('is no folder outside of the grants', async () => {
    const { client, close } = await connectClient(served.address);
    const [grant] = await client.system.grants({});
    expect(grant?.name).toBe('pictures');
    const open = (path: string) => client.project.open({ grantId: grant?.id ?? '', path });
    await expect(open('..')).rejects.toMatchObject({ code: 'folder/not-granted' });
    await expect(open('/etc')).rejects.toMatchObject({ code: 'folder/not-granted' });
    expect((await open('inside')).name).toBe('inside');
    close();
  });
});

it('lets no parameter that is a path or a name lead out of a grant', async () => {
  const { client, close } = await connectClient(studio.address);
  const [grant] = await client.system.grants({});
  const grantId = grant?.id ?? '';
  const choice = { format: 'coco' as const, byHand: null };
  const calls: Record<string, (path: string) => Promise<unknown>> = {
    browse: (path) => client.system.browse({ grantId, path }),
    'project.open': (path) => client.project.open({ grantId, path }),
    'models.choose': (path) => client.models.choose({ grantId, path }),
    'imports.preview': (path) => client.imports.preview({ ...choice, grantId, path }),
    'imports.run': (path) => client.imports.run({ ...choice, grantId, path }),
  };
  const ways = ['..', '../..', '/etc/passwd', 'inside/../../home', `${home}/served`, 'a\0b'];
  for (const [name, call] of Object.entries(calls)) {
    for (const way of ways) {
      await expect(call(way), `${name} ${way}`).rejects.toMatchObject({
        code: 'folder/not-granted',
      });
    }
  }
  for (const name of ['../x', 'a/b', '', 'a\nb', 'x'.repeat(81)]) {
    const wanted = client.exports.check({
      formats: ['coco'],
      states: ['accepted'],
      name,
      seed: 0,
      replace: false,
    });
    await expect(wanted, name).rejects.toMatchObject({ code: 'input/invalid' });
  }
  close();
});

/** A raw connection that says this; resolves with all that it was answered once it is ended. */
function say(text: string, then?: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.write(text);
      then?.(socket);
    });
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', () => undefined); // the close says it
    socket.once('close', () => resolve(answer));
  });
}

describe('patience', () => {
  const alive = async () => expect((await ask('/', { cookie })).status).toBe(200);

  it('ends who never says what he wants, and who says it for ever', async () => {
    const silent = say(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Slow: `);
    const endless = say(`GET / HTTP/1.1\r\nX-Long: ${'x'.repeat(100_000)}`);
    const slowBody = say(
      `POST /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 1000000000\r\n\r\nx`,
    );
    expect(await endless).toContain('431 Request Header Fields Too Large');
    expect(await silent).toContain('408 Request Timeout');
    expect(await slowBody).toContain('405 Method Not Allowed');
    await alive();
  });

  it('outlives who leaves in the middle of an upgrade', async () => {
    const request = `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`;
    for (let i = 0; i < 50; i++) await say(request, (socket) => socket.resetAndDestroy());
    await alive();
  });

  it('has room for 32 pages, and again when they have left', async () => {
    const headers = { cookie, origin: `http://127.0.0.1:${port}` };
    const opened = Array.from(
      { length: 33 },
      () => new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers }),
    );
    const ends = opened.map(
      (socket) =>
        new Promise<string>((resolve) => {
          socket.once('open', () => resolve('open'));
          socket.once('error', ({ message }) => resolve(message));
        }),
    );
    const answers = await Promise.all(ends);
    expect(answers.filter((answer) => answer === 'open')).toHaveLength(32);
    expect(answers.find((answer) => answer !== 'open')).toContain('503');
    const open = opened.filter((_, i) => answers[i] === 'open');
    const closed = open.map((socket) => new Promise((resolve) => socket.once('close', resolve)));
    for (const socket of open) socket.close();
    await Promise.all(closed);
    await expect.poll(() => upgrade(headers)).toBe('open');
  });

  it('outlives a thousand connections at once', async () => {
    const sockets = Array.from({ length: 1000 }, () => connect({ host: '127.0.0.1', port }));
    for (const socket of sockets) socket.on('error', () => undefined); // most are sent away
    await Promise.all(
      sockets.map(
        (socket) =>
          new Promise((resolve) => socket.once('connect', resolve).once('close', resolve)),
      ),
    );
    for (const socket of sockets) socket.destroy();
    await expect
      .poll(() =>
        ask('/', { cookie }).then(
          ({ status }) => status,
          () => undefined,
        ),
      )
      .toBe(200);
  });
});

describe('sizes', () => {
  it('ends a connection that sends too much, and goes on with others', async () => {
    const headers = { cookie, origin: `http://127.0.0.1:${port}` };
    const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
    const code = await new Promise((resolve) => {
      socket.once('open', () => socket.send('x'.repeat(2 << 20)));
      socket.once('close', resolve);
      socket.once('error', () => undefined); // the close says it
    });
    expect([1006, 1009]).toContain(code);
    expect(await upgrade(headers)).toBe('open');
  });

  it.each([
    'garbage',
    '{}',
    'null',
    '{"i":"1","p":{}}',
    '{"i":"1","p":{"u":"http://["}}',
    '{"i":"1","p":{"u":"/system/info","h":{"content-type":"multipart/form-data; boundary=x"}}}',
    '{"i":"1","p":{"u":"/system/info","h":{"content-disposition":5}}}',
    '['.repeat(100_000),
  ])(
    'ends a connection that sends what is no call (%#), and goes on with others',
    async (frame) => {
      const headers = { cookie, origin: `http://127.0.0.1:${port}` };
      const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { headers });
      const code = await new Promise((resolve) => {
        socket.once('open', () => socket.send(frame));
        socket.once('close', resolve);
      });
      expect(code).toBe(1008);
      expect(await upgrade(headers)).toBe('open');
    },
  );

  it.each(['//', '//[', 'http://[', '*'])('has no page at %s, and goes on', async (path) => {
    expect([400, 403]).toContain((await ask(path, {})).status);
    expect((await ask('/', { cookie })).status).toBe(200);
  });

  it('refuses calls that the contract does not know', async () => {
    const { client, close } = await connectClient(studio.address);
    const bad = { imageId: 'one' } as unknown as { imageId: number };
    await expect(client.images.get(bad)).rejects.toMatchObject({ code: 'input/invalid' });
    const points = { offset: 0, limit: 100_000 };
    await expect(client.images.page(points)).rejects.toMatchObject({ code: 'input/invalid' });
    close();
  });
});

it('is not heard on other addresses of the machine', async () => {
  const reached = await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.2', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
  expect(reached).toBe(false);
});
