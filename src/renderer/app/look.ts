/** Theme, contrast and text size of the page, by the settings and what the system asks for. */
import { z } from 'zod';
import { DEFAULT_SETTINGS, type Settings, settings } from '../../contract/settings.ts';
import { studio } from '../state/studio-state.ts';

type Look = Settings['look'];

/** So that the page opens as it was left, before the engine has said what the settings are. */
const KEPT = 'look';

/** Once, before the page is drawn. */
export function followLookSettings(): void {
  const wantsContrast = window.matchMedia('(prefers-contrast: more)');
  let look = keptLook();
  const apply = () => applyLook(look, wantsContrast.matches);
  apply();
  wantsContrast.addEventListener('change', apply);
  studio.subscribe((state, before) => {
    if (state.settings === before.settings) return;
    look = state.settings.values.look;
    localStorage.setItem(KEPT, JSON.stringify(look));
    apply();
  });
}

function applyLook({ theme, textSize }: Look, wantsContrast: boolean): void {
  const { dataset, style } = document.documentElement;
  const isContrast = theme === 'contrast';
  set(dataset, 'theme', theme === 'system' ? undefined : isContrast ? 'dark' : theme);
  set(dataset, 'contrast', isContrast || wantsContrast ? 'more' : undefined);
  style.fontSize = textSize === 100 ? '' : `${textSize}%`;
}

function set(dataset: DOMStringMap, name: string, value: string | undefined): void {
  if (value === undefined) delete dataset[name];
  else dataset[name] = value;
}

function keptLook(): Look {
  try {
    return settings.shape.look.parse(JSON.parse(localStorage.getItem(KEPT) ?? ''));
  } catch (error) {
    // Never kept, or by another version: the engine will say in a moment.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return DEFAULT_SETTINGS.look;
    throw error;
  }
}
