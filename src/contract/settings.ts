/**
 * What a user has chosen for all projects: sections of plain values. A part of the program adds its
 * section here, its defaults below, and its page in the Settings dialog.
 */
import { z } from 'zod';

const compute = z.object({
  /** What the networks run on; `auto` takes the fastest that works. */
  backend: z.enum(['auto', 'tensorflow', 'wasm']),
});

const models = z.object({
  /** Where the user's licensed files are, absolute; set by the host, never by a page. */
  folder: z.string().nullable(),
});

const pictures = z.object({
  /** Whether finding people reads more of a picture than points, for the fit. */
  imageEvidence: z.boolean(),
});

const regressor = z.object({
  /** SPIN's network sees crops with corners truncated to pixels, as SPIN's own code cuts them. */
  truncatesCrops: z.boolean(),
});

/** Percent of the system's text size. */
export const TEXT_SIZES = [100, 125, 150, 200] as const;
export const THEMES = ['dark', 'light', 'system', 'contrast'] as const;

const look = z.object({
  theme: z.enum(THEMES),
  textSize: z.literal(TEXT_SIZES),
});

export const settings = z.object({ compute, models, pictures, regressor, look });
export type Settings = z.infer<typeof settings>;

export const DEFAULT_SETTINGS: Settings = {
  compute: { backend: 'auto' },
  models: { folder: null },
  pictures: { imageEvidence: true },
  regressor: { truncatesCrops: false },
  look: { theme: 'dark', textSize: 100 },
};

/** Some of the values; also what is kept of them on disk, where a default is left out. */
export const settingsChange = z
  .object({
    compute: compute.partial(),
    models: models.partial(),
    pictures: pictures.partial(),
    regressor: regressor.partial(),
    look: look.partial(),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export const settingsState = z.object({
  values: settings,
  /** What became of a file that could not be read, as a sentence; null when all is well. */
  problem: z.string().nullable(),
});
export type SettingsState = z.infer<typeof settingsState>;
