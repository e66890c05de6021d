import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { joined } from './export-file.ts';
import { readTar, type TarEntry, writeTar } from './tar.ts';

const ENTRIES: TarEntry[] = [
  { name: '00000000.jpg', bytes: new Uint8Array(70_000).fill(7) },
  { name: '00000000.data.pyd', bytes: Uint8Array.of(1, 2, 3) },
  { name: 'leer', bytes: new Uint8Array(0) },
];

async function* each<Item>(items: readonly Item[]) {
  yield* items;
}

async function read(bytes: Uint8Array): Promise<TarEntry[]> {
  const out: TarEntry[] = [];
  for await (const entry of readTar(each([bytes.subarray(0, 600), bytes.subarray(600)])))
    out.push(entry);
  return out;
}

describe('a tar', () => {
  it('reads back as it was written, with the same bytes each time', async () => {
    const bytes = await joined(writeTar(each(ENTRIES)));
    expect(await read(bytes)).toEqual(ENTRIES);
    expect(await joined(writeTar(each(ENTRIES)))).toEqual(bytes);
  });

  it('that was written half is refused', async () => {
    const bytes = await joined(writeTar(each(ENTRIES)));
    await expect(read(bytes.subarray(0, 20_000))).rejects.toThrow(/[Uu]nexpected end/);
  });

  it('whose entries fail does not end as if it were whole', async () => {
    async function* failing() {
      yield* ENTRIES;
      throw new Error('The picture is gone.');
    }
    await expect(joined(writeTar(failing()))).rejects.toThrow('The picture is gone.');
  });

  it('holds no more than a few entries at a time', async () => {
    let made = 0;
    async function* many() {
      for (; made < 200; made++) yield { name: `${made}.jpg`, bytes: new Uint8Array(100_000) };
    }
    const pieces = writeTar(many())[Symbol.asyncIterator]();
    for (let i = 0; i < 10; i++) await pieces.next();
    expect(made).toBeLessThan(20);
    await pieces.return(undefined);
  });
});

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

it.skipIf(!hasPython)('Python’s tarfile opens it', async () => {
  const script =
    'import tarfile, sys; print([(m.name, m.size) for m in tarfile.open(fileobj=sys.stdin.buffer, mode="r|")])';
  const { stdout } = spawnSync('python3', ['-c', script], {
    input: await joined(writeTar(each(ENTRIES))),
  });
  expect(stdout.toString().trim()).toBe(
    "[('00000000.jpg', 70000), ('00000000.data.pyd', 3), ('leer', 0)]",
  );
});
