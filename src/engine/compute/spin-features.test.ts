import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFeatureCache } from './feature-cache.ts';
import { pictureOf } from './regressor.ts';
import { featuresOf } from './spin-features.ts';

let home: string;
let folder: string;
let computed: number;
const crop = { centerX: 40, centerY: 30, scale: 0.3 };

/** Says how many crops it has seen, and the first number of each. */
const network = {
  head: { featureCount: 3, M: new Float64Array(), m: new Float64Array() },
  features(crops: Float32Array, count: number) {
    computed += count;
    const size = crops.length / count;
    return Float32Array.from({ length: 3 * count }, (_, i) => crops[Math.floor(i / 3) * size] ?? 0);
  },
};

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'spin-features-'));
  folder = join(home, 'features');
  computed = 0;
  const create = { width: 80, height: 60, channels: 3 as const, background: '#a0b0c0' };
  await sharp({ create }).png().toFile(join(home, 'a.png'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function see(backbone = 'one', crops = [crop], maxEntries?: number) {
  const picture = pictureOf({ path: join(home, 'a.png'), name: 'a.png' });
  const cache = createFeatureCache(folder, maxEntries);
  const sights = crops.map((one) => ({ picture, crop: one }));
  return featuresOf({ network, backbone, cache, cropKind: 'exact' }, sights);
}

describe('features of a crop', () => {
  it('are computed once, also across starts of the program', async () => {
    const first = await see();
    expect(await see()).toEqual(first);
    expect(computed).toBe(1);
  });

  it('are another crop’s, picture’s or backbone’s own', async () => {
    await see();
    await see('two');
    await see('one', [crop, { ...crop, scale: 0.4 }]);
    utimesSync(join(home, 'a.png'), new Date(), new Date('2020-01-01'));
    await see();
    expect(computed).toBe(4);
  });

  it('are computed again when the file is broken or cut off', async () => {
    const first = await see();
    const place = join(folder, readdirSync(folder)[0] ?? '');
    for (const damage of [Buffer.alloc(20), Buffer.from('cut'), Buffer.alloc(0)]) {
      writeFileSync(place, damage);
      expect(await see()).toEqual(first);
    }
    expect(computed).toBe(4);
  });

  it('are computed without a place to keep them', async () => {
    writeFileSync(folder, 'a file where the folder should be');
    expect(await see()).toHaveLength(1);
    expect(await see()).toHaveLength(1);
    expect(computed).toBe(2);
  });

  it('do not fill the disk: those that were used last stay', async () => {
    const crops = Array.from({ length: 12 }, (_, i) => ({ ...crop, centerX: 30 + i }));
    await see('one', crops, 10);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(10);
    computed = 0;
    await see('one', crops.slice(-2), 10);
    expect(computed).toBe(0);
  });

  it('say which picture is gone', async () => {
    rmSync(join(home, 'a.png'));
    await expect(see()).rejects.toMatchObject({ code: 'image/gone' });
  });
});
