/** Folders that the host allows. The page knows their ids and names, never their paths. */
import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, resolve, sep } from 'node:path';
import type { Grant } from '../../../contract/system.ts';
import { StudioError } from '../../../core/common/errors.ts';
import { requireFolder } from './image-folder.ts';

export interface Grants {
  list(): Grant[];
  /** @throws StudioError `folder/unreadable` */
  add(path: string): Promise<Grant>;
  /**
   * The real path of a folder below a grant.
   *
   * @throws StudioError `folder/not-granted` for an unknown grant or a way out of it, by `..` or by
   *   a link; `folder/unreadable`
   */
  resolve(grantId: string, path: string): Promise<string>;
  /** The same for a file or a folder. @throws StudioError `folder/not-granted`, `import/unreadable` */
  resolveFile(grantId: string, path: string): Promise<string>;
}

export function createGrants(): Grants {
  const roots = new Map<string, string>();
  const grantOf = ([id, root]: [string, string]) => ({ id, name: basename(root) || root });
  return {
    list: () => [...roots].map(grantOf),
    async add(path) {
      await requireFolder(path);
      const root = await realpath(path);
      const known = [...roots].find(([, other]) => other === root);
      if (known !== undefined) return grantOf(known);
      const id = `folder-${roots.size + 1}`;
      roots.set(id, root);
      return grantOf([id, root]);
    },
    async resolve(grantId, path) {
      const { root, wanted } = below(roots, grantId, path);
      await requireFolder(wanted);
      return realBelow(root, wanted);
    },
    async resolveFile(grantId, path) {
      const { root, wanted } = below(roots, grantId, path);
      if (existsSync(wanted)) return realBelow(root, wanted);
      const message = `There is no such file. Nothing was changed.\nFile: ${path}`;
      throw new StudioError('import/unreadable', message, { reason: 'it is not there' });
    },
  };
}

function below(roots: ReadonlyMap<string, string>, grantId: string, path: string) {
  const root = roots.get(grantId);
  if (root === undefined || path.includes('\0')) throw notGranted();
  const wanted = resolve(root, path);
  requireBelow(root, wanted);
  return { root, wanted };
}

async function realBelow(root: string, wanted: string): Promise<string> {
  const real = await realpath(wanted);
  requireBelow(root, real);
  return real;
}

function requireBelow(root: string, path: string): void {
  const prefix = root.endsWith(sep) ? root : root + sep;
  if (path !== root && !path.startsWith(prefix)) throw notGranted();
}

function notGranted(): StudioError<'folder/not-granted'> {
  const message =
    'This folder lies outside of those that the studio may open. Nothing was opened. Start it with ' +
    'this folder, or with --root and a folder above it.';
  return new StudioError('folder/not-granted', message, {});
}
