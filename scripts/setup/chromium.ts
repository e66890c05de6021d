import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** A Chromium on this machine: `SPIN_STUDIO_CHROMIUM`, else the first found on PATH. */
export function chromiumPath(): string | undefined {
  const chosen = process.env.SPIN_STUDIO_CHROMIUM;
  if (chosen !== undefined) return existsSync(chosen) ? chosen : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
}
