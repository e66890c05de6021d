/** Torch's two containers: pickles with the storages behind them, and since 1.6 a zip archive. */

import { hasCode, StudioError } from '../../common/errors.ts';
import { type ByteSource, sourceOfBytes } from '../byte-source.ts';
import type { PickleValue } from '../pickle/pickle-value.ts';
import { textKeys } from '../pickle/python-arrays.ts';
import {
  looksLikeZip,
  readZipDirectory,
  readZipEntry,
  startOfEntry,
  type ZipEntry,
} from '../zip-directory.ts';
import { invalidCheckpoint } from './invalid-checkpoint.ts';
import { elementBytes, type FindStorage, type TorchStorage } from './stored-tensor.ts';
import { readTorchPickle, storageKey } from './torch-pickle.ts';

export interface Container {
  readonly kind: 'legacy' | 'zip';
  readonly value: PickleValue;
  readonly find: FindStorage;
}

/** 0x1950a86a20f9469cfc6c as a pickle. */
const MAGIC = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
/** The pickles are not length-prefixed, so a first part of the file is read, then more of it. */
const COUNT_BYTES = 8;
/** `byteorder` says little or big. */
const LITTLE = 'l'.charCodeAt(0);
const FIRST_READ = 2 ** 20;
const LAST_READ = 2 ** 28;

/** True for files that begin as torch's older container. */
export function looksLikeLegacyTorch(source: ByteSource): boolean {
  if (source.size < MAGIC.length) return false;
  const start = source.read(0, MAGIC.length);
  return MAGIC.every((byte, i) => start[i] === byte);
}

/** @throws StudioError `format/invalid`, `format/unsupported`, `format/runs-code` */
export function openContainer(source: ByteSource): Container {
  if (looksLikeLegacyTorch(source)) return openLegacy(source, FIRST_READ);
  if (looksLikeZip(source)) return openZip(source);
  throw invalidCheckpoint(source.name, notOne(source));
}

function notOne(source: ByteSource): string {
  const isTar = source.size > 512 && String.fromCharCode(...source.read(257, 5)) === 'ustar';
  if (isTar)
    return 'it is of the tar kind that torch wrote until 2017; save it again with a newer torch';
  return 'it does not begin as one of torch does';
}

function openLegacy(source: ByteSource, length: number): Container {
  const read = Math.min(length, source.size);
  try {
    return readLegacy(source, source.read(0, read));
  } catch (error) {
    const mayHelp = hasCode(error, 'format/invalid') && read < source.size && length < LAST_READ;
    if (mayHelp) return openLegacy(source, 8 * length);
    if (!hasCode(error, 'format/invalid')) throw error;
    throw invalidCheckpoint(source.name, `it is cut off or damaged; ${error.data.issues[0]}`);
  }
}

/** Magic, protocol, machine, object, storage keys; then the storages in the order of their keys. */
function readLegacy(source: ByteSource, bytes: Uint8Array): Container {
  const protocol = readTorchPickle(bytes, source.name, MAGIC.length);
  const machine = readTorchPickle(bytes, source.name, protocol.end);
  const object = readTorchPickle(bytes, source.name, machine.end);
  const keys = readTorchPickle(bytes, source.name, object.end);
  if (!Array.isArray(keys.value))
    throw invalidCheckpoint(source.name, 'its list of storages is missing');
  const isLittleEndian = textKeys(machine.value, source.name).get('little_endian') !== false;
  const order = keys.value.map((key) => object.storages.get(storageKey(key, source.name)));
  const places = legacyPlaces(order, keys.end);
  return {
    kind: 'legacy',
    value: object.value,
    find: (storage) => {
      const start = requirePlace(source, places.get(storage.key), storage);
      return { source, start, isLittleEndian };
    },
  };
}

/** Each storage is its number of elements and these; where the next one begins follows from it. */
function legacyPlaces(
  order: readonly (TorchStorage | undefined)[],
  start: number,
): Map<string, number> {
  const places = new Map<string, number>();
  let next = start;
  for (const storage of order) {
    if (storage?.element === undefined) break;
    places.set(storage.key, next + COUNT_BYTES);
    next += COUNT_BYTES + storage.count * elementBytes(storage.element);
  }
  return places;
}

/** Before a storage stands how many elements it has; anything else there means a damaged file. */
function requirePlace(source: ByteSource, place: number | undefined, storage: TorchStorage) {
  const { key, count } = storage;
  if (place === undefined) throw invalidCheckpoint(source.name, `its storage ${key} is missing`);
  if (place > source.size) throw invalidCheckpoint(source.name, `it is cut off at storage ${key}`);
  const { buffer, byteOffset } = source.read(place - COUNT_BYTES, COUNT_BYTES);
  const found = Number(new DataView(buffer, byteOffset).getBigInt64(0, true));
  if (found === count) return place;
  throw invalidCheckpoint(
    source.name,
    `its storage ${key} has ${found} numbers instead of ${count}`,
  );
}

/** Stored entries are read where they are; packed ones, which torch does not write, are unpacked. */
function openZip(source: ByteSource): Container {
  const entries = readZipDirectory(source);
  const pickle = entries.find(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickle === undefined) throw invalidCheckpoint(source.name, 'it is a zip archive without one');
  const prefix = pickle.name.slice(0, -'data.pkl'.length);
  const named = new Map(entries.map((entry) => [entry.name.slice(prefix.length), entry]));
  if (named.has('constants.pkl')) throw torchScript(source);
  const { value } = readTorchPickle(readZipEntry(source, pickle), source.name);
  const order = named.get('byteorder');
  const isLittleEndian = order === undefined || readZipEntry(source, order)[0] === LITTLE;
  const unpacked = new Map<ZipEntry, ByteSource>();
  return {
    kind: 'zip',
    value,
    find: (storage) => {
      const entry = storedEntry(source, named, storage);
      if (entry.method === 0) return { source, start: startOfEntry(source, entry), isLittleEndian };
      const inside = unpacked.get(entry) ?? sourceOfBytes(readZipEntry(source, entry), source.name);
      unpacked.set(entry, inside);
      return { source: inside, start: 0, isLittleEndian };
    },
  };
}

function storedEntry(
  source: ByteSource,
  named: ReadonlyMap<string, ZipEntry>,
  { key, element, count }: TorchStorage,
): ZipEntry {
  const entry = named.get(`data/${key}`);
  if (entry === undefined) throw invalidCheckpoint(source.name, `its storage ${key} is missing`);
  if (element !== undefined && count * elementBytes(element) > entry.bytes) {
    throw invalidCheckpoint(source.name, `its storage ${key} is cut off`);
  }
  return entry;
}

function torchScript({ name }: ByteSource): StudioError<'format/unsupported'> {
  const message =
    'This is a TorchScript program, not a checkpoint: it holds code beside the weights, which is ' +
    `not run here. Save its state_dict() with torch.save.\nFile: ${name}`;
  return new StudioError('format/unsupported', message, { source: name, found: 'TorchScript' });
}
