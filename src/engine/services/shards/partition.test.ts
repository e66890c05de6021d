import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shardOf } from './partition.ts';

it('a picture belongs to one shard, by its name alone, and many spread evenly', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 1000 }), (name, shards) => {
      const index = shardOf(name, shards);
      expect(index).toBeGreaterThanOrEqual(0);
      expect(index).toBeLessThan(shards);
      expect(shardOf(name, shards)).toBe(index);
    }),
  );
  const sizes = new Array<number>(8).fill(0);
  for (let i = 0; i < 8000; i++) {
    const index = shardOf(`folder/picture_${i}.jpg`, 8);
    sizes[index] = (sizes[index] ?? 0) + 1;
  }
  for (const size of sizes) expect(Math.abs(size - 1000)).toBeLessThan(120); // four sigma
});

// Python: int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], 'big') % 8
it('the partition is part of what a run on a disk means: it never changes', () => {
  expect(['a.jpg', 'b/c.png', 'ü.webp'].map((name) => shardOf(name, 8))).toEqual([2, 7, 2]);
});
