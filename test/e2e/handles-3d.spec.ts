import type { Locator, Page } from '@playwright/test';
import type { Person } from '../../src/contract/person.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import { model } from '../fixtures/embedded.ts';
import { expect, type Studio, test } from '../fixtures/studio-test.ts';

const LEFT_WRIST = 20;
const LEFT_SHOULDER = 16;

/** The joint in the body's view. */
function joint(page: Page, name: string): Locator {
  return page.getByRole('button', { name: `${name} in 3D` });
}

async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Camera frame, metres. */
function placeOf(person: Person | undefined, landmark: number): number[] {
  if (person?.fit == null) throw new Error('There is no body.');
  const { pose, betas, translation } = person.fit;
  const of = (values: readonly number[]) => Float64Array.from(values);
  const body = { pose: of(pose), betas: of(betas), translation: of(translation) };
  const places = meshLandmarks(createPosedMesh(model), body);
  return [...places.subarray(3 * landmark, 3 * landmark + 3)];
}

function fromPelvis(person: Person | undefined, landmark: number): number[] {
  const pelvis = placeOf(person, 0);
  return placeOf(person, landmark).map((value, i) => value - (pelvis[i] ?? 0));
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, i) => value - (b[i] ?? 0)));
}

/** The first person of the first picture, once the machine has done with all of them. */
async function opened({ page, client }: Studio): Promise<() => Promise<Person | undefined>> {
  await expect(joint(page, 'left wrist')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 30_000 });
  const imageId = (await client.images.page({ offset: 0, limit: 1 })).rows[0]?.id ?? 0;
  return async () => (await client.people.list({ imageId }))[0];
}

async function drag(page: Page, from: { x: number; y: number }, dx: number, dy: number) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + dx, from.y + dy, { steps: 10 });
}

test('a wrist is dragged from the side: live, kept by the fit, undone, redone, released', async ({
  studio,
}) => {
  const { page } = studio;
  const person = await opened(studio);
  const before = await person();
  const wrist = joint(page, 'left wrist');
  const from = await centreOf(wrist);
  await drag(page, from, 25, 0);
  await expect(page.getByText(/^live fit /)).toBeVisible();
  await expect.poll(async () => (await centreOf(wrist)).x - from.x).toBeGreaterThan(18);
  expect(await person()).toEqual(before); // nothing is stored yet
  await page.mouse.up();

  await expect.poll(async () => (await person())?.state).toBe('fitted');
  const after = await person();
  const [target] = after?.constraints.targets ?? [];
  expect(target?.landmark).toBe(LEFT_WRIST);
  const moved = (target?.position ?? []).map(
    (v, i) => v - (fromPelvis(before, LEFT_WRIST)[i] ?? 0),
  );
  expect(Math.abs(moved[2] ?? 0)).toBeGreaterThan(0.05); // seen from the side, aside is depth
  expect(Math.abs(moved[0] ?? 0)).toBeLessThan(0.01);
  expect(distance(fromPelvis(after, LEFT_WRIST), target?.position ?? [])).toBeLessThan(0.02);
  expect(distance(placeOf(after, 0), placeOf(before, 0))).toBeLessThan(0.05); // the arm, not the body

  await page.keyboard.press('Control+z');
  await expect.poll(person).toEqual(before);
  await expect(page.getByRole('button', { name: 'Redo' })).toBeEnabled();
  await page.keyboard.press('Control+y');
  await expect.poll(person).toEqual(after);
  await page.getByRole('button', { name: 'Release: place of the left wrist' }).click();
  await expect.poll(async () => (await person())?.constraints.targets).toEqual([]);
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  const released = placeOf(await person(), LEFT_WRIST);
  expect(distance(released, placeOf(before, LEFT_WRIST))).toBeLessThan(0.02);
});

test('Esc while a joint is held in 3D puts the body back, and the view has not turned', async ({
  studio,
}) => {
  const { page } = studio;
  const person = await opened(studio);
  const before = await person();
  const [knee, head] = [joint(page, 'right knee'), joint(page, 'head')];
  const [from, still] = [await centreOf(knee), await centreOf(head)];
  await drag(page, from, -30, 10);
  await expect(page.getByText(/^live fit /)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  for (const [handle, place] of [
    [knee, from],
    [head, still],
  ] as const) {
    await expect
      .poll(async () => distance(Object.values(await centreOf(handle)), Object.values(place)))
      .toBeLessThan(0.5);
  }
  expect(await person()).toEqual(before);
});

test('a bone is turned by its rings, and by keys', async ({ studio }) => {
  const { page } = studio;
  const person = await opened(studio);
  const shoulder = joint(page, 'left shoulder');
  const { x, y } = await centreOf(shoulder);
  await page.mouse.click(x, y);
  await expect(shoulder).toHaveAttribute('aria-pressed', 'true');
  const ring = await outerRing(page, { x, y });
  await page.mouse.move(x + ring, y);
  await page.mouse.down();
  const [cos, sin] = [Math.cos(0.6), Math.sin(0.6)];
  await page.mouse.move(x + ring * cos, y + ring * sin, { steps: 10 });
  await expect(page.getByText(/^live fit /)).toBeVisible();
  await page.mouse.up();
  await expect.poll(async () => (await person())?.constraints.rotations.length).toBe(1);
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  const turned = await person();
  const [rotation] = turned?.constraints.rotations ?? [];
  expect(rotation?.joint).toBe(LEFT_SHOULDER);
  const pose = turned?.fit?.pose.slice(3 * LEFT_SHOULDER, 3 * LEFT_SHOULDER + 3) ?? [];
  expect(distance(pose, rotation?.axisAngle ?? [])).toBeLessThan(0.06);

  await shoulder.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await expect
    .poll(async () => {
      const [now] = (await person())?.constraints.rotations ?? [];
      return distance(now?.axisAngle ?? [], rotation?.axisAngle ?? []);
    })
    .toBeGreaterThan(0.05);
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  await page.keyboard.press('Control+z');
  await expect.poll(person).toEqual(turned);
});

/** Radius of the ring that turns about the line of sight: where the pointer takes hold of something. */
async function outerRing(page: Page, { x, y }: { x: number; y: number }): Promise<number> {
  const stage = page.locator('[data-body-view]');
  for (let radius = 130; radius > 15; radius -= 2) {
    await page.mouse.move(x + radius, y);
    if (await stage.evaluate((element) => element.classList.contains('on-ring'))) return radius;
  }
  throw new Error('There are no rings round the joint.');
}

test('keys alone: nudge in 3D, bake, what is set in the list', async ({ studio }) => {
  const { page } = studio;
  const person = await opened(studio);
  const before = fromPelvis(await person(), LEFT_WRIST);
  await joint(page, 'left wrist').focus();
  for (let i = 0; i < 2; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect
    .poll(async () => {
      const [target] = (await person())?.constraints.targets ?? [];
      return distance(target?.position ?? before, before);
    })
    .toBeCloseTo(0.1, 2);
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  const set = fromPelvis(await person(), LEFT_WRIST);
  await page.getByRole('button', { name: 'Bake' }).click();
  await expect(page.getByRole('button', { name: 'Release: baked body' })).toBeVisible();
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  const baked = await person();
  expect(baked?.constraints.targets).toEqual([]);
  expect(distance(fromPelvis(baked, LEFT_WRIST), set)).toBeLessThan(0.03);
  await page.getByRole('button', { name: 'Release all' }).click();
  await expect.poll(async () => (await person())?.constraints.bakedBody).toBeNull();
  await expect.poll(async () => (await person())?.state).toBe('fitted');
  expect(distance(fromPelvis(await person(), LEFT_WRIST), before)).toBeLessThan(0.02);
});

test('a place out of reach is said to be short, and one that is no number is refused', async ({
  studio,
}) => {
  const { page, client } = studio;
  const person = await opened(studio);
  const before = await person();
  if (before === undefined) throw new Error('Nobody was found.');
  const { id: personId, revision, keypoints, constraints, fit } = before;
  const edit = (position: number[]) =>
    client.people.edit({
      ...{ personId, revision, label: 'Move left wrist in 3D', keypoints, fit },
      constraints: { ...constraints, targets: [{ landmark: LEFT_WRIST, position }] },
    });
  await expect(edit([Number.NaN, 0, 4])).rejects.toThrow();
  expect(await person()).toEqual(before);
  const edited = await edit([0, 0, -6]);
  await client.fit.refine({ personId, revision: edited.revision });
  await expect(page.locator('.short-chip')).toHaveText(/^left wrist: \d{3} cm short$/);
  expect(distance(placeOf(await person(), 0), placeOf(before, 0))).toBeLessThan(0.05);
});
