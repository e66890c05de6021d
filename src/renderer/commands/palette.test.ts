import { describe, expect, it, vi } from 'vitest';
import { paletteRows } from './palette.ts';
import { COMMANDS } from './registry.ts';

vi.mock('../client/connection.ts', () => ({ client: {} }));

const idsOf = (text: string, recent: string[] = []) =>
  paletteRows(COMMANDS, text, recent).map(({ id }) => id);

describe('the palette', () => {
  it('finds by words, by beginnings and by letters with gaps', () => {
    expect(idsOf('next im')[0]).toBe('image.next');
    expect(idsOf('export')[0]).toBe('app.export');
    expect(idsOf('acstay')).toContain('decide.accept-stay');
    expect(idsOf('qqqq')).toEqual([]);
  });

  it('begins with what was used last, and puts it first among equals', () => {
    expect(idsOf('', ['fit.refit', 'app.undo']).slice(0, 3)).toEqual([
      'fit.refit',
      'app.undo',
      COMMANDS[0]?.id,
    ]);
    expect(idsOf('zoom', ['view.zoom-out'])[0]).toBe('view.zoom-out');
  });

  it('has commands without keys, and none that is held or needs the focus on a joint', () => {
    expect(idsOf('')).toContain('app.evaluate');
    expect(idsOf('')).not.toContain('view.peek');
    expect(idsOf('')).not.toContain('body.turn-left');
  });
});
