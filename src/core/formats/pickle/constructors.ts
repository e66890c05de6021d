/** The functions and classes that a pickle may name: each is done here, by us; nothing is called. */
import { strToU8 } from 'fflate';
import type { Budget } from './budget.ts';
import { spend } from './budget.ts';
import { bytesOfLatin1, invalidPickle } from './byte-cursor.ts';
import { arrayFromBuffer, dtypeFrom, emptyArray, scalarFrom } from './numpy-objects.ts';
import { fullName, isKind, type PickledGlobal, type PickleValue } from './pickle-value.ts';

export type Constructor = (args: readonly PickleValue[], budget: Budget) => PickleValue;

const NUMPY_2 = /^numpy\._core\b/;

/** By the names of Python 3 and NumPy 1; `canonical` brings the others to these. */
const KNOWN: Readonly<Record<string, Constructor>> = {
  'builtins.set': ([items], budget) => new Set(copied(items, budget)),
  'builtins.frozenset': ([items], budget) => new Set(copied(items, budget)),
  'builtins.list': ([items], budget) => copied(items, budget),
  'builtins.tuple': ([items], budget) => copied(items, budget),
  'builtins.dict': ([items], budget) => mapFrom(items, budget),
  'builtins.bytearray': ([content, encoding], budget) => bytesFrom(content, encoding, budget),
  'builtins.bytes': ([content, encoding], budget) => bytesFrom(content, encoding, budget),
  'builtins.float': ([value]) => (typeof value === 'string' ? Number(value) : (value ?? 0)),
  'builtins.int': ([value]) => value ?? 0,
  'builtins.bool': ([value]) => Boolean(value),
  'collections.OrderedDict': ([items], budget) => mapFrom(items, budget),
  'collections.Counter': ([items], budget) => mapFrom(items, budget),
  'collections.defaultdict': ([, items], budget) => mapFrom(items, budget),
  'collections.deque': ([items], budget) => copied(items, budget),
  '_codecs.encode': ([content, encoding], budget) => bytesFrom(content, encoding, budget),
  'numpy.core.multiarray._reconstruct': () => emptyArray(),
  'numpy.core.multiarray.scalar': scalarFrom,
  'numpy.core.numeric._frombuffer': arrayFromBuffer,
  'numpy.dtype': (args, { source }) => dtypeFrom(args, source),
  'numpy.ndarray': () => emptyArray(),
};

/** What REDUCE, NEWOBJ, OBJ and INST make of a name; an inert object of an unknown one. */
export function construct(
  global: PickledGlobal,
  args: readonly PickleValue[],
  budget: Budget,
  extra: Readonly<Record<string, Constructor>>,
): PickleValue {
  const name = canonical(global);
  const make = Object.hasOwn(extra, name) ? extra[name] : knownBy(name);
  if (make !== undefined) return make(args, budget);
  const wrapped = wrappedClass(name, args, budget);
  if (wrapped === undefined) return inert(global, args);
  return construct(wrapped.global, wrapped.args, budget, extra);
}

function knownBy(name: string): Constructor | undefined {
  return Object.hasOwn(KNOWN, name) ? KNOWN[name] : undefined;
}

function canonical({ module, name }: PickledGlobal): string {
  const numpy1 = module.replace(NUMPY_2, 'numpy.core');
  const python3 = { __builtin__: 'builtins', copy_reg: 'copyreg' }[numpy1] ?? numpy1;
  return fullName({ module: python3, name });
}

/** `copyreg._reconstructor(cls, base, state)` and `__newobj__(cls, *args)`: an object the long way. */
function wrappedClass(name: string, args: readonly PickleValue[], { source }: Budget) {
  const isReconstructor = name === 'copyreg._reconstructor';
  if (!isReconstructor && name !== 'copyreg.__newobj__') return undefined;
  const [cls, base, state] = args;
  if (!isKind(cls, 'global')) throw invalidPickle(source, 'an object of it has no class');
  if (!isReconstructor) return { global: cls, args: args.slice(1) };
  const isPlain = isKind(base, 'global') && base.name === 'object';
  return { global: cls, args: isPlain ? [] : [state] };
}

function inert({ module, name }: PickledGlobal, args: readonly PickleValue[]): PickleValue {
  const made = { module, name, args, state: undefined, items: [], entries: new Map() };
  return { kind: 'object', ...made };
}

function copied(items: PickleValue, budget: Budget): PickleValue[] {
  const list = items instanceof Set ? [...items] : Array.isArray(items) ? items : [];
  spend(budget, 8 * list.length);
  return [...list];
}

function mapFrom(items: PickleValue, budget: Budget): Map<PickleValue, PickleValue> {
  const pairs = items instanceof Map ? [...items] : Array.isArray(items) ? items : [];
  spend(budget, 16 * pairs.length);
  return new Map(pairs.flatMap((pair) => (Array.isArray(pair) ? [[pair[0], pair[1]]] : [])));
}

/** Bytes written as text: how Python 3 keeps them in protocols 0 to 2. */
function bytesFrom(content: PickleValue, encoding: PickleValue, budget: Budget): PickleValue {
  if (content instanceof Uint8Array) return content;
  if (typeof content !== 'string') return new Uint8Array(0);
  spend(budget, content.length);
  const isLatin1 = typeof encoding === 'string' && /^latin[-_]?1$|^iso-?8859-?1$/i.test(encoding);
  const bytes = isLatin1 ? bytesOfLatin1(content) : strToU8(content);
  if (bytes === undefined) throw invalidPickle(budget.source, 'bytes of it are no bytes');
  return bytes;
}
