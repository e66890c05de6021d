/** Files that are not what they seem: each is named with its reason, and the others go on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  decodePixels,
  encodeUpright,
  readHeader,
} from '../../src/engine/adapters/images/image-file.ts';

let folder: string;
const fileOf = (name: string) => ({ path: join(folder, name), name });

/** Left half red, right half blue, 40 × 20. */
function halves() {
  const red = { create: { width: 40, height: 20, channels: 3 as const, background: '#ff0000' } };
  const right = { create: { width: 20, height: 20, channels: 3 as const, background: '#0000ff' } };
  return sharp(red).composite([{ input: right, left: 20, top: 0 }]);
}

/** Says that it has 100,000 × 100,000 pixels, and has 64. */
const SIDE_PX = 100_000;

/** Behind the signature and the chunk's length and name are width, height and, at last, its sum. */
function hugePng(png: Buffer): Buffer {
  png.writeUInt32BE(SIDE_PX, 16);
  png.writeUInt32BE(SIDE_PX, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

/** Of its first directory, the entries 256 (width) and 257 (height). */
function hugeTiff(tiff: Buffer): Buffer {
  const directory = tiff.readUInt32LE(4);
  for (let i = 0; i < tiff.readUInt16LE(directory); i++) {
    const entry = directory + 2 + 12 * i;
    if (tiff.readUInt16LE(entry) > 257) continue;
    tiff.writeUInt16LE(4, entry + 2);
    tiff.writeUInt32LE(SIDE_PX, entry + 8);
  }
  return tiff;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'spin-pictures-'));
  const jpeg = await halves().jpeg({ quality: 100 }).toBuffer();
  writeFileSync(join(folder, 'good.jpg'), jpeg);
  writeFileSync(join(folder, 'truncated.jpg'), jpeg.subarray(0, jpeg.length - 200));
  writeFileSync(join(folder, 'empty.jpg'), '');
  writeFileSync(join(folder, 'text.jpg'), 'This is no picture.');
  mkdirSync(join(folder, 'folder.jpg'));
  await sharp(jpeg).withMetadata({ orientation: 6 }).jpeg().toFile(join(folder, 'rotated.jpg'));
  await halves().toColourspace('cmyk').jpeg({ quality: 100 }).toFile(join(folder, 'cmyk.jpg'));
  await halves().toColourspace('rgb16').png().toFile(join(folder, 'sixteen.png'));
  const grey = { create: { width: 8, height: 8, channels: 3 as const, background: '#808080' } };
  await sharp(grey).toColourspace('b-w').png().toFile(join(folder, 'grey.png'));
  const tiny = sharp({ create: { width: 8, height: 8, channels: 3, background: '#808080' } });
  writeFileSync(join(folder, 'says.png'), hugePng(await tiny.clone().png().toBuffer()));
  writeFileSync(join(folder, 'says.tif'), hugeTiff(await tiny.clone().tiff().toBuffer()));
  const huge = {
    create: { width: 12_000, height: 9000, channels: 3 as const, background: '#000' },
  };
  await sharp(huge).png({ compressionLevel: 1 }).toFile(join(folder, 'huge.png'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a file that cannot be used', () => {
  it.each([
    ['empty.jpg', 'image/unreadable', 'it is empty'],
    ['folder.jpg', 'image/unreadable', 'it is a folder'],
    ['text.jpg', 'image/unreadable', 'unsupported image format'],
    ['truncated.jpg', 'image/unreadable', 'premature end'],
    ['huge.png', 'image/too-large', '108 megapixels; 100 can be opened'],
    ['says.png', 'image/too-large', '10000 megapixels; 100 can be opened'],
    ['says.tif', 'image/too-large', '10000 megapixels; 100 can be opened'],
    ['nowhere.jpg', 'image/gone', 'no longer there'],
  ])('%s is %s: %s', async (name, code, reason) => {
    const failure = decodePixels(fileOf(name));
    await expect(failure).rejects.toMatchObject({ code });
    await expect(failure).rejects.toThrow(reason);
    await expect(failure).rejects.toThrow(/others go on|is kept/);
    await expect(encodeUpright(fileOf(name), 64)).rejects.toMatchObject({ code });
  });
});

describe('a file that can', () => {
  it('gives upright 8-bit RGB, whatever it was', async () => {
    for (const name of ['good.jpg', 'cmyk.jpg', 'sixteen.png']) {
      const { data, width, height } = await decodePixels(fileOf(name));
      expect([width, height, data.length], name).toEqual([40, 20, 2400]);
      const [red = 0, , blue = 0] = data.subarray(3 * (10 * 40 + 5));
      expect(red, name).toBeGreaterThan(150);
      expect(blue, name).toBeLessThan(100);
    }
  });

  it('is turned as EXIF says', async () => {
    const file = fileOf('rotated.jpg');
    expect(await readHeader(file)).toMatchObject({ width: 20, height: 40 });
    const { data, width, height } = await decodePixels(file);
    expect([width, height]).toEqual([20, 40]);
    const [red = 0] = data.subarray(3 * (5 * 20 + 10));
    expect(red).toBeGreaterThan(200);
    expect(data[3 * (35 * 20 + 10) + 2]).toBeGreaterThan(200);
  });

  it('may be grey', async () => {
    const { data } = await decodePixels(fileOf('grey.png'));
    expect(data.length).toBe(8 * 8 * 3);
  });
});
