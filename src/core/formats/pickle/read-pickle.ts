/**
 * Python's pickles, protocols 0 to 5, without Python and without running anything: a name that is
 * not on the list of `constructors.ts` becomes an inert object, one that only serves to run code
 * (`refused-globals.ts`) ends the reading.
 *
 * Everything is bounded by the size of the file: the machine has no loops, lengths are checked
 * against what is left, and what is made of the bytes counts against a budget. Values may be shared
 * and may contain themselves; take what you need by name and do not walk them.
 */
import { budgetFor } from './budget.ts';
import { cursorAt, takeByte } from './byte-cursor.ts';
import type { Constructor } from './constructors.ts';
import { broken, type Machine, pop } from './machine.ts';
import { OPCODES } from './opcodes.ts';
import type { PickleValue } from './pickle-value.ts';

export interface PickleOptions {
  /** Name of the file, for messages. */
  readonly source: string;
  /** Where the pickle begins; 0 when left out. */
  readonly start?: number;
  /** What more names stand for, by `module.name`. */
  readonly constructors?: Readonly<Record<string, Constructor>>;
  /** What persistent ids stand for; a pickle with some is refused without it. */
  readonly persistentLoad?: (id: PickleValue) => PickleValue;
}

export interface ReadPickle {
  readonly value: PickleValue;
  /** Index of the byte after the pickle. */
  readonly end: number;
}

const STOP = '.'.charCodeAt(0);

/** @throws StudioError `format/invalid`, `format/runs-code` */
export function readPickle(bytes: Uint8Array, options: PickleOptions): ReadPickle {
  const machine = machineFor(bytes, options);
  const { cursor } = machine;
  for (;;) {
    const code = takeByte(cursor);
    if (code === STOP) return { value: pop(machine), end: cursor.position };
    const opcode = OPCODES[String.fromCharCode(code)];
    if (opcode === undefined) {
      throw broken(machine, `byte ${cursor.position - 1} is no instruction of a pickle`);
    }
    opcode(machine);
  }
}

function machineFor(bytes: Uint8Array, options: PickleOptions): Machine {
  const { source, start = 0, constructors = {}, persistentLoad } = options;
  return {
    cursor: cursorAt(bytes, start, source),
    budget: budgetFor(bytes.length, source),
    constructors,
    persistentLoad,
    stack: [],
    marks: [],
    memo: new Map(),
  };
}
