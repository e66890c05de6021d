import { describe, expect, it, vi } from 'vitest';
import { chordOf, collisionsOf, isReserved, PLATFORMS } from './collisions.ts';
import type { Command } from './command.ts';
import { commandFor, type Place } from './dispatch.ts';
import { COMMANDS } from './registry.ts';

vi.mock('../client/connection.ts', () => ({ client: {} }));

describe('the registry', () => {
  it('gives every command an id of its own', () => {
    expect(new Set(COMMANDS.map(({ id }) => id)).size).toBe(COMMANDS.length);
  });

  it.each(PLATFORMS)('has no key that means two things on %s', (platform) => {
    const words = collisionsOf(COMMANDS, platform).map(
      ({ key, commands: [one, other] }) => `${key}: ${one.id}, ${other.id}`,
    );
    expect(words).toEqual([]);
  });

  it.each(PLATFORMS)('takes no key that %s keeps for itself', (platform) => {
    const taken = COMMANDS.flatMap(({ keys }) => keys).filter((key) => isReserved(key, platform));
    expect(taken).toEqual([]);
  });

  it('finds a collision whatever the order of the modifiers, and only where scopes meet', () => {
    const command = (id: string, key: string, scope: Command['scope']): Command => ({
      id,
      title: id,
      group: 'App',
      keys: [key],
      ...(scope && { scope }),
      run: () => undefined,
    });
    const other = command('b', 'Shift+$mod+P', 'everywhere');
    const keysOf = (...commands: Command[]) =>
      collisionsOf(commands, 'linux').map(({ key }) => key);
    expect(keysOf(command('a', '$mod+Shift+p', 'canvas'), other)).toEqual(['Control+Shift+p']);
    expect(keysOf(command('a', 's', 'joint3d'), command('b', 's', 'canvas'))).toEqual([]);
    expect(chordOf('$mod+k', 'mac')).toBe('Meta+k');
  });
});

/** A key as a keyboard of some layout sends it. */
function pressed(key: string, code: string, modifiers: string[] = []): KeyboardEvent {
  const has = (name: string) => modifiers.includes(name);
  return {
    key,
    code,
    altKey: has('Alt'),
    ctrlKey: has('Control'),
    metaKey: has('Meta'),
    shiftKey: has('Shift'),
    getModifierState: has,
  } as unknown as KeyboardEvent;
}

describe('a key', () => {
  const idOf = (event: KeyboardEvent, place: Place = 'canvas') =>
    commandFor(event, place, COMMANDS)?.id;

  it('is a letter by what it writes: AZERTY and QWERTZ', () => {
    expect(idOf(pressed('a', 'KeyQ'))).toBe('image.previous');
    expect(idOf(pressed('q', 'KeyA'))).toBe('person.previous');
    expect(idOf(pressed('z', 'KeyY'))).toBe('view.zoom-person');
    expect(idOf(pressed('z', 'KeyY', ['Control']))).toBe('app.undo');
    expect(idOf(pressed('y', 'KeyZ', ['Control']))).toBe('app.redo');
    expect(idOf(pressed('Z', 'KeyW', ['Shift', 'Control']))).toBe('app.redo');
  });

  it('is a digit by where it is: AZERTY writes signs there', () => {
    expect(idOf(pressed('&', 'Digit1'))).toBe('person.1');
    expect(idOf(pressed('"', 'Digit3', ['Control']))).toBe('app.workspace-train');
    expect(idOf(pressed('à', 'Digit0', ['Control']))).toBe('view.zoom-image');
    expect(idOf(pressed('¡', 'Digit1', ['Alt']))).toBe('view.body-camera');
  });

  it('is a sign with or without Shift', () => {
    expect(idOf(pressed('?', 'Minus', ['Shift']))).toBe('app.keys');
    expect(idOf(pressed('/', 'Digit7', ['Shift']))).toBe('image.filter');
    expect(idOf(pressed('/', 'Slash'))).toBe('image.filter');
    expect(idOf(pressed('+', 'Equal', ['Shift']))).toBe('view.zoom-in');
  });

  it('means what the focus says', () => {
    expect(idOf(pressed('ArrowLeft', 'ArrowLeft'))).toBe('joint.nudge-left-1');
    expect(idOf(pressed('ArrowLeft', 'ArrowLeft'), 'joint3d')).toBe('body.move-left-1');
    expect(idOf(pressed('ArrowLeft', 'ArrowLeft'), 'view3d')).toBe('body.orbit-left');
    expect(idOf(pressed('d', 'KeyD'), 'field')).toBeUndefined();
    expect(idOf(pressed('z', 'KeyZ', ['Control']), 'field')).toBeUndefined();
    expect(idOf(pressed('Escape', 'Escape'), 'field')).toBeUndefined();
    expect(idOf(pressed('!', 'Digit1', ['Shift']))).toBe('decide.reason-1');
    expect(idOf(pressed('e', 'KeyE', ['Control']), 'field')).toBe('app.export');
    expect(idOf(pressed('d', 'KeyD', ['Control']))).toBeUndefined();
  });
});
