/**
 * 4D-Humans' webdataset: tar files of pictures, each with a pickled list of its people. A shard is
 * made while it is written; of its pictures one is in memory.
 */
import { createHash } from 'node:crypto';
import { isStudioError } from '../../../core/common/errors.ts';
import { hmr2Sample } from '../../../core/formats/hmr2-dataset.ts';
import { isKind } from '../../../core/formats/pickle/pickle-value.ts';
import { readPickle } from '../../../core/formats/pickle/read-pickle.ts';
import { writePickle } from '../../../core/formats/pickle/write-pickle.ts';
import type { SpinRow } from '../../../core/formats/spin-dataset.ts';
import { createRowMaker } from '../export-rows.ts';
import type { ExportFile } from '../ports.ts';
import { type Exporting, everyPicture } from './exporting.ts';
import { readTar, type TarEntry, writeTar } from './tar.ts';

const SHARD_PICTURES = 1000;
const SHARD_BYTES = 5e8;

interface Sample {
  readonly entries: readonly TarEntry[];
  readonly people: number;
}

export async function* hmr2Shards(exporting: Exporting): AsyncGenerator<ExportFile> {
  const samples = samplesOf(exporting);
  const ahead = { next: await samples.next() };
  for (let index = 0; !ahead.next.done; index++) {
    const name = `${exporting.request.name}_hmr2/${String(index).padStart(6, '0')}.tar`;
    yield shardFile(name, samples, ahead);
  }
}

/** @param ahead the sample that is next, shared by the shards */
function shardFile(
  name: string,
  samples: AsyncGenerator<Sample>,
  ahead: { next: IteratorResult<Sample> },
): ExportFile {
  const hashes = new Map<string, string>();
  async function* entries() {
    let [pictures, bytes] = [0, 0];
    while (!ahead.next.done && pictures < SHARD_PICTURES && bytes < SHARD_BYTES) {
      for (const entry of ahead.next.value.entries) {
        hashes.set(entry.name, hashOf(entry.bytes));
        bytes += entry.bytes.length;
        yield entry;
      }
      pictures++;
      ahead.next = await samples.next();
    }
  }
  return {
    name,
    content: () => writeTar(entries()),
    difference: (readBack) => differenceOf(hashes, readBack, name),
  };
}

/** Every entry once and as it was, and pickles that hold people. */
async function differenceOf(
  hashes: ReadonlyMap<string, string>,
  readBack: AsyncIterable<Uint8Array>,
  source: string,
): Promise<string | undefined> {
  let count = 0;
  for await (const { name, bytes } of readTar(readBack)) {
    count++;
    if (hashes.get(name) !== hashOf(bytes)) return name;
    if (name.endsWith('.pyd') && !holdsPeople(bytes, source)) return name;
  }
  return count === hashes.size ? undefined : `${count} entries instead of ${hashes.size}`;
}

function holdsPeople(bytes: Uint8Array, source: string): boolean {
  const { value } = readPickle(bytes, { source });
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.every((person) => {
    const points = person instanceof Map ? person.get('keypoints_2d') : undefined;
    return isKind(points, 'ndarray') && points.shape.join() === '44,3';
  });
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A picture that cannot be read is left out with its people, and told. */
async function* samplesOf(exporting: Exporting): AsyncGenerator<Sample> {
  const { producer, project, body, job, warnings } = exporting;
  const rowOf = createRowMaker(producer.model);
  let key = 0;
  for await (const group of everyPicture(exporting)) {
    const imageName = group[0]?.imageName ?? '';
    try {
      const picture = await producer.pictures.read(project.folder.file(imageName));
      const rows = group.map(({ person }) => rowOf(person, imageName));
      yield { entries: entriesOf(key++, picture, rows, body), people: rows.length };
    } catch (error) {
      if (!isStudioError(error)) throw error;
      job.fail(imageName, error.message);
      warnings.push(`${imageName}: left out of the webdataset. ${error.message}`);
    }
  }
}

/** Keys have no dot: what comes after the first one is the kind of the entry. */
function entriesOf(
  index: number,
  { ending, bytes }: { ending: string; bytes: Uint8Array },
  rows: readonly SpinRow[],
  body: Exporting['body'],
): TarEntry[] {
  const key = String(index).padStart(8, '0');
  const people = writePickle(rows.map((row) => hmr2Sample(row, body)));
  return [
    { name: `${key}.${ending}`, bytes },
    { name: `${key}.data.pyd`, bytes: people },
  ];
}
