/** What a Python pickle holds once it is read: data, and inert stand-ins for everything that is not. */

/** A class or function by its name; nothing stands behind it and nothing is ever called. */
export interface PickledGlobal {
  readonly kind: 'global';
  readonly module: string;
  readonly name: string;
}

/** An instance of a class that the reader does not know: what it was made of and nothing else. */
export interface PickledObject {
  readonly kind: 'object';
  readonly module: string;
  readonly name: string;
  readonly args: readonly PickleValue[];
  /** What BUILD gave it, mostly the dictionary of its attributes. */
  state: PickleValue;
  /** What was appended to it, for a subclass of a list. */
  readonly items: PickleValue[];
  /** What was set in it, for a subclass of a dictionary. */
  readonly entries: Map<PickleValue, PickleValue>;
}

export interface PickledDtype {
  readonly kind: 'dtype';
  /** Without its byte order: f8, i4, S10, O. */
  readonly code: string;
  order: '<' | '>';
}

/** A NumPy array; `shape` and `data` come with BUILD. */
export interface PickledArray {
  readonly kind: 'ndarray';
  shape: readonly number[];
  /** As NumPy writes it: `<f8`. */
  dtype: string;
  /** Row-major, whatever order the file had; undefined for a dtype that cannot be read. */
  data: Float64Array | Float32Array | Int32Array | Uint8Array | readonly PickleValue[] | undefined;
}

/**
 * Tuples and lists are arrays, dictionaries maps; `str` of Python 2 is a string of its bytes, or
 * these bytes when it is longer than any word.
 */
export type PickleValue =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | Set<PickleValue>
  | PickledGlobal
  | PickledObject
  | PickledDtype
  | PickledArray
  | PickledOther;

/** What a caller's own constructors and persistent ids stand for: tensors, storages. */
export interface PickledOther {
  readonly kind: 'other';
  readonly value: object;
}

type Kind = 'global' | 'object' | 'dtype' | 'ndarray' | 'other';

/** Narrows a value to one of the kinds that have a `kind`. */
export function isKind<K extends Kind>(
  value: PickleValue,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

/** `module.name`, as Python would import it. */
export function fullName({ module, name }: { module: string; name: string }): string {
  return `${module}.${name}`;
}
