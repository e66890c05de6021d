import { describe, expect, it } from 'vitest';
import { parseSearch } from './parse-search.ts';

describe('a search', () => {
  it.each([
    ['', []],
    ['Kitchen img', [word('kitchen'), word('img')]],
    ['"two words"', [word('two words')]],
    ['-kitchen', [{ ...word('kitchen'), isNot: true }]],
    ['#12', [{ kind: 'number', number: 12, isNot: false }]],
    ['state:accepted', [{ kind: 'state', state: 'accepted', isNot: false }]],
    ['-is:marked', [{ kind: 'is', flag: 'marked', isNot: true }]],
    ['error:>4.5', [{ kind: 'error', comparison: '>', value: 4.5, isNot: false }]],
    ['people:<=2', [{ kind: 'people', comparison: '<=', value: 2, isNot: false }]],
    ['people:3', [{ kind: 'people', comparison: '=', value: 3, isNot: false }]],
    ['/img_0[1-3]/', [{ kind: 'regex', source: 'img_0[1-3]', isNot: false }]],
    ['a:b', [word('a:b')]],
    ['-', [word('-')]],
  ])('"%s" is understood', (text, terms) => {
    expect(parseSearch(text)).toEqual(terms);
  });

  it.each([
    ['state:done', 'it can be unlabelled, predicted'],
    ['is:odd', 'it can be marked, noted, suspect'],
    ['error:>', 'a number is missing, as in error:>4'],
    ['error:>x', 'a number is missing'],
    ['/img(/', 'Unterminated group'],
  ])('"%s" is refused with what is wrong', (text, reason) => {
    expect(() => parseSearch(text)).toThrow(`“${text}” cannot be searched for: `);
    expect(() => parseSearch(text)).toThrow(reason);
  });
});

function word(text: string) {
  return { kind: 'word', text, isNot: false };
}
