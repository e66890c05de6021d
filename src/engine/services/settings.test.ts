import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '../../contract/settings.ts';
import { createSettingsFile } from '../adapters/files/settings-file.ts';
import { createEventHub } from './event-hub.ts';
import { createSettings } from './settings.ts';

let folder: string;
let changes: (readonly [Settings, Settings])[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spin-settings-'));
  changes = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function start(place = folder) {
  return createSettings({
    file: createSettingsFile(place),
    hub: createEventHub(),
    onChange: (values, before) => changes.push([values, before]),
  });
}

const text = () => readFileSync(join(folder, 'settings.json'), 'utf8');

describe('what is kept', () => {
  it('without a file the defaults are in use, and none is made', () => {
    expect(start().state()).toEqual({ values: DEFAULT_SETTINGS, problem: null });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('only what differs from the defaults, readable, and there at the next start', () => {
    start().set({ compute: { backend: 'wasm' } });
    expect(text()).toBe('{\n  "compute": {\n    "backend": "wasm"\n  }\n}\n');
    expect(start().values().compute.backend).toBe('wasm');
    start().set({ compute: { backend: 'auto' } });
    expect(text()).toBe('{}\n');
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('a change applies at once and is told with what was before', () => {
    const settings = start();
    expect(settings.set({ compute: { backend: 'wasm' } }).values.compute.backend).toBe('wasm');
    expect(settings.values().compute.backend).toBe('wasm');
    expect(changes).toEqual([
      [{ ...DEFAULT_SETTINGS, compute: { backend: 'wasm' } }, DEFAULT_SETTINGS],
    ]);
  });

  it('what another window or a newer version has written stays', () => {
    const settings = start();
    writeFileSync(join(folder, 'settings.json'), '{"compute":{"cores":3},"look":{"size":2}}');
    settings.set({ compute: { backend: 'wasm' } });
    expect(JSON.parse(text())).toEqual({
      compute: { cores: 3, backend: 'wasm' },
      look: { size: 2 },
    });
  });
});

describe('what goes wrong', () => {
  it.each([
    ['cut off', '{"compute": {"backend": "wa', /JSON/],
    ['a wrong value', '{"compute": {"backend": "abacus"}}', /compute\.backend/],
    ['another shape', '[1, 2]', /expected object/],
  ])('a broken file is set aside whole and named: %s', (_, broken, cause) => {
    writeFileSync(join(folder, 'settings.json'), broken);
    const settings = start();
    const { values, problem } = settings.state();
    expect(values).toEqual(DEFAULT_SETTINGS);
    expect(problem).toMatch(/^The settings could not be read, so the defaults are in use\. /);
    expect(problem).toMatch(cause);
    const [aside] = readdirSync(folder);
    expect(aside).toMatch(/^settings\.broken-.*\.json$/);
    expect(problem).toContain(aside);
    settings.set({ compute: { backend: 'wasm' } });
    expect(readFileSync(join(folder, String(aside)), 'utf8')).toBe(broken);
  });

  it('a folder that cannot be written is said, and the earlier value stays', () => {
    const place = join(folder, 'file');
    writeFileSync(place, '');
    const settings = start(join(folder, 'file/inside'));
    expect(settings.state().problem).toBe(null);
    expect(() => settings.set({ compute: { backend: 'wasm' } })).toThrow(
      expect.objectContaining({ code: 'settings/not-writable' }),
    );
    expect(settings.values()).toEqual(DEFAULT_SETTINGS);
    expect(changes).toEqual([]);
  });
});
