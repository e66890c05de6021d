import { describe, expect, it } from 'vitest';
import { matchImages } from './match-images.ts';

const IMAGES = ['a/1.jpg', 'b/1.jpg', 'b/2.jpg', '3.png'].map((name, i) => ({ id: i + 1, name }));
const idOf = (name: string, others: string[] = []) =>
  matchImages([name, ...others], IMAGES, false).matched.get(name);
const reasonOf = (name: string, others: string[] = []) =>
  matchImages([name, ...others], IMAGES, false).unmatched.find((one) => one.name === name)?.reason;

describe('a picture that a file names', () => {
  it.each([
    ['b/1.jpg', 2],
    ['./b/1.jpg', 2],
    ['b\\1.jpg', 2],
    ['2.jpg', 3], // by its base name
    ['train2014/2.jpg', 3],
    ['/data/coco/2.jpg', 3],
    ['../../2.jpg', 3],
    ['C:\\data\\2.jpg', 3],
  ])('%s is known', (name, id) => expect(idOf(name)).toBe(id));

  it('is not guessed', () => {
    expect(reasonOf('4.jpg')).toContain('no such picture');
    expect(reasonOf('../../etc/passwd')).toContain('no such picture');
    expect(reasonOf('2.png')).toContain('no such picture');
    expect(reasonOf('1.jpg')).toContain('several pictures of the project');
    expect(reasonOf('x/2.jpg', ['y/2.jpg'])).toContain('in several folders');
    expect(idOf('b/2.jpg', ['y/2.jpg'])).toBe(3);
  });

  it('may go without its ending', () => {
    const { matched } = matchImages(['b/2', '3', 'x.1'], IMAGES, true);
    expect([...matched]).toEqual([
      ['b/2', 3],
      ['3', 4],
    ]);
  });
});
