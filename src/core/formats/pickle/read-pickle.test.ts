import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isStudioError } from '../../common/errors.ts';
import { readPickle } from './read-pickle.ts';

const read = (text: string) => readPickle(bytesOf(text), { source: 'test.pkl' }).value;

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

test.each([
  ['', 'it ends too early, at byte 0'],
  ['K\x01', 'it ends too early, at byte 2'],
  ['.', 'it takes more than it has put down'],
  ['T\xff\xff\xff\xffab.', 'it ends too early, at byte 8'],
  ['K\x01t.', 'a mark is missing'],
  ['h\x07.', 'it remembers nothing as 7'],
  ['\x80\x06N.', 'its protocol is newer than 5'],
  ['\x00', 'byte 0 is no instruction of a pickle'],
  ['I12', 'a line of it has no end'],
  ['Iab\n.', '"ab" is no integer'],
  ['\x8b\x00\x10\x00\x00', 'it ends too early, at byte 5'],
  ['U\x01aQ.', 'it points at parts that are outside of it'],
  ['K\x01)R.', 'it calls something that has no name'],
  ['\x82\x01.', 'it uses extension codes'],
  ['(K\x01d.', 'a key of it has no value'],
])('a broken pickle %j is refused', (text, reason) => {
  expect(() => read(text)).toThrow(
    `Not a usable pickle: ${reason}. Nothing was run or changed.\nFile: test.pkl`,
  );
});

test('the end is that of the pickle, not that of the file', () => {
  const bytes = bytesOf('xxK\x05.K\x06.');
  const first = readPickle(bytes, { source: 'test.pkl', start: 2 });
  expect(first).toEqual({ value: 5, end: 5 });
  expect(readPickle(bytes, { source: 'test.pkl', start: first.end })).toEqual({ value: 6, end: 8 });
});

test('a file that holds itself many times over stays small', () => {
  // Each line encodes the same text again: 5 bytes of the file for 2 MB of memory.
  const again = 'c_codecs\nencode\n(h\x00U\x06latin1tR0';
  const text = `X\x80\x84\x1e\x00${'a'.repeat(2_000_000)}q\x00${again.repeat(100)}N.`;
  expect(() => read(text)).toThrow('it unpacks to far more than it holds');
});

test('an array cannot be larger than its bytes', () => {
  const dtype = 'cnumpy\ndtype\n(U\x02u1tR';
  const text = `cnumpy.core.multiarray\n_reconstruct\n(tR(K\x01(J\xff\xff\xff\x7ft${dtype}\x89U\x01atb.`;
  expect(() => read(text)).toThrow('it unpacks to far more than it holds');
});

test('deep nesting needs no stack', () => {
  const depth = 200_000;
  expect(Array.isArray(read(`${']'.repeat(depth)}${'a'.repeat(depth - 1)}.`))).toBe(true);
});

test('a list may hold itself', () => {
  const list = read(']q\x00h\x00a.') as unknown[];
  expect(list[0]).toBe(list);
});

test('whatever the bytes are, they are read or refused with a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        readPickle(bytes, { source: 'test.pkl' });
      } catch (error) {
        expect(isStudioError(error)).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});
