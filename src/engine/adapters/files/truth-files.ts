/** Truth files on disk, and the silhouettes that lie beside some. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StudioError } from '../../../core/common/errors.ts';
import { readNpz } from '../../../core/formats/npz.ts';
import type { Mask } from '../../../core/masks/mask.ts';
import type { TruthFiles } from '../../services/ports.ts';
import { readMask } from '../images/mask-file.ts';
import { inNaturalOrder } from './natural-order.ts';

const ENDINGS = /\.(json|npz|pkl)$/i;

export function createTruthFiles(): TruthFiles {
  return {
    async list(folder) {
      const entries = await readdir(folder, { withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && ENDINGS.test(entry.name));
      return inNaturalOrder(files.map(({ name }) => name));
    },
    async read(path) {
      const bytes = await readOrSay(path);
      const masks = await masksBeside(path, bytes);
      return { source: path, bytes, maskOf: (name) => masks.get(name) };
    },
  };
}

async function readOrSay(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' ? 'it is not there' : `it cannot be read (${code})`;
    const message = `There is no truth to compare with: ${reason}. Nothing was written.\nFile: ${path}`;
    throw new StudioError('evaluation/no-truth', message, { reasons: [reason] }, { cause });
  }
}

/** SSP-3D's `silhouettes/` by the names of its pictures; empty for any other file. */
async function masksBeside(path: string, bytes: Uint8Array): Promise<Map<string, Mask>> {
  const folder = join(dirname(path), 'silhouettes');
  const masks = new Map<string, Mask>();
  if (!/\.npz$/i.test(path) || !existsSync(folder)) return masks;
  const names = readNpz(bytes, path, ['fnames']).fnames?.data;
  for (const name of ArrayBuffer.isView(names) ? [] : (names ?? [])) {
    const file = join(folder, String(name));
    if (existsSync(file))
      masks.set(String(name), await readMask({ path: file, name: String(name) }));
  }
  return masks;
}
