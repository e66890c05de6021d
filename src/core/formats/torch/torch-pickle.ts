/** The pickles inside torch's containers: tensors and storages instead of calls. */
import type { Constructor } from '../pickle/constructors.ts';
import { isKind, type PickleValue } from '../pickle/pickle-value.ts';
import { type ReadPickle, readPickle } from '../pickle/read-pickle.ts';
import { invalidCheckpoint } from './invalid-checkpoint.ts';
import { elementOf, type StoredTensor, type TorchStorage } from './stored-tensor.ts';

export interface ReadTorchPickle extends ReadPickle {
  /** Every storage that the pickle names, by its key. */
  readonly storages: ReadonlyMap<string, TorchStorage>;
}

/** @throws StudioError `format/invalid`, `format/runs-code` */
export function readTorchPickle(bytes: Uint8Array, source: string, start = 0): ReadTorchPickle {
  const storages = new Map<string, TorchStorage>();
  const constructors = constructorsFor(source);
  const persistentLoad = (id: PickleValue) => storageFrom(id, source, storages);
  const read = readPickle(bytes, { source, start, persistentLoad, constructors });
  return { ...read, storages };
}

function constructorsFor(source: string): Readonly<Record<string, Constructor>> {
  const tensor: Constructor = (args) => tensorFrom(args, source);
  const inner: Constructor = ([value]) => value;
  return {
    'torch._utils._rebuild_tensor': tensor,
    'torch._utils._rebuild_tensor_v2': tensor,
    'torch._utils._rebuild_tensor_v3': tensor,
    'torch._utils._rebuild_parameter': inner,
    'torch._utils._rebuild_parameter_with_state': inner,
    'torch._tensor._rebuild_from_type_v2': ([, , args]) =>
      Array.isArray(args) ? tensorFrom(args, source) : undefined,
    'torch.Size': inner,
    'torch.nn.parameter.Parameter': inner,
  };
}

/** `('storage', class, key, location, count[, view])`; ids of whole modules say nothing that we need. */
function storageFrom(
  id: PickleValue,
  source: string,
  storages: Map<string, TorchStorage>,
): PickleValue {
  if (!Array.isArray(id) || id[0] !== 'storage') return undefined;
  const [, cls, key, , count, view] = id;
  const name = isKind(cls, 'global') ? cls.name : '';
  if (!Number.isSafeInteger(count) || Number(count) < 0) {
    throw invalidCheckpoint(source, 'a storage of it has no size');
  }
  const storage: TorchStorage = {
    key: storageKey(key, source),
    element: elementOf(name),
    count: Number(count),
  };
  storages.set(storage.key, storage);
  const offset = Array.isArray(view) ? natural(view[1], source) : 0;
  return { kind: 'other', value: { storage, offset } };
}

function tensorFrom(args: readonly PickleValue[], source: string): PickleValue {
  const [reference, offset, shape, strides] = args;
  if (!isKind(reference, 'other')) return undefined;
  const { storage, offset: viewOffset } = reference.value as {
    storage: TorchStorage;
    offset: number;
  };
  const sizes = naturals(shape, source);
  const steps = naturals(strides, source);
  if (sizes.length !== steps.length) throw invalidCheckpoint(source, 'a tensor of it is broken');
  const at = natural(offset, source) + viewOffset;
  const tensor: StoredTensor = { shape: sizes, strides: steps, offset: at, storage };
  return { kind: 'other', value: tensor };
}

function naturals(values: PickleValue, source: string): number[] {
  if (Array.isArray(values)) return values.map((value) => natural(value, source));
  throw invalidCheckpoint(source, 'a tensor of it is broken');
}

function natural(value: PickleValue, source: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw invalidCheckpoint(source, 'a tensor of it is broken');
}

/** @throws StudioError `format/invalid` when it is neither text nor a number */
export function storageKey(key: PickleValue, source: string): string {
  if (typeof key === 'string' || typeof key === 'number') return String(key);
  throw invalidCheckpoint(source, 'a storage of it has no name');
}

export function tensorOf(value: PickleValue): StoredTensor | undefined {
  if (!isKind(value, 'other') || !('strides' in value.value)) return undefined;
  return value.value as StoredTensor;
}
