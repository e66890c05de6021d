import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, pictures, test } from '../fixtures/studio-test.ts';

const HTML = `<img src=x onerror=document.title='owned'><script>document.title='owned'<`;

// That no script of them is even tried is checked for every page: a violation of the policy is a fault.
test('HTML in names of pictures and in notes is shown as text', async ({ studio }) => {
  const { page, client, folder } = studio;
  cpSync('resources/samples/synthetic_05.jpg', join(folder, `${HTML}.jpg`));
  await expect(pictures(page)).toHaveCount(4);
  await client.project.rescan({});
  await expect(pictures(page)).toHaveCount(5);
  const hostile = pictures(page).filter({ hasText: `${HTML}.jpg` });
  await hostile.click();
  await expect(page.locator('.skeleton').first()).toBeVisible({ timeout: 30_000 });
  const { rows } = await client.images.page({ text: 'owned', states: [], offset: 0, limit: 5 });
  const [person] = await client.people.list({ imageId: rows[0]?.id ?? 0 });
  await client.people.flag({ personId: person?.id ?? 0, note: HTML });
  await page.reload();
  await pictures(page)
    .filter({ hasText: `${HTML}.jpg` })
    .click();
  await page.locator('.skeleton').first().click({ force: true });
  await expect(page.locator('.note-text')).toHaveText(HTML);
  expect(await page.title()).toContain('SPIN Studio');
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});
