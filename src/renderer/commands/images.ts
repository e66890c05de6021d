import { openAtEnd, step } from '../state/images.ts';
import type { Command } from './command.ts';
import { needsImage, needsProject } from './conditions.ts';

const steps: Command[] = (
  [
    ['image.next', 'Next image', 'd', 1],
    ['image.previous', 'Previous image', 'a', -1],
    ['image.ten-on', 'Ten on', 'PageDown', 10],
    ['image.ten-back', 'Ten back', 'PageUp', -10],
  ] as const
).map(([id, title, key, by]) => ({
  id,
  title,
  group: 'Images',
  keys: [key],
  when: needsImage,
  run: () => step(by, false),
}));

export const IMAGE_COMMANDS: readonly Command[] = [
  ...steps,
  {
    id: 'image.next-undecided',
    title: 'Next that needs a decision',
    group: 'Images',
    keys: ['Shift+d'],
    when: needsImage,
    run: () => step(1, true),
  },
  {
    id: 'image.previous-undecided',
    title: 'Previous that needs a decision',
    group: 'Images',
    keys: ['Shift+a'],
    when: needsImage,
    run: () => step(-1, true),
  },
  {
    id: 'image.first',
    title: 'First image',
    group: 'Images',
    keys: ['Home'],
    when: needsProject,
    run: () => openAtEnd(false),
  },
  {
    id: 'image.last',
    title: 'Last image',
    group: 'Images',
    keys: ['End'],
    when: needsProject,
    run: () => openAtEnd(true),
  },
  {
    id: 'image.filter',
    title: 'Filter the images',
    group: 'Images',
    keys: ['[Shift]+/', '$mod+f'],
    run: () => document.querySelector<HTMLElement>('[data-filter]')?.focus(),
  },
];
