import type { Locator, Page } from '@playwright/test';
import type { Person } from '../../src/contract/person.ts';
import { expect, pictures, type Studio, test } from '../fixtures/studio-test.ts';

function handle(page: Page, name: string): Locator {
  return page.getByRole('button', { name: new RegExp(`^${name},`) });
}

async function centreOf(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.locator('.target').boundingBox();
  if (box === null) throw new Error('It is not on the page.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The first picture's first person, as the engine has it. */
async function begin({ page, client }: Studio) {
  await expect(handle(page, 'left wrist')).toBeVisible({ timeout: 30_000 });
  const { rows } = await client.images.page({ offset: 0, limit: 4 });
  const imageId = rows[0]?.id ?? 0;
  const person = async (): Promise<Person> => {
    const [first] = await client.people.list({ imageId });
    if (first === undefined) throw new Error('Nobody is there.');
    return first;
  };
  const settled = () => expect.poll(async () => (await person()).state).toBe('fitted');
  return { imageId, rows, person, settled, before: await person() };
}

const LEFT_SHOULDER = 5;
const LEFT_ELBOW = 7;
const LEFT_WRIST = 9;
const RIGHT_WRIST = 10;

/** Chooses a joint by a click. */
async function choose(page: Page, name: string): Promise<{ x: number; y: number }> {
  const place = await centreOf(handle(page, name));
  await page.mouse.click(place.x, place.y);
  return place;
}

test('G: a joint follows without a button, Esc puts it back exactly, a click places it', async ({
  studio,
}) => {
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  const from = await choose(page, 'left wrist');
  await page.keyboard.press('g');
  await page.mouse.move(from.x + 40, from.y - 30, { steps: 6 });
  await expect
    .poll(async () => Math.round((await centreOf(handle(page, 'left wrist'))).x - from.x))
    .toBe(40);
  expect(await person()).toEqual(before);
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await centreOf(handle(page, 'left wrist'))).x).toBe(from.x);
  await expect(handle(page, 'left wrist')).toHaveAttribute('aria-pressed', 'true');
  expect(await person()).toEqual(before);

  await page.mouse.move(from.x, from.y);
  await page.keyboard.press('g');
  await page.mouse.move(from.x + 25, from.y + 10, { steps: 4 });
  await page.mouse.click(from.x + 25, from.y + 10);
  await settled();
  expect((await person()).keypoints[LEFT_WRIST]?.source).toBe('hand');
  expect((await person()).keypoints[LEFT_ELBOW]).toEqual(before.keypoints[LEFT_ELBOW]);
  await page.keyboard.press('Control+z');
  await expect.poll(person).toEqual(before);
});

test('Shift takes the arm along, Alt the person, and each is one step', async ({ studio }) => {
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  const from = await centreOf(handle(page, 'left elbow'));
  await drag(page, from, 'Shift');
  await settled();
  const arm = await person();
  const shift = (i: number, after: Person) => [
    (after.keypoints[i]?.x ?? 0) - (before.keypoints[i]?.x ?? 0),
    (after.keypoints[i]?.y ?? 0) - (before.keypoints[i]?.y ?? 0),
  ];
  expect(shift(LEFT_WRIST, arm)[0]).toBeCloseTo(shift(LEFT_ELBOW, arm)[0] ?? 0, 6);
  expect(shift(LEFT_WRIST, arm)[0]).toBeGreaterThan(1);
  expect(arm.keypoints[LEFT_SHOULDER]).toEqual(before.keypoints[LEFT_SHOULDER]);
  await page.keyboard.press('Control+z');
  await expect.poll(person).toEqual(before);
  await expect.poll(async () => (await centreOf(handle(page, 'left elbow'))).x).toBe(from.x);

  await drag(page, from, 'Alt');
  await settled();
  const whole = await person();
  for (const i of before.keypoints.keys()) {
    expect(shift(i, whole)[0]).toBeCloseTo(shift(0, whole)[0] ?? 0, 6);
  }
  expect(shift(0, whole)[0]).toBeGreaterThan(1);
  await page.keyboard.press('Control+z');
  await expect.poll(person).toEqual(before);

  await page.keyboard.press('Control+Shift+ArrowRight');
  await settled();
  expect(shift(RIGHT_WRIST, await person())[0]).toBeCloseTo(10, 6);
});

async function drag(page: Page, from: { x: number; y: number }, key: string): Promise<void> {
  await page.keyboard.down(key);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 10, { steps: 6 });
  await page.mouse.up();
  await page.keyboard.up(key);
}

test('Ctrl snaps back to where the detector found the joint', async ({ studio }) => {
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  const from = await centreOf(handle(page, 'left wrist'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y, { steps: 6 });
  await page.mouse.up();
  await settled();
  const there = await centreOf(handle(page, 'left wrist'));
  await page.mouse.move(there.x, there.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y + 6, { steps: 12 });
  await page.keyboard.down('Control');
  await page.mouse.move(from.x + 7, from.y + 5, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Control');
  const x = before.keypoints[LEFT_WRIST]?.x ?? 0;
  await expect.poll(async () => (await person()).keypoints[LEFT_WRIST]?.x).toBeCloseTo(x, 6);
});

test('T swaps the limb, Shift+T the body, Backspace and Ctrl+Backspace go back to the machine', async ({
  studio,
}) => {
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  const place = (of: Person, i: number) => [of.keypoints[i]?.x, of.keypoints[i]?.y];
  await choose(page, 'left wrist');
  await page.keyboard.press('t');
  await settled();
  const swapped = await person();
  expect(place(swapped, LEFT_WRIST)).toEqual(place(before, RIGHT_WRIST));
  expect(place(swapped, 13)).toEqual(place(before, 13)); // the knee stays
  await page.keyboard.press('Backspace');
  await expect
    .poll(async () => (await person()).keypoints[LEFT_WRIST])
    .toEqual(before.keypoints[LEFT_WRIST]);
  await settled();
  await page.keyboard.press('Control+Backspace');
  await expect.poll(async () => (await person()).state).toBe('predicted');
  const { revision: _, ...machine } = before;
  expect(await person()).toMatchObject(machine);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await person()).state).toBe('fitted');
  await page.keyboard.press('Control+Backspace');
  await expect.poll(async () => (await person()).state).toBe('predicted');
  await page.keyboard.press('Shift+T');
  await settled();
  expect(place(await person(), 13)).toEqual(place(before, 14));
});

test('a pose goes through the clipboard, also mirrored; junk says so and changes nothing', async ({
  studio,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.evaluate(() => navigator.clipboard.writeText('{"not": a pose'));
  await page.keyboard.press('Control+v');
  await expect(page.getByText('The clipboard holds no pose')).toBeVisible();
  expect(await person()).toEqual(before);

  await page.keyboard.press('Control+c');
  await expect(page.getByText('Pose copied.')).toBeVisible();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ format: 'spin-studio/pose', version: 1 });
  await page.keyboard.press('Control+Shift+V');
  await settled();
  const y = before.keypoints[LEFT_WRIST]?.y ?? 0;
  await expect.poll(async () => (await person()).keypoints[RIGHT_WRIST]?.y).toBeCloseTo(y, 6);
});

test('C takes the pose from the picture before, with what was seen', async ({ studio }) => {
  const { page, client } = studio;
  const { rows, before } = await begin(studio);
  const second = rows[1]?.id ?? 0;
  await choose(page, 'left wrist');
  await page.keyboard.press('v');
  await expect
    .poll(async () => (await client.people.list({ imageId: before.imageId }))[0]?.state)
    .toBe('fitted');
  await page.keyboard.press('d');
  await expect
    .poll(async () => (await client.people.list({ imageId: second })).length, { timeout: 30_000 })
    .toBeGreaterThan(0);
  await expect(pictures(page).nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(handle(page, 'left wrist')).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('c');
  const there = async () => (await client.people.list({ imageId: second }))[0];
  await expect
    .poll(async () => (await there())?.keypoints[LEFT_WRIST]?.visibility)
    .toBe('occluded');
  const wrist = before.keypoints[LEFT_WRIST];
  expect((await there())?.keypoints[LEFT_WRIST]).toMatchObject({ x: wrist?.x, y: wrist?.y });
});

test('Shift+M makes one of two people, as one step', async ({ studio }) => {
  const { page, client } = studio;
  const { imageId, before } = await begin(studio);
  await client.people.add({ imageId, box: before.box });
  await expect(page.getByText(/overlap \d+ %/)).toBeVisible();
  await page.getByRole('region', { name: /^Picture/ }).focus();
  await page.keyboard.press('Shift+M');
  await expect.poll(async () => (await client.people.list({ imageId })).length).toBe(1);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await client.people.list({ imageId })).length).toBe(2);
});

test('the menu round a joint: press, move, release; and by keys', async ({ studio }) => {
  const { page } = studio;
  const { person, settled, before } = await begin(studio);
  const from = await centreOf(handle(page, 'left wrist'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down({ button: 'right' });
  await page.mouse.move(from.x + 60, from.y, { steps: 4 });
  await expect(page.getByRole('menuitem', { name: 'absent' })).toHaveClass('chosen');
  await page.mouse.up({ button: 'right' });
  await expect.poll(async () => (await person()).keypoints[LEFT_WRIST]?.visibility).toBe('absent');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await settled();
  await page.keyboard.press('Shift+F10');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect
    .poll(async () => (await person()).keypoints[LEFT_WRIST])
    .toEqual(before.keypoints[LEFT_WRIST]);
});

test('slow movement opens the loupe; the body before shows while its key is held', async ({
  studio,
}) => {
  const { page } = studio;
  await begin(studio);
  const drawn = () =>
    page.locator('.image-canvas > canvas').screenshot({
      style: '.image-canvas > :not(canvas) { visibility: hidden }',
    });
  const from = await centreOf(handle(page, 'left wrist'));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 60, from.y - 60, { steps: 4 });
  await page.mouse.move(from.x + 61, from.y - 60, { steps: 2 });
  await expect(page.locator('.loupe')).toBeVisible();
  await page.screenshot({ path: '.cache/look/editing-drag.png' });
  await page.mouse.up();
  await expect(page.locator('.loupe')).toHaveCount(0);
  await expect(page.getByText(/^live fit /)).toHaveCount(0);
  await page.waitForTimeout(1500);
  const after = await drawn();
  await page.keyboard.down('\\');
  await expect.poll(async () => (await drawn()).equals(after)).toBe(false);
  await page.keyboard.up('\\');
  await expect.poll(async () => (await drawn()).equals(after)).toBe(true);
  await page.keyboard.press(']');
  await expect(page.getByRole('group', { name: 'Look of the picture' })).toBeVisible();
  await expect.poll(async () => (await drawn()).equals(after)).toBe(false);
  await page.getByRole('button', { name: 'Reset' }).click();
  await expect.poll(async () => (await drawn()).equals(after)).toBe(true);
});

test('a point that was taken away stays away: saved, opened again, looked at again', async ({
  studio,
}) => {
  const { page, client } = studio;
  const { imageId, person, settled } = await begin(studio);
  await choose(page, 'left wrist');
  await page.keyboard.press('Delete');
  await settled();
  await page.keyboard.press('Shift+Enter');
  await expect.poll(async () => (await person()).state).toBe('accepted');
  await page.keyboard.press('u');
  await settled(); // not the machine's again, which a new look could replace
  const kept = await person();
  const { id: jobId } = await client.jobs.predict({ imageIds: [imageId] });
  await expect
    .poll(async () => (await client.jobs.list({})).find(({ id }) => id === jobId)?.status)
    .not.toBe('running');
  const [grant] = await client.system.grants({});
  await client.project.open({ grantId: grant?.id ?? '', path: '' });
  await page.reload();
  await expect(handle(page, 'left wrist')).toHaveAttribute('aria-label', /absent/);
  expect(await person()).toEqual(kept);
});
