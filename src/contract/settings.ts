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

export const settings = z.object({ compute, models, pictures, regressor });
export type Settings = z.infer<typeof settings>;

export const DEFAULT_SETTINGS: Settings = {
  compute: { backend: 'auto' },
  models: { folder: null },
  pictures: { imageEvidence: true },
  regressor: { truncatesCrops: false },
};

/** Some of the values; also what is kept of them on disk, where a default is left out. */
export const settingsChange = z
  .object({
    compute: compute.partial(),
    models: models.partial(),
    pictures: pictures.partial(),
    regressor: regressor.partial(),
  })
  .partial();
export type SettingsChange = z.infer<typeof settingsChange>;

export const settingsState = z.object({
  values: settings,
  /** What became of a file that could not be read, as a sentence; null when all is well. */
  problem: z.string().nullable(),
});
export type SettingsState = z.infer<typeof settingsState>;
