/** What each opcode does (CPython's `Lib/pickletools.py` describes them all). */
import { strFromU8 } from 'fflate';
import {
  advance,
  latin1,
  takeByte,
  takeBytes,
  takeLength64,
  takeLine,
  takeUint32,
} from './byte-cursor.ts';
import {
  addAll,
  appendAll,
  broken,
  build,
  giveState,
  type Machine,
  pop,
  popToMark,
  recall,
  resolveGlobal,
  setAll,
  top,
} from './machine.ts';
import type { PickleValue } from './pickle-value.ts';
import {
  floatFromLine,
  integerFromBytes,
  integerFromLine,
  stringFromRepr,
  textFromRawUnicode,
} from './python-literals.ts';

type Opcode = (machine: Machine) => void;

const push = (read: (machine: Machine) => PickleValue): Opcode => {
  return (machine) => {
    machine.stack.push(read(machine));
  };
};
const remember = (index: (machine: Machine) => number): Opcode => {
  return (machine) => {
    machine.memo.set(index(machine), top(machine));
  };
};
const integerLine = ({ cursor }: Machine) =>
  Number(integerFromLine(takeLine(cursor), cursor.source));
const text = (length: (machine: Machine) => number) =>
  push((machine) => strFromU8(takeBytes(machine.cursor, length(machine))));
/** No name or word is that long: it is the content of an array, which is wanted as bytes. */
const LONGEST_WORD = 4096;
const byteString = (length: (machine: Machine) => number) =>
  push((machine) => {
    const taken = takeBytes(machine.cursor, length(machine));
    return taken.length > LONGEST_WORD ? taken : latin1(taken, machine.cursor.source);
  });
const bytes = (length: (machine: Machine) => number) =>
  push((machine) => takeBytes(machine.cursor, length(machine)));
const byte = ({ cursor }: Machine) => takeByte(cursor);
const uint32 = ({ cursor }: Machine) => takeUint32(cursor);
const length64 = ({ cursor }: Machine) => takeLength64(cursor);
const integer = (length: (machine: Machine) => number) =>
  push((machine) => {
    const { cursor } = machine;
    return integerFromBytes(takeBytes(cursor, length(machine)), cursor.source);
  });
const tuple = (size: number): Opcode => {
  return (machine) => {
    const items = Array.from({ length: size }, () => pop(machine));
    machine.stack.push(items.reverse());
  };
};
const refuse = (reason: string): Opcode => {
  return (machine) => {
    throw broken(machine, reason);
  };
};

function mapOf(machine: Machine): Map<PickleValue, PickleValue> {
  const items = popToMark(machine);
  machine.stack.push(new Map());
  setAll(machine, items);
  return machine.stack.pop() as Map<PickleValue, PickleValue>;
}

function booleanOrInteger({ cursor }: Machine): PickleValue {
  const line = takeLine(cursor);
  if (line === '00' || line === '01') return line === '01';
  return integerFromLine(line, cursor.source);
}

function persistent(machine: Machine, id: PickleValue): PickleValue {
  if (machine.persistentLoad !== undefined) return machine.persistentLoad(id);
  throw broken(machine, 'it points at parts that are outside of it');
}

/** `(class args… OBJ`, and INST with the class in the opcode. */
function object(machine: Machine): void {
  const [callee, ...args] = popToMark(machine);
  build(machine, callee, args);
}

function inst(machine: Machine): void {
  const module = takeLine(machine.cursor);
  const name = takeLine(machine.cursor);
  const args = popToMark(machine);
  resolveGlobal(machine, module, name);
  build(machine, pop(machine), args);
}

function newObject(machine: Machine): void {
  const args = pop(machine);
  build(machine, pop(machine), args);
}

/** Every opcode of the protocols 0 to 5, by its character; STOP (`.`) is the reader's. */
export const OPCODES: Readonly<Record<string, Opcode>> = {
  '\x80': (machine) => {
    if (takeByte(machine.cursor) > 5) throw broken(machine, 'its protocol is newer than 5');
  },
  '\x95': ({ cursor }) => {
    advance(cursor, 8);
  },
  '(': (machine) => {
    machine.marks.push(machine.stack.length);
  },
  '0': (machine) => {
    pop(machine);
  },
  '1': (machine) => {
    popToMark(machine);
  },
  '2': (machine) => {
    machine.stack.push(top(machine));
  },
  N: push(() => null),
  '\x88': push(() => true),
  '\x89': push(() => false),
  I: push(booleanOrInteger),
  J: push(({ cursor }) => cursor.view.getInt32(advance(cursor, 4), true)),
  K: push(byte),
  M: push(({ cursor }) => cursor.view.getUint16(advance(cursor, 2), true)),
  L: push(({ cursor }) => integerFromLine(takeLine(cursor), cursor.source)),
  '\x8a': integer(byte),
  '\x8b': integer(uint32),
  F: push(({ cursor }) => floatFromLine(takeLine(cursor), cursor.source)),
  G: push(({ cursor }) => cursor.view.getFloat64(advance(cursor, 8), false)),
  S: push(({ cursor }) => stringFromRepr(takeLine(cursor), cursor.source)),
  T: byteString(uint32),
  U: byteString(byte),
  V: push(({ cursor }) => textFromRawUnicode(takeLine(cursor))),
  X: text(uint32),
  '\x8c': text(byte),
  '\x8d': text(length64),
  B: bytes(uint32),
  C: bytes(byte),
  '\x8e': bytes(length64),
  '\x96': bytes(length64),
  '\x97': refuse('parts of it are outside of it'),
  '\x98': () => undefined,
  ')': push(() => []),
  t: push(popToMark),
  '\x85': tuple(1),
  '\x86': tuple(2),
  '\x87': tuple(3),
  ']': push(() => []),
  l: push(popToMark),
  a: (machine) => {
    const value = pop(machine);
    appendAll(machine, [value]);
  },
  e: (machine) => {
    const values = popToMark(machine);
    appendAll(machine, values);
  },
  '}': push(() => new Map()),
  d: push(mapOf),
  s: (machine) => {
    const value = pop(machine);
    const key = pop(machine);
    setAll(machine, [key, value]);
  },
  u: (machine) => {
    const values = popToMark(machine);
    setAll(machine, values);
  },
  '\x8f': push(() => new Set()),
  '\x90': (machine) => {
    const values = popToMark(machine);
    addAll(machine, values);
  },
  '\x91': push((machine) => new Set(popToMark(machine))),
  p: remember(integerLine),
  q: remember(byte),
  r: remember(uint32),
  '\x94': remember(({ memo }) => memo.size),
  g: push((machine) => recall(machine, integerLine(machine))),
  h: push((machine) => recall(machine, byte(machine))),
  j: push((machine) => recall(machine, uint32(machine))),
  '\x82': refuse('it uses extension codes'),
  '\x83': refuse('it uses extension codes'),
  '\x84': refuse('it uses extension codes'),
  c: (machine) => {
    const module = takeLine(machine.cursor);
    resolveGlobal(machine, module, takeLine(machine.cursor));
  },
  '\x93': (machine) => {
    const name = pop(machine);
    resolveGlobal(machine, pop(machine), name);
  },
  R: newObject,
  '\x81': newObject,
  '\x92': (machine) => {
    pop(machine);
    newObject(machine);
  },
  i: inst,
  o: object,
  b: giveState,
  P: push((machine) => persistent(machine, takeLine(machine.cursor))),
  Q: push((machine) => persistent(machine, pop(machine))),
};
