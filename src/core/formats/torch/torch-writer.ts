/**
 * Writes weights as torch's zip container with a pickle of protocol 2: an OrderedDict of contiguous
 * float tensors on the CPU. `torch.load` opens it, with `weights_only` too.
 */
import { strToU8, zipSync } from 'fflate';
import type { Tensor, Tensors } from '../safetensors.ts';

export interface TorchZipOptions {
  /** Key of the weights in a dictionary around them, as SPIN has `model`; none when left out. */
  readonly under?: string;
  /** Whole and other numbers beside the weights, e.g. the epoch; only with `under`. */
  readonly numbers?: Readonly<Record<string, number>>;
}

const FOLDER = 'archive';
const FIXED_TIME = new Date(1980, 0, 1);

export function writeTorchZip(tensors: Tensors, options: TorchZipOptions = {}): Uint8Array {
  const entries = Object.entries(tensors);
  const storages = entries.map(([, tensor], i) => [`${FOLDER}/data/${i}`, rawFloats(tensor)]);
  const files = {
    [`${FOLDER}/data.pkl`]: concatenate(['\x80\x02', ...root(entries, options), '.']),
    [`${FOLDER}/byteorder`]: strToU8('little'),
    ...Object.fromEntries(storages),
    [`${FOLDER}/version`]: strToU8('3\n'),
  };
  return zipSync(files, { level: 0, mtime: FIXED_TIME });
}

function rawFloats({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

type Entries = readonly (readonly [string, Tensor])[];

/** Opcodes as text of bytes; text of the user's is UTF-8. */
function root(entries: Entries, { under, numbers = {} }: TorchZipOptions): string[] {
  const weights = orderedDict(entries);
  if (under === undefined) return weights;
  const beside = Object.entries(numbers).flatMap(([name, value]) => [text(name), number(value)]);
  return ['}(', text(under), ...weights, ...beside, 'u'];
}

function orderedDict(entries: Entries): string[] {
  const items = entries.flatMap(([name, { shape, data }], i) => [
    text(name),
    tensor(String(i), shape, data.length),
  ]);
  return ['ccollections\nOrderedDict\n)R(', ...items, 'u'];
}

function tensor(key: string, shape: readonly number[], count: number): string {
  const storage = `(${text('storage')}ctorch\nFloatStorage\n${text(key)}${text('cpu')}${number(count)}tQ`;
  const hooks = 'ccollections\nOrderedDict\n)R';
  return `ctorch._utils\n_rebuild_tensor_v2\n(${storage}K\x00${sizes(shape)}${sizes(stridesOf(shape))}\x89${hooks}tR`;
}

function sizes(values: readonly number[]): string {
  return `(${values.map(number).join('')}t`;
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
}

function text(value: string): string {
  const bytes = strToU8(value);
  return `X${littleEndian(bytes.length, 4)}${String.fromCharCode(...bytes)}`;
}

/** A whole number as BININT1 or as LONG1 of 8 bytes, any other as BINFLOAT. */
function number(value: number): string {
  if (Number.isSafeInteger(value) && value >= 0 && value < 256)
    return `K${String.fromCharCode(value)}`;
  if (Number.isSafeInteger(value)) return `\x8a\x08${littleEndian(value, 8)}`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value, false);
  return `G${String.fromCharCode(...new Uint8Array(view.buffer))}`;
}

function littleEndian(value: number, size: 4 | 8): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setBigInt64(0, BigInt(value), true);
  return String.fromCharCode(...new Uint8Array(view.buffer, 0, size));
}

function concatenate(parts: readonly string[]): Uint8Array {
  return Uint8Array.from(parts.join(''), (character) => character.charCodeAt(0));
}
