import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures/studio-test.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** How each screen is come to from the desk. */
const SCREENS: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  annotate: (page) => expect(page.locator('.skeleton.selected')).toBeVisible(),
  'a message': async (page) => {
    await page.getByRole('searchbox').fill('state:nonsense');
    await expect(page.getByRole('searchbox')).toHaveAttribute('aria-invalid', 'true');
  },
  review: async (page) => {
    await page.keyboard.press('Control+2');
    await expect(page.getByRole('listbox', { name: 'People to review' })).toBeVisible();
  },
  train: async (page) => {
    await page.keyboard.press('Control+3');
    await expect(page.getByRole('heading', { name: 'Fine-tune the regressor' })).toBeVisible();
  },
  jobs: async (page) => {
    await page.keyboard.press('Control+j');
    await expect(page.getByRole('heading', { name: 'Jobs' })).toBeVisible();
  },
  open: (page) => inDialog(page, page.keyboard.press('Control+o')),
  keys: (page) => inDialog(page, page.getByRole('button', { name: 'Keys' }).click()),
  import: (page) => inDialog(page, page.getByRole('button', { name: 'Import' }).click()),
  evaluate: (page) => inDialog(page, page.getByRole('button', { name: 'Evaluate' }).click()),
  export: (page) => inDialog(page, page.keyboard.press('Control+e')),
  video: (page) => inDialog(page, page.getByRole('button', { name: 'Smooth in time' }).click()),
  settings: (page) => inDialog(page, page.keyboard.press('Control+,')),
};

async function inDialog(page: Page, opening: Promise<void>): Promise<void> {
  await opening;
  await expect(page.getByRole('dialog')).toBeVisible();
}

async function backToDesk(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
  const jobs = page.getByRole('button', { name: /^Jobs/ });
  if ((await jobs.getAttribute('aria-expanded')) === 'true') await jobs.click();
  await page.keyboard.press('Control+1');
  const search = page.getByRole('searchbox');
  if ((await search.inputValue()) !== '') await search.fill('');
  await page.getByRole('listbox', { name: 'Images of the folder' }).focus();
}

/** Borders of panels lie between the landmarks. */
const RULES = { 'target-size': { enabled: true }, region: { enabled: false } };

/** What axe finds, with the places; in a dialog where one is open, since nothing else can be reached. */
async function barriers(page: Page): Promise<readonly unknown[]> {
  const axe = new AxeBuilder({ page }).withTags(TAGS).options({ rules: RULES });
  const isDialog = (await page.getByRole('dialog').count()) > 0;
  const { violations } = await (isDialog ? axe.include('.dialog') : axe).analyze();
  return violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary}`),
  ]);
}

for (const theme of ['dark', 'light', 'contrast'] as const) {
  test(`no barrier on any screen, ${theme}`, async ({ studio }) => {
    test.setTimeout(400_000);
    const { page, client } = studio;
    await client.settings.set({ look: { theme } });
    await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
    for (const [name, enter] of Object.entries(SCREENS)) {
      await enter(page);
      expect.soft([name, await barriers(page)]).toEqual([name, []]);
      await backToDesk(page);
    }
    await page.keyboard.press('Control+,');
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      expect
        .soft([await tab.innerText(), await barriers(page)])
        .toEqual([await tab.innerText(), []]);
    }
  });
}
