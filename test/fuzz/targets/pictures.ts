/** Pictures: header, whole pixels and thumbnail, as list, detector and page ask for them. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { decodePixels, encodeUpright } from '../../../src/engine/adapters/images/image-file.ts';
import { readMask } from '../../../src/engine/adapters/images/mask-file.ts';
import type { OpenTarget } from '../target.ts';

const FORMATS = ['jpeg', 'png', 'webp', 'tiff', 'avif', 'gif'] as const;
type Format = (typeof FORMATS)[number];

function picture() {
  const noise = Buffer.from(Array.from({ length: 48 * 32 * 3 }, (_, i) => (i * 7919) % 251));
  const exif = { IFD0: { Orientation: '6' }, IFD2: { FocalLengthIn35mmFilm: '35' } };
  return sharp(noise, { raw: { width: 48, height: 32, channels: 3 } }).withExif(exif);
}

const pictureTarget =
  (format: Format): OpenTarget =>
  async (folder) => {
    const file = { path: join(folder, `mutant.${format}`), name: `mutant.${format}` };
    const seeds = [{ bytes: new Uint8Array(await picture().toFormat(format).toBuffer()) }];
    return {
      seeds,
      async read(bytes) {
        writeFileSync(file.path, bytes);
        const { data, width, height } = await decodePixels(file);
        assert.equal(data.length, 3 * width * height);
        await encodeUpright(file, 24);
      },
    };
  };

const maskTarget: OpenTarget = async (folder) => {
  const file = { path: join(folder, 'mask.png'), name: 'mask.png' };
  const grey = sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } });
  return {
    seeds: [{ bytes: new Uint8Array(await grey.toColourspace('b-w').png().toBuffer()) }],
    read(bytes) {
      writeFileSync(file.path, bytes);
      return readMask(file);
    },
  };
};

export const PICTURES: Readonly<Record<string, OpenTarget>> = {
  ...Object.fromEntries(FORMATS.map((format) => [format, pictureTarget(format)])),
  'mask png': maskTarget,
};
