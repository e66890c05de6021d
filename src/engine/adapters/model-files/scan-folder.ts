/** Looks through a folder for the files of `known-models.ts`; nothing in it is changed or copied. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFile, ModelFinding, ModelReport } from '../../../contract/models.ts';
import { isStudioError } from '../../../core/common/errors.ts';
import type { ByteSource } from '../../../core/formats/byte-source.ts';
import { recognise } from './file-kinds.ts';
import { hashOf, withFileSource } from './file-source.ts';
import { LICENCES, WANTED } from './known-models.ts';

const FILE = /\.(pkl|npz|npy|pt|pth|ckpt)$/i;
const MAX_DEPTH = 4;
const MAX_FILES = 300;
/** No file of these is larger; a larger pickle would not fit into the memory either. */
const MAX_BYTES = 2e9;

/** @throws when the folder itself cannot be read */
export function scanModelFolder(folder: string): ModelReport {
  const files = withDoubles(
    modelFileNames(folder).map((name) => inspect(join(folder, name), name)),
  );
  const usable = files.filter(({ isUsable }) => isUsable);
  const has = (kind: ModelFile['kind']) => usable.some((file) => file.kind === kind);
  const bodies = usable.flatMap(({ body }) => (body === null ? [] : [body]));
  return {
    folder,
    files,
    missing: WANTED.filter(({ kind }) => !has(kind)),
    bodies: ['mhbody', ...(has('extra-joints') ? [...new Set(bodies)].toSorted() : [])],
    hasPosePrior: has('pose-prior'),
  };
}

/** Without a folder there is nothing but what the program carries. */
export const NO_MODEL_FOLDER: ModelReport = {
  folder: null,
  files: [],
  missing: [...WANTED],
  bodies: ['mhbody'],
  hasPosePrior: false,
};

/** Files of the kinds in question, below the folder, by their paths relative to it. */
export function modelFileNames(folder: string): string[] {
  return fileNames(folder, '', MAX_DEPTH).slice(0, MAX_FILES);
}

function fileNames(folder: string, below: string, depth: number): string[] {
  const entries = readdirSync(join(folder, below), { withFileTypes: true });
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) return depth > 0 ? readable(folder, name, depth - 1) : [];
    return FILE.test(entry.name) ? [name] : [];
  });
}

/** A folder in it that may not be read holds nothing for us. */
function readable(folder: string, below: string, depth: number): string[] {
  try {
    return fileNames(folder, below, depth);
  } catch {
    return [];
  }
}

/** What a file is; whatever is wrong with it is a finding, not an error. */
export function inspect(path: string, name: string): ModelFile {
  const bytes = statSync(path).size;
  const unread = { name, kind: 'other' as const, title: 'Not readable', body: null, bytes };
  if (bytes > MAX_BYTES) {
    const findings = [error('It is too large to be one of the files that are used here.')];
    return { ...unread, isUsable: false, sha256: null, findings, licence: null };
  }
  try {
    return withFileSource(path, name, (source) => inspectSource(path, source));
  } catch (cause) {
    const findings = [error(cause instanceof Error ? cause.message : String(cause))];
    return { ...unread, isUsable: false, sha256: null, findings, licence: null };
  }
}

function inspectSource(path: string, source: ByteSource): ModelFile {
  const sha256 = hashOf(source);
  const about = { name: source.name, bytes: source.size, sha256 };
  try {
    const { findings, ...found } = recognise(path, source);
    const isUsable =
      found.kind !== 'other' && findings.every(({ severity }) => severity !== 'error');
    return { ...about, ...found, isUsable, findings, licence: LICENCES[found.kind] };
  } catch (cause) {
    if (!isStudioError(cause)) throw cause;
    const findings = [error(cause.message.split('\nFile: ')[0] ?? cause.message)];
    const title =
      cause.code === 'format/runs-code' ? 'A file that tries to run code' : 'Not usable';
    const nothing = { kind: 'other' as const, title, body: null, isUsable: false };
    return { ...about, ...nothing, findings, licence: null };
  }
}

function error(message: string): ModelFinding {
  return { severity: 'error', message };
}

/** Two files for one purpose: the first is taken, and both say so when they differ. */
function withDoubles(files: readonly ModelFile[]): ModelFile[] {
  const purpose = ({ kind, body }: ModelFile) => `${kind} ${body}`;
  return files.map((file) => {
    if (!file.isUsable) return file;
    const first = files.find((each) => each.isUsable && purpose(each) === purpose(file));
    if (first === undefined || first === file) return file;
    const what = first.sha256 === file.sha256 ? 'The same file as' : 'Not used; taken is';
    const note: ModelFinding = { severity: 'note', message: `${what} ${first.name}.` };
    return { ...file, findings: [...file.findings, note] };
  });
}
