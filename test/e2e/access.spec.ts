import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '../fixtures/studio-test.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no serious barrier is found, ${colorScheme}`, async ({ studio }) => {
    const { page } = studio;
    await page.emulateMedia({ colorScheme });
    await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
    for (const open of [undefined, 'Control+e', 'Control+o']) {
      if (open !== undefined) await page.keyboard.press(open);
      if (open !== undefined) await expect(page.getByRole('dialog')).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).analyze();
      const serious = violations.filter(
        ({ impact }) => impact === 'serious' || impact === 'critical',
      );
      expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toBeHidden();
    }
  });
}
