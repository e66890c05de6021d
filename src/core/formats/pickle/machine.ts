/** The stack machine that a pickle is a program for. It has no loops and no calls: it only builds. */
import type { Budget } from './budget.ts';
import { type ByteCursor, invalidPickle } from './byte-cursor.ts';
import { type Constructor, construct } from './constructors.ts';
import { fillArray, orderDtype } from './numpy-objects.ts';
import { isKind, type PickleValue } from './pickle-value.ts';
import { refuseIfItRunsCode } from './refused-globals.ts';

export interface Machine {
  readonly cursor: ByteCursor;
  readonly budget: Budget;
  readonly constructors: Readonly<Record<string, Constructor>>;
  readonly persistentLoad: ((id: PickleValue) => PickleValue) | undefined;
  readonly stack: PickleValue[];
  /** Where each open MARK stands in the stack. */
  readonly marks: number[];
  readonly memo: Map<number, PickleValue>;
}

export function broken({ cursor }: Machine, reason: string): Error {
  return invalidPickle(cursor.source, reason);
}

export function pop(machine: Machine): PickleValue {
  const floor = machine.marks.at(-1) ?? 0;
  if (machine.stack.length <= floor) throw broken(machine, 'it takes more than it has put down');
  return machine.stack.pop();
}

export function top(machine: Machine): PickleValue {
  if (machine.stack.length === 0) throw broken(machine, 'it takes more than it has put down');
  return machine.stack[machine.stack.length - 1];
}

/** Everything above the last MARK, which is taken away too. */
export function popToMark(machine: Machine): PickleValue[] {
  const mark = machine.marks.pop();
  if (mark === undefined) throw broken(machine, 'a mark is missing');
  return machine.stack.splice(mark);
}

export function recall(machine: Machine, index: number): PickleValue {
  if (!machine.memo.has(index)) throw broken(machine, `it remembers nothing as ${index}`);
  return machine.memo.get(index);
}

export function resolveGlobal(machine: Machine, module: PickleValue, name: PickleValue): void {
  if (typeof module !== 'string' || typeof name !== 'string') {
    throw broken(machine, 'a name of it is no text');
  }
  const global = { kind: 'global' as const, module, name };
  refuseIfItRunsCode(global, machine.cursor.source);
  machine.stack.push(global);
}

/** REDUCE and its kin: only a name can be built from; what is made of a stub stays a stub. */
export function build(machine: Machine, callee: PickleValue, args: PickleValue): void {
  if (!Array.isArray(args)) throw broken(machine, 'arguments of it are no tuple');
  if (!isKind(callee, 'global')) throw broken(machine, 'it calls something that has no name');
  machine.stack.push(construct(callee, args, machine.budget, machine.constructors));
}

/** BUILD: gives an object its state. */
export function giveState(machine: Machine): void {
  const state = pop(machine);
  const target = top(machine);
  if (isKind(target, 'ndarray')) fillArray(target, state, machine.budget);
  else if (isKind(target, 'dtype')) orderDtype(target, state);
  else if (isKind(target, 'object')) target.state = state;
}

export function appendAll(machine: Machine, values: readonly PickleValue[]): void {
  const target = top(machine);
  const list = isKind(target, 'object') ? target.items : target;
  if (!Array.isArray(list)) throw broken(machine, 'it adds to something that is no list');
  for (const value of values) list.push(value);
}

export function setAll(machine: Machine, values: readonly PickleValue[]): void {
  const target = top(machine);
  const map = isKind(target, 'object') ? target.entries : target;
  if (!(map instanceof Map)) throw broken(machine, 'it sets in something that is no dictionary');
  if (values.length % 2 !== 0) throw broken(machine, 'a key of it has no value');
  for (let i = 0; i < values.length; i += 2) map.set(values[i], values[i + 1]);
}

export function addAll(machine: Machine, values: readonly PickleValue[]): void {
  const target = top(machine);
  const set = isKind(target, 'object') ? new Set<PickleValue>() : target;
  if (!(set instanceof Set)) throw broken(machine, 'it adds to something that is no set');
  for (const value of values) set.add(value);
}
