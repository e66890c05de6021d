/** What can be fetched: the page's own files, pictures by id, the body, exports by name. */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { writePageBody } from '../core/formats/page-body.ts';
import { BODY_FILE } from '../engine/adapters/embedded-models.ts';
import type { Engine } from '../engine/open-engine.ts';
import { type Content, sendContent, sendText } from './responses.ts';

const PAGE_FOLDER = resolve(import.meta.dirname, '../../out/renderer');
const DAY_S = 86_400;
const MAX_SIDE_PX = 4096;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8',
  '.npz': 'application/octet-stream',
  '.npy': 'application/octet-stream',
  '.glb': 'model/gltf-binary',
  '.obj': 'text/plain; charset=utf-8',
};

export async function answer(engine: Engine, response: ServerResponse, url: URL): Promise<void> {
  const leaving = new AbortController();
  response.once('close', () => leaving.abort());
  const content = await contentFor(engine, url, leaving.signal);
  if (content === undefined) sendText(response, 404, 'There is nothing here.');
  else sendContent(response, content);
}

function contentFor(
  engine: Engine,
  { pathname, searchParams }: URL,
  signal: AbortSignal,
): Promise<Content | undefined> {
  const image = /^\/images\/(\d{1,15})$/.exec(pathname);
  if (image) return picture(engine, Number(image[1]), Number(searchParams.get('side')), signal);
  if (pathname === '/model/body.npz') return bodyContent(engine, searchParams.get('hash'));
  const exported = /^\/exports\/(.+)$/.exec(pathname);
  if (exported) return exportedFile(engine, exported[1] ?? '');
  return pageFile(pathname);
}

async function picture(
  engine: Engine,
  imageId: number,
  side: number,
  signal: AbortSignal,
): Promise<Content> {
  const maxSidePx = side > 0 ? Math.min(Math.ceil(side), MAX_SIDE_PX) : MAX_SIDE_PX;
  const bytes = await engine.picture(imageId, maxSidePx, signal);
  return { type: 'image/jpeg', bytes, maxAge: 60 };
}

/** The embedded body from its file; that of the open project, which comes from the user's files. */
async function bodyContent(engine: Engine, hash: string | null): Promise<Content | undefined> {
  const model = engine.body();
  if (!model.isSmpl) return fileContent(BODY_FILE, DAY_S);
  if (model.hash !== hash) return undefined;
  // Licensed: not to be kept by a browser.
  return { type: 'application/octet-stream', bytes: writePageBody(model), maxAge: 0 };
}

function exportedFile(engine: Engine, encoded: string): Promise<Content | undefined> {
  const name = decoded(encoded);
  const { exportFolder } = engine.session.current();
  const known = engine.jobs.list().some(({ files }) => files.includes(name));
  return known ? fileContent(join(exportFolder, name), 0) : Promise.resolve(undefined);
}

/** Names of pictures are in it; what is no name is nothing. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function pageFile(pathname: string): Promise<Content | undefined> {
  const path = resolve(PAGE_FOLDER, `.${pathname === '/' ? '/index.html' : pathname}`);
  if (!path.startsWith(PAGE_FOLDER + sep)) return Promise.resolve(undefined);
  return fileContent(path, pathname.startsWith('/assets/') ? DAY_S : 0);
}

async function fileContent(path: string, maxAge: number): Promise<Content | undefined> {
  const type = TYPES[extname(path)];
  if (type === undefined) return undefined;
  try {
    return { type, bytes: await readFile(path), maxAge };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
