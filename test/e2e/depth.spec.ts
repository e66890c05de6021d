import type { Page } from '@playwright/test';
import type { Person } from '../../src/contract/person.ts';
import { type Bone, LIMB_BONES } from '../../src/core/body/bones.ts';
import { boneDepth } from '../../src/core/fit/hypotheses/bone-flips.ts';
import { STRIDE } from '../../src/core/fit/skeleton/unknowns.ts';
import type { StudioClient } from '../../src/renderer/client/connection.ts';
import { newFitter } from '../fixtures/embedded.ts';
import { expect, test } from '../fixtures/studio-test.ts';

const { kinematics } = newFitter().workspace;
const FOREARM = LIMB_BONES.find(({ name }) => name === 'left forearm') as Bone;

function pointsTowards(person: Person | undefined, bone: Bone): boolean {
  if (person?.fit == null) throw new Error('There is no body.');
  const x = new Float64Array(STRIDE);
  x.set(person.fit.translation, 0);
  x.set(person.fit.pose, 3);
  x.set(person.fit.betas, 75);
  return boneDepth(kinematics, x, bone) < 0;
}

/** All pictures are done: nothing changes any more by itself. */
async function machineIsDone(page: Page): Promise<void> {
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 60_000 });
}

async function firstPerson(client: StudioClient, imageId: number): Promise<Person | undefined> {
  return (await client.people.list({ imageId }))[0];
}

test('F turns the forearm in depth, the fit keeps it so, and undo and redo are exact', async ({
  studio,
}) => {
  const { page, client } = studio;
  await machineIsDone(page);
  const imageId = (await client.images.page({ offset: 0, limit: 1 })).rows[0]?.id ?? 0;
  const before = await firstPerson(client, imageId);
  const way = pointsTowards(before, FOREARM) ? 'away' : 'towards';
  const picks = async () => (await firstPerson(client, imageId))?.constraints.depthPicks;
  await page
    .getByRole('button', { name: /^left wrist/ })
    .first()
    .click();
  await page.keyboard.press('f');
  await expect.poll(picks).toEqual([{ joint: 20, direction: way }]);
  await expect.poll(async () => (await firstPerson(client, imageId))?.state).toBe('fitted');
  const after = await firstPerson(client, imageId);
  expect(pointsTowards(after, FOREARM)).toBe(way === 'towards');
  const mark = page.getByRole('button', { name: /^left forearm .* the camera, release$/ });
  await expect(mark).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect.poll(() => firstPerson(client, imageId)).toEqual(before);
  await expect(mark).toBeHidden();
  await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled();
  await page.keyboard.press('Control+y');
  await expect.poll(() => firstPerson(client, imageId)).toEqual(after);

  await expect(mark).toBeVisible();
  await page.keyboard.press('k');
  await expect.poll(picks).toEqual([{ joint: 20, direction: 'flat' }]);
  await expect(page.getByRole('button', { name: /^left forearm flat/ })).toBeVisible();
  await page.getByRole('button', { name: /^left forearm flat/ }).click();
  await expect.poll(picks).toEqual([]);
});

test('the question on the canvas is answered by a click, and not asked again', async ({
  studio,
}) => {
  const { page, client } = studio;
  await machineIsDone(page);
  const asked = await askedAbout(client);
  await page.getByRole('option', { name: asked.picture }).click();
  const chip = page.getByRole('group', { name: /towards or away\?$/ });
  await expect(chip).toBeVisible();
  await chip.getByRole('button', { name: asked.label }).click();
  const picks = async () => (await firstPerson(client, asked.imageId))?.constraints.depthPicks;
  await expect.poll(picks).toEqual(asked.turned);
  await expect.poll(async () => (await firstPerson(client, asked.imageId))?.state).toBe('fitted');
  const person = await firstPerson(client, asked.imageId);
  for (const { joint, direction } of asked.turned) {
    const bone = LIMB_BONES.find((limb) => limb.joint === joint);
    if (bone) expect(pointsTowards(person, bone)).toBe(direction === 'towards');
  }
  await expect(chip.getByRole('button', { name: asked.label })).toBeHidden();
  await page.keyboard.press('Control+z');
  await expect.poll(picks).toEqual([]);
  await expect(chip.getByRole('button', { name: asked.label })).toBeVisible();

  const { candidates } = await client.fit.candidates(asked.request);
  await page.keyboard.press('Shift+F');
  await expect.poll(picks).toEqual(candidates[1]?.turned);
});

/** A person of whom the machine is in doubt. */
async function askedAbout(client: StudioClient) {
  const { rows } = await client.images.page({ offset: 0, limit: 10 });
  for (const { id: imageId, name: picture } of rows) {
    const person = await firstPerson(client, imageId);
    if (person === undefined) continue;
    const request = { personId: person.id, revision: person.revision };
    const { candidates, rival } = await client.fit.candidates(request);
    const found = rival === null ? undefined : candidates[rival];
    if (found !== undefined) {
      const { label, turned } = found;
      return { imageId, picture, request, label, turned };
    }
  }
  throw new Error('The machine is in no doubt about anybody.');
}
