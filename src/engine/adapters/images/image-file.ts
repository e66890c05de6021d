/** Pictures on disk: what they are, checked before anything is decoded, and their upright pixels. */
import { statSync } from 'node:fs';
import { extname } from 'node:path';
import exifReader from 'exif-reader';
import sharp, { type Sharp } from 'sharp';
import type { ImageFile } from '../../../contract/compute-contract.ts';
import { isStudioError, StudioError } from '../../../core/common/errors.ts';

sharp.cache(false);
sharp.concurrency(1);

const EXTENSIONS = new Set(['.jpg', '.jpeg', '.png', '.webp', '.avif', '.tif', '.tiff', '.gif']);
const MAX_MEGAPIXELS = 100;
/** The decoder's own limit lies above, so that ours, which has a sentence, is the one that speaks. */
const DECODER_LIMIT_PX = 120e6;

export interface ImageHeader {
  /** Pixels after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  /** EXIF's FocalLengthIn35mmFilm. */
  readonly focalLength35mm: number | undefined;
}

export function looksLikeImage(fileName: string): boolean {
  return EXTENSIONS.has(extname(fileName).toLowerCase());
}

/** Upright RGB pixels, 8 bits a channel. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * @throws StudioError `image/gone`, `image/unreadable` or `image/too-large`, naming the picture
 */
export async function readHeader(file: ImageFile): Promise<ImageHeader> {
  requireFile(file);
  const metadata = await orUnreadable(
    file,
    sharp(file.path, { limitInputPixels: false }).metadata(),
  );
  const megapixels = (metadata.width * metadata.height) / 1e6;
  if (megapixels > MAX_MEGAPIXELS) {
    throw new StudioError(
      'image/too-large',
      `The picture has ${Math.round(megapixels)} megapixels; ${MAX_MEGAPIXELS} can be opened. ` +
        `It was left out, the others go on. Make it smaller.\nFile: ${file.name}`,
      { name: file.name, megapixels, limit: MAX_MEGAPIXELS },
    );
  }
  const turned = (metadata.orientation ?? 1) >= 5;
  return {
    width: turned ? metadata.height : metadata.width,
    height: turned ? metadata.width : metadata.height,
    focalLength35mm: focalLengthOf(metadata.exif),
  };
}

function requireFile({ path, name }: ImageFile): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) {
    throw new StudioError(
      'image/gone',
      `The picture is no longer there. What was done on it is kept; put it back or rescan the folder.\nFile: ${name}`,
      { name },
    );
  }
  if (stats.isFile() && stats.size > 0) return;
  throw unreadable(name, stats.isFile() ? 'it is empty' : 'it is a folder');
}

function focalLengthOf(exif: Buffer | undefined): number | undefined {
  if (exif === undefined) return undefined;
  try {
    return exifReader(exif).Photo?.FocalLengthIn35mmFilm;
  } catch {
    return undefined; // EXIF that cannot be read says nothing, which is what an absent one says
  }
}

/** Upright pixels at full size, for the detector. */
export async function decodePixels(file: ImageFile): Promise<Pixels> {
  await readHeader(file);
  const { data, info } = await orUnreadable(
    file,
    upright(file.path).removeAlpha().raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true }),
  );
  return { data, width: info.width, height: info.height };
}

/** An upright JPEG, at most `maxSidePx` wide and high. */
export async function encodeUpright(file: ImageFile, maxSidePx: number): Promise<Uint8Array> {
  await readHeader(file);
  return orUnreadable(
    file,
    upright(file.path)
      .resize(maxSidePx, maxSidePx, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .jpeg({ quality: 88 })
      .toBuffer(),
  );
}

function upright(path: string): Sharp {
  const options = { limitInputPixels: DECODER_LIMIT_PX, failOn: 'truncated' } as const;
  return sharp(path, options).autoOrient().toColourspace('srgb');
}

async function orUnreadable<Value>(file: ImageFile, work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (isStudioError(error)) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw unreadable(file.name, reason ?? 'unknown reason');
  }
}

function unreadable(name: string, reason: string): StudioError<'image/unreadable'> {
  return new StudioError(
    'image/unreadable',
    `The picture cannot be read: ${reason}. It was left out, the others go on. ` +
      `Save it again or remove it.\nFile: ${name}`,
    { name, reason },
  );
}
