/** Reads people of other programs' files, and of folders where a format has a file a picture. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { ImportFormat } from '../../../contract/import.ts';
import { hasCode, isStudioError, StudioError } from '../../../core/common/errors.ts';
import type { AnnotatedFile } from '../../../core/formats/annotations/annotation.ts';
import { annotatedCameraHmr } from '../../../core/formats/annotations/camera-hmr.ts';
import { annotatedCoco, readCoco } from '../../../core/formats/annotations/coco.ts';
import { annotatedEft, readEft } from '../../../core/formats/annotations/eft.ts';
import { annotatedHmr2, readHmr2Dataset } from '../../../core/formats/annotations/hmr2.ts';
import { annotatedOpenPose, openPoseImage } from '../../../core/formats/annotations/openpose.ts';
import {
  annotatedSpin,
  readSpinDataset,
  readSpinFits,
  readSpinFitsMeta,
  type SpinDataset,
  type SpinFits,
} from '../../../core/formats/annotations/spin.ts';
import { readNpz } from '../../../core/formats/npz.ts';
import { readArray } from '../../../core/formats/object-array.ts';
import type { Mask } from '../../../core/masks/mask.ts';
import type { AnnotationReader } from '../../services/imports/annotation-reader.ts';
import { readMask } from '../images/mask-file.ts';
import { inNaturalOrder } from './natural-order.ts';

const SINGLE: Readonly<
  Record<Exclude<ImportFormat, 'openpose' | 'masks'>, (path: string) => Promise<AnnotatedFile>>
> = {
  coco: async (path) => annotatedCoco(readCoco(await readText(path), path), path),
  eft: async (path) => annotatedEft(readEft(await readText(path), path)),
  spin: readSpin,
  hmr2: async (path) => annotatedHmr2(readHmr2Dataset(await readArrays(path, HMR2_ARRAYS), path)),
  camerahmr: async (path) => annotatedCameraHmr(await readArrays(path, CAMERA_ARRAYS), path),
};

/** Others, like `extra_info`, hold Python objects that nobody needs here. */
const SPIN_ARRAYS = [
  ...['imgname', 'center', 'scale', 'part', 'openpose', 'pose', 'shape', 'has_smpl', 'body_model'],
];
const HMR2_ARRAYS = [
  ...['imgname', 'center', 'scale', 'body_keypoints_2d', 'extra_keypoints_2d', 'body_pose'],
  ...['has_body_pose', 'betas', 'has_betas'],
];
const CAMERA_ARRAYS = ['imgname', 'pose', 'shape', 'cam_int', 'cam_t', 'gt_keypoints'];

export function createAnnotationReader(): AnnotationReader {
  return {
    async read(path, format, signal) {
      const isFolder = await isFolderAt(path);
      const name = basename(path);
      const nothing = { name, masks: [], problems: [], people: [], notes: [] };
      if (format === 'masks') return { ...nothing, ...(await readMasks(path, isFolder, signal)) };
      if (format === 'openpose' && isFolder) {
        return { ...nothing, ...(await readOpenPoseFolder(path, signal)) };
      }
      if (isFolder) throw notAFolder(format, path);
      if (format !== 'openpose') return { ...nothing, ...(await SINGLE[format](path)) };
      return { ...nothing, ...named(annotatedOpenPose(await readText(path), path), name) };
    },
  };
}

/** A single file knows its picture by its own name, not by the way to it. */
function named(file: AnnotatedFile, name: string): AnnotatedFile {
  const imageName = openPoseImage(name);
  return { ...file, people: file.people.map((person) => ({ ...person, imageName })) };
}

/** One broken file does not end the others. */
async function readOpenPoseFolder(folder: string, signal: AbortSignal) {
  const people: AnnotatedFile['people'][number][] = [];
  const notes = new Map<string, number>();
  const problems: { name: string; message: string }[] = [];
  for (const name of await filesBelow(folder, /\.json$/i)) {
    signal.throwIfAborted();
    try {
      const file = annotatedOpenPose(await readText(join(folder, name)), name);
      people.push(...file.people);
      for (const note of file.notes) notes.set(note, (notes.get(note) ?? 0) + 1);
    } catch (error) {
      if (!isStudioError(error)) throw error;
      problems.push({ name, message: error.message });
    }
  }
  const told = [...notes].map(([note, count]) => (count === 1 ? note : `${note} (${count} files)`));
  return { people, notes: told, problems };
}

async function readMasks(path: string, isFolder: boolean, signal: AbortSignal) {
  const folder = isFolder ? path : dirname(path);
  const names = isFolder ? await filesBelow(path, /\.png$/i) : [basename(path)];
  const masks: { imageName: string; mask: Mask }[] = [];
  const problems: { name: string; message: string }[] = [];
  for (const name of names) {
    signal.throwIfAborted();
    try {
      const mask = await readMask({ path: join(folder, name), name });
      masks.push({ imageName: name.replace(/\.png$/i, ''), mask });
    } catch (error) {
      if (!isStudioError(error)) throw error;
      problems.push({ name, message: error.message });
    }
  }
  return { masks, problems };
}

/** Relative to the folder, with forward slashes. */
async function filesBelow(folder: string, pattern: RegExp): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const names = entries
    .filter((entry) => entry.isFile() && pattern.test(entry.name) && !entry.name.startsWith('.'))
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'));
  return inNaturalOrder(names);
}

/** The data set with the fits that lie beside it. */
async function readSpin(path: string): Promise<AnnotatedFile> {
  const data = readSpinDataset(await readArrays(path, SPIN_ARRAYS), path);
  return annotatedSpin(data, await fitsBeside(path, data));
}

async function fitsBeside(path: string, data: SpinDataset): Promise<SpinFits | undefined> {
  const stem = path.replace(/\.npz$/i, '');
  const names = [`${stem}_fits.npy`, `${stem}_fits.${data.bodyName}.npy`];
  const bytes = await Promise.all(names.map(bytesIfThere));
  const found = bytes.findIndex((content) => content !== undefined);
  const [content, name] = [bytes[found], names[found]];
  if (content === undefined || name === undefined) return undefined;
  const fits = readSpinFits(readArray(content, name), data.count, name);
  const metaPath = `${stem}_fits_meta.npz`;
  const meta = await bytesIfThere(metaPath);
  if (meta === undefined) return fits;
  const only = ['has_fit', 'camera', 'global_orient', 'translation'];
  return { ...fits, full: readSpinFitsMeta(readNpz(meta, metaPath, only), data.count, metaPath) };
}

async function bytesIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readBytes(path);
  } catch (error) {
    if (hasCode(error, 'import/unreadable') && error.data.reason === GONE) return undefined;
    throw error;
  }
}

async function readArrays(path: string, only: readonly string[]) {
  return readNpz(await readBytes(path), path, only);
}

async function readText(path: string): Promise<string> {
  return new TextDecoder().decode(await readBytes(path));
}

const GONE = 'it is not there';

/** @throws StudioError `import/unreadable` */
async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw unreadable(error, path);
  }
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw unreadable(error, path);
  }
}

function unreadable(cause: unknown, path: string): StudioError<'import/unreadable'> {
  const { code } = cause as NodeJS.ErrnoException;
  const reason =
    code === 'ENOENT' ? GONE : code === 'EACCES' ? 'it may not be read' : String(code ?? cause);
  const message =
    `The file cannot be read: ${reason}. Nothing was changed. Check the file, then import it ` +
    `again.\nFile: ${path}`;
  return new StudioError('import/unreadable', message, { reason }, { cause });
}

function notAFolder(format: ImportFormat, path: string): StudioError<'import/unreadable'> {
  const reason = `it is a folder, and ${format} has one file`;
  const message = `The file cannot be read: ${reason}. Nothing was changed. Choose the file itself.\nFolder: ${path}`;
  return new StudioError('import/unreadable', message, { reason });
}
