/** Keys that would mean two things where the focus is, or that never reach the page. */
import { type Command, type Scope, scopeOf } from './command.ts';

export const PLATFORMS = ['mac', 'windows', 'linux'] as const;
export type Platform = (typeof PLATFORMS)[number];

export interface Collision {
  readonly key: string;
  readonly commands: readonly [Command, Command];
}

/** An inner scope may give a key another meaning than `page`, on purpose; alike scopes never. */
const SHADOWS: Readonly<Record<Scope, readonly Scope[]>> = {
  canvas: ['canvas', 'page', 'everywhere'],
  joint3d: ['joint3d', 'page'],
  view3d: ['view3d', 'page'],
  page: ['page', 'everywhere'],
  everywhere: ['everywhere'],
};

/** On Windows and Linux alike. */
const ELSEWHERE: readonly string[] = [
  'Control+w',
  'Control+t',
  'Control+n',
  'Control+Shift+n',
  'Control+Shift+t',
  'Control+Shift+w',
  'Control+Tab',
  'Alt+Tab',
  'Alt+F4',
  'Control+Alt+Delete',
];

/** What browser and system keep for themselves, in the notation of `chordOf`. */
const RESERVED: Readonly<Record<Platform, readonly string[]>> = {
  mac: [
    'Meta+q',
    'Meta+w',
    'Meta+t',
    'Meta+n',
    'Meta+h',
    'Meta+m',
    'Meta+Tab',
    'Meta+ ',
    'Meta+Shift+Digit3',
    'Meta+Shift+Digit4',
    'Meta+Shift+Digit5',
    'Control+Meta+q',
  ],
  windows: [...ELSEWHERE, 'Control+Shift+Escape'],
  linux: ELSEWHERE,
};

/** `$mod+Shift+Z` and `Shift+Control+z` are the same chord: modifiers in order, letters small. */
export function chordOf(keys: string, platform: Platform): string {
  const parts = keys.split(/(?<=\w|\])\+/);
  const key = parts.pop() ?? '';
  const mod = platform === 'mac' ? 'Meta' : 'Control';
  const modifiers = parts
    .filter((part) => !part.startsWith('['))
    .map((part) => (part === '$mod' ? mod : part))
    .sort();
  return [...modifiers, key.length === 1 ? key.toLowerCase() : key].join('+');
}

export function isReserved(keys: string, platform: Platform): boolean {
  return RESERVED[platform].includes(chordOf(keys, platform));
}

export function collisionsOf(commands: readonly Command[], platform: Platform): Collision[] {
  return commands.flatMap((one, i) =>
    commands
      .slice(i + 1)
      .filter((other) => meet(one, other))
      .flatMap((other) =>
        sharedChords(one, other, platform).map(
          (key): Collision => ({ key, commands: [one, other] }),
        ),
      ),
  );
}

function meet(one: Command, other: Command): boolean {
  const [a, b] = [scopeOf(one), scopeOf(other)];
  return SHADOWS[a].includes(b) || SHADOWS[b].includes(a);
}

function sharedChords(one: Command, other: Command, platform: Platform): string[] {
  const chords = new Set(other.keys.map((key) => chordOf(key, platform)));
  return one.keys.map((key) => chordOf(key, platform)).filter((key) => chords.has(key));
}
