/**
 * Takes screenshots of the running studio (`npm run look -- [--folder F] [--picture NAME] [--out DIR]
 * [--mesh MODE]`), so that somebody can look at what it shows. Default: the sample project.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openPage } from '../test/fixtures/studio-page.ts';
import { startStudio } from '../test/fixtures/studio-process.ts';
import { ensureBuilt } from './setup/build.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    picture: { type: 'string', multiple: true, default: [] },
    out: { type: 'string', default: '.cache/look' },
    mesh: { type: 'string' },
  },
});

ensureBuilt();
mkdirSync(values.out, { recursive: true });
const home = mkdtempSync(join(tmpdir(), 'spin-look-'));
const studio = await startStudio(values.folder ? [resolve(values.folder)] : [], home);
const { page, close } = await openPage(studio.address);
try {
  await page.getByRole('listbox').getByRole('option').first().waitFor();
  if (values.mesh) await page.getByRole('button', { name: values.mesh, exact: true }).click();
  for (const name of values.picture.length > 0 ? values.picture : ['']) {
    await page.getByRole('searchbox').fill(name);
    await page
      .getByRole('option', { name: new RegExp(name) })
      .first()
      .click();
    await page.locator('.skeleton').first().waitFor({ timeout: 30_000 });
    await page.waitForTimeout(1500);
    const file = join(values.out, `${name === '' ? 'studio' : name}.png`);
    await page.screenshot({ path: file });
    console.log(file);
  }
} finally {
  await close();
  await studio.stop();
  rmSync(home, { recursive: true, force: true });
}
