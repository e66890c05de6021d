/** What the host says over HTTP, and the headers that every answer has. */
import type { ServerResponse } from 'node:http';
import { isStudioError } from '../core/common/errors.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

export interface Content {
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Seconds that a browser may keep it. */
  readonly maxAge?: number;
}

export function sendContent(response: ServerResponse, { type, bytes, maxAge = 0 }: Content): void {
  response.writeHead(200, {
    ...SECURITY_HEADERS,
    'Content-Type': type,
    'Content-Length': bytes.length,
    'Cache-Control': maxAge > 0 ? `private, max-age=${maxAge}` : 'no-cache',
  });
  response.end(bytes);
}

export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

export function sendRedirect(response: ServerResponse, cookie: string): void {
  response.writeHead(302, { ...SECURITY_HEADERS, Location: '/', 'Set-Cookie': cookie });
  response.end();
}

/** A studio's error has a sentence for the user; another is a bug, whose text stays in the log. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return;
  if (isStudioError(error)) {
    sendText(response, statusOf(error.code), error.message);
  } else {
    console.error(error);
    sendText(response, 500, 'Something went wrong in the studio itself; its log says what.');
  }
}

function statusOf(code: string): number {
  return /not-found|gone|none-open/.test(code) ? 404 : 422;
}
