/**
 * Checkpoints of torch (https://github.com/pytorch/pytorch, `torch/serialization.py`), of whichever
 * container, as SPIN, HMR 2 and Lightning write them: the weights are found, everything else, the
 * optimiser's moments first, is left in the file.
 */
import type { ByteSource } from '../byte-source.ts';
import type { PickleValue } from '../pickle/pickle-value.ts';
import { isKind } from '../pickle/pickle-value.ts';
import type { Tensors } from '../safetensors.ts';
import { openContainer } from './containers.ts';
import { invalidCheckpoint } from './invalid-checkpoint.ts';
import { elementCount, type FindStorage, readTensor, type StoredTensor } from './stored-tensor.ts';
import { tensorOf } from './torch-pickle.ts';

export interface Checkpoint {
  readonly source: ByteSource;
  readonly container: 'legacy' | 'zip';
  /** The weights by name, without `module.` and `model.`; their numbers are still in the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly find: FindStorage;
}

/** Where trainers put the weights beside other things, in this order. */
const PLACES = ['model', 'state_dict', 'model_state_dict', 'network', 'net', 'params'];
const PREFIX = /^(module|model)\./;
/** What is read of a file stays below this many times its size: tensors may share numbers. */
const MAX_GROWTH = 4;

/**
 * Finds the weights without reading them.
 *
 * @throws StudioError `format/invalid`, `format/unsupported`, `format/runs-code`
 */
export function openCheckpoint(source: ByteSource): Checkpoint {
  const { kind, value, find } = openContainer(source);
  const named = stateDict(value, source.name);
  return { source, container: kind, tensors: withoutPrefixes(named), find };
}

/**
 * The weights as float32, row-major.
 *
 * @param isWanted by name without prefixes; all when left out
 * @throws StudioError `format/invalid`, `format/unsupported`, `format/runs-code`
 */
export function readCheckpoint(
  source: ByteSource,
  isWanted: (name: string) => boolean = () => true,
): Tensors {
  const { tensors, find } = openCheckpoint(source);
  const wanted = [...tensors].filter(([name]) => isWanted(name));
  const count = wanted.reduce((sum, [, tensor]) => sum + elementCount(tensor), 0);
  if (!(count <= MAX_GROWTH * source.size)) {
    throw invalidCheckpoint(source.name, 'it unpacks to far more than it holds');
  }
  return Object.fromEntries(wanted.map(([name, tensor]) => [name, readTensor(name, tensor, find)]));
}

type Named = ReadonlyMap<string, StoredTensor>;

function stateDict(value: PickleValue, source: string): Named {
  const root = dictionary(value);
  const places = [...PLACES.map((name) => root.get(name)), value, ...root.values()];
  const found = places.map((place) => tensorsIn(dictionary(place))).find(({ size }) => size > 0);
  if (found !== undefined) return found;
  const reason = isKind(value, 'object')
    ? `it is a whole ${value.name}, which only its own program can read; save its state_dict() instead`
    : 'it holds no weights';
  throw invalidCheckpoint(source, reason);
}

function dictionary(value: PickleValue): ReadonlyMap<PickleValue, PickleValue> {
  if (value instanceof Map) return value;
  return isKind(value, 'object') ? value.entries : new Map();
}

function tensorsIn(map: ReadonlyMap<PickleValue, PickleValue>): Named {
  const named = [...map].map(([name, value]) => [name, tensorOf(value)] as const);
  return new Map(
    named.flatMap(([name, tensor]) =>
      typeof name === 'string' && tensor !== undefined ? [[name, tensor]] : [],
    ),
  );
}

/** DataParallel and Lightning put their own names before those of the network. */
function withoutPrefixes(named: Named): Named {
  const plain = new Map([...named].map(([name, tensor]) => [name.replace(PREFIX, ''), tensor]));
  const hasMore = [...plain.keys()].some((name) => PREFIX.test(name));
  if (plain.size < named.size) return named;
  return hasMore ? withoutPrefixes(plain) : plain;
}
