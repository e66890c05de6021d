/** What the user has chosen for all projects; it applies at once. */
import { z } from 'zod';
import {
  DEFAULT_SETTINGS,
  type Settings,
  type SettingsChange,
  type SettingsState,
  settings,
  settingsChange,
} from '../../contract/settings.ts';
import type { EventHub } from './event-hub.ts';

/** Where settings are kept. */
export interface SettingsFile {
  /** Undefined when there is none; throws when it cannot be read. */
  read(): string | undefined;
  /** @throws StudioError `settings/not-writable`, `disk/full`; what was there before is then intact */
  write(text: string): void;
  /** Gives the file another name and says where it is now. */
  setAside(): string;
}

export interface SettingsService {
  state(): SettingsState;
  values(): Settings;
  /** Other values stay, also those in the file that this version does not know. */
  set(change: SettingsChange): SettingsState;
}

interface Parts {
  readonly file: SettingsFile;
  readonly hub: EventHub;
  /** Called after each change with what was before. */
  onChange(values: Settings, before: Settings): void;
}

/** As it stands in the file: sections of values, some perhaps of a newer version. */
type Kept = Record<string, Record<string, unknown> | undefined>;

export function createSettings({ file, hub, onChange }: Parts): SettingsService {
  let problem: string | null = null;
  const load = (): Kept => {
    const { kept, reason } = readKept(file);
    if (reason !== undefined) problem = reason;
    return kept;
  };
  let values = withDefaults(load());
  return {
    values: () => values,
    state: () => ({ values, problem }),
    set(change) {
      const kept = merged(load(), change); // another window may have written in the meantime
      file.write(`${JSON.stringify(withoutDefaults(kept), undefined, 2)}\n`);
      const before = values;
      values = withDefaults(kept);
      const state = { values, problem };
      hub.publish({ kind: 'settings', settings: state });
      onChange(values, before);
      return state;
    },
  };
}

/** A file that cannot be understood is set aside and named; it is never written over. */
function readKept(file: SettingsFile): { kept: Kept; reason?: string } {
  try {
    const text = file.read();
    if (text === undefined) return { kept: {} };
    const kept: unknown = JSON.parse(text);
    settingsChange.parse(kept);
    return { kept: kept as Kept };
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    const reason =
      `The settings could not be read, so the defaults are in use. The file was kept as it is; mend ` +
      `it and give it its name back, or choose again here. ${cause}\nFile: ${file.setAside()}`;
    return { kept: {}, reason };
  }
}

function merged(kept: Kept, change: SettingsChange): Kept {
  const sections = Object.entries(change).map(([name, section]) => [
    name,
    { ...kept[name], ...section },
  ]);
  return { ...kept, ...Object.fromEntries(sections) };
}

function withDefaults(kept: Kept): Settings {
  return settings.parse(merged(DEFAULT_SETTINGS, kept as SettingsChange));
}

function withoutDefaults(kept: Kept): Kept {
  const defaults: Kept = DEFAULT_SETTINGS;
  const sections = Object.entries(kept).map(([name, section = {}]) => {
    const changed = Object.entries(section).filter(
      ([key, value]) => defaults[name]?.[key] !== value,
    );
    return [name, Object.fromEntries(changed)] as const;
  });
  return Object.fromEntries(sections.filter(([, section]) => Object.keys(section).length > 0));
}
