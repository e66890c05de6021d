import { expect, test } from '../fixtures/studio-test.ts';

test('I shows how sure the joints are, the table says it in cm, the hint selects its point', async ({
  studio,
}) => {
  const { page, client } = studio;
  const row = page.getByRole('row', { name: /^left wrist/ });
  await expect(row).toBeVisible({ timeout: 30_000 });
  const cell = row.getByRole('cell').last();
  await expect(cell).toHaveText(/^±\d+(\.\d)?$/);
  await expect(cell).toHaveAttribute('title', /68 % of all cases .* in depth, .* 95 %/);
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const [person] = await client.people.list({ imageId: rows[0]?.id ?? 0 });
  const known = await client.fit.uncertainty({
    personId: person?.id ?? 0,
    revision: person?.revision ?? 0,
  });
  const wristDepth = 100 * (known?.plusMinus68[3 * 20 + 2] ?? 0);
  expect(Number((await cell.innerText()).slice(1))).toBeCloseTo(
    wristDepth,
    wristDepth < 9.95 ? 1 : 0,
  );

  // The handles over the body know nothing of doubt, and one is chosen with the hinted point.
  const handles = page.locator('.body-handles');
  await handles.evaluate((element) => element.style.setProperty('visibility', 'hidden'));
  const view = page.locator('[data-body-view] canvas');
  const before = await view.screenshot();
  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: '± sure' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect.poll(async () => (await view.screenshot()).equals(before)).toBe(false);

  const next = page.getByText(/Next: placing the .* would shrink doubt most\./);
  await expect(next).toBeVisible();
  const name = await next.getByRole('button').innerText();
  const hinted = page.getByRole('button', { name: /placing it next would shrink doubt most$/ });
  await expect(hinted).toHaveAccessibleName(new RegExp(`^${name},`));
  await next.getByRole('button').click();
  await expect(hinted).toHaveAttribute('aria-pressed', 'true');

  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.keyboard.press('i');
  await expect(next).toBeHidden();
  await expect.poll(async () => (await view.screenshot()).equals(before)).toBe(true);
});

test('placing the hinted point shrinks the doubt and moves the hint on', async ({ studio }) => {
  const { page, client } = studio;
  await expect(page.getByRole('row', { name: /^left wrist/ })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.keyboard.press('i');
  const next = page.getByText(/Next: placing the .* would/);
  const name = await next.getByRole('button').innerText();
  await next.getByRole('button').click();
  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.keyboard.press('ArrowRight');
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const imageId = rows[0]?.id ?? 0;
  await expect.poll(async () => (await client.people.list({ imageId }))[0]?.state).toBe('fitted');
  await expect(next).toBeVisible();
  await expect(next.getByRole('button')).not.toHaveText(name);
});

test('an answer for a revision that is gone is refused with a sentence', async ({ studio }) => {
  const { page, client } = studio;
  await expect(page.getByRole('row', { name: /^left wrist/ })).toBeVisible({ timeout: 30_000 });
  const { rows } = await client.images.page({ offset: 0, limit: 1 });
  const [person] = await client.people.list({ imageId: rows[0]?.id ?? 0 });
  const asked = { personId: person?.id ?? 0, revision: (person?.revision ?? 0) + 7 };
  await expect(client.fit.uncertainty(asked)).rejects.toMatchObject({ code: 'person/changed' });
});
