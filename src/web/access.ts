/**
 * Who may talk to the web host: a program on this machine that knows the token. The token comes
 * once in the address and is swapped for a cookie that no script can read and no other site sends;
 * `Host` and `Origin` are checked so that no other page's name leads here (DNS rebinding).
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TOKEN_BYTES = 24;
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface Access {
  readonly token: string;
  /** Answered at the end of an SSH forward, whose port is another than the host's own. */
  readonly anyPort: boolean;
}

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

/** True when the request's `Host` is this host. */
export function hasOwnHost(request: IncomingMessage, port: number, { anyPort }: Access): boolean {
  const match = /^(.+?)(?::(\d+))?$/.exec(request.headers.host ?? '');
  if (match === null || !LOOPBACK_NAMES.has(match[1] ?? '')) return false;
  return anyPort || Number(match[2] ?? 80) === port;
}

/** True when the page that asks is this host's own; a request without `Origin` is no page's. */
export function hasOwnOrigin(request: IncomingMessage): boolean {
  return request.headers.origin === `http://${request.headers.host}`;
}

export function isToken(candidate: string | null | undefined, { token }: Access): boolean {
  const [a, b] = [Buffer.from(candidate ?? ''), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Cookies know no ports, so the name has it: two studios on one machine do not collide. */
function cookieName(request: IncomingMessage): string {
  return `spin-studio-${/:(\d+)$/.exec(request.headers.host ?? '')?.[1] ?? '80'}`;
}

export function hasCookie(request: IncomingMessage, access: Access): boolean {
  const name = `${cookieName(request)}=`;
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  return isToken(cookies.find((cookie) => cookie.startsWith(name))?.slice(name.length), access);
}

export function cookieFor(request: IncomingMessage, { token }: Access): string {
  return `${cookieName(request)}=${token}; HttpOnly; SameSite=Strict; Path=/`;
}
