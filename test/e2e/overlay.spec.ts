import type { Page } from '@playwright/test';
import sharp from 'sharp';
import type { Person } from '../../src/contract/person.ts';
import { createPosedMesh, poseMesh } from '../../src/core/body/posed-mesh.ts';
import { projectPoints } from '../../src/core/camera/projection.ts';
import { model } from '../fixtures/embedded.ts';
import { expect, test } from '../fixtures/studio-test.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Raster extends Size {
  readonly data: Uint8Array;
}

async function canvasPixels(page: Page): Promise<Raster> {
  const png = await page.locator('.image-canvas > canvas').screenshot();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** Where the drawing with the body differs from the one without. */
async function drawnSilhouette(page: Page): Promise<Raster> {
  await page.addStyleTag({
    content: '.image-canvas svg, .zoom, .depth-chip { visibility: hidden }',
  });
  await page.getByRole('button', { name: 'off', exact: true }).click();
  const bare = await canvasPixels(page);
  await page.getByRole('button', { name: 'solid', exact: true }).click();
  const { data, width, height } = await canvasPixels(page);
  const mask = new Uint8Array(width * height);
  for (let i = 0; i < mask.length; i++) {
    for (let c = 0; c < 3; c++) {
      if (Math.abs((data[3 * i + c] ?? 0) - (bare.data[3 * i + c] ?? 0)) > 8) mask[i] = 1;
    }
  }
  return { width, height, data: mask };
}

/** The page's zoom and pan, from where it has put two of the keypoints. */
async function viewOf(page: Page, person: Person) {
  const place = async (point: number) => {
    const handle = page.locator(`.skeleton.selected [data-point="${point}"]`);
    const own = /translate\(([-\d.e]+) ([-\d.e]+)\)/.exec(
      (await handle.getAttribute('transform')) ?? '',
    );
    return Number(own?.[1]);
  };
  const [a, b] = [person.keypoints[5], person.keypoints[16]];
  if (a === undefined || b === undefined) throw new Error('The points are missing.');
  const scale = ((await place(5)) - (await place(16))) / (a.x - b.x);
  const group = await page.locator('.image-canvas svg > g').getAttribute('transform');
  const [, x, y] = /translate\(([-\d.e]+) ([-\d.e]+)\)/.exec(group ?? '') ?? [];
  return { scale, x: Number(x), y: Number(y) };
}

/** Samples along a side of a pixel: the canvas smooths edges, so a pixel counts when it is touched. */
const SAMPLES = 4;

/** Every triangle filled on the CPU: pixels of which it covers a sample. */
function projectedSilhouette(
  person: Person,
  view: { scale: number; x: number; y: number },
  size: Raster,
): Uint8Array {
  if (person.fit === null) throw new Error('There is no body.');
  const { pose, betas, translation, camera } = person.fit;
  const mesh = createPosedMesh(model);
  const of = (values: readonly number[]) => Float64Array.from(values);
  poseMesh(mesh, { pose: of(pose), betas: of(betas), translation: of(translation) });
  const seen = new Float64Array((2 * mesh.vertices.length) / 3);
  projectPoints(camera, mesh.vertices, seen);
  const at = (vertex: number) =>
    [
      SAMPLES * (view.scale * seen[2 * vertex] + view.x),
      SAMPLES * (view.scale * seen[2 * vertex + 1] + view.y),
    ] as const;
  const fine = { width: SAMPLES * size.width, height: SAMPLES * size.height };
  const covered = new Uint8Array(fine.width * fine.height);
  for (let f = 0; f < model.faces.length; f += 3) {
    fillTriangle(covered, fine, [
      at(model.faces[f]),
      at(model.faces[f + 1]),
      at(model.faces[f + 2]),
    ]);
  }
  const mask = new Uint8Array(size.width * size.height);
  for (const [i, value] of covered.entries()) {
    const column = Math.floor((i % fine.width) / SAMPLES);
    const row = Math.floor(i / fine.width / SAMPLES);
    if (value === 1) mask[row * size.width + column] = 1;
  }
  return mask;
}

type Corner = readonly [number, number];

function fillTriangle(
  mask: Uint8Array,
  { width, height }: Size,
  [a, b, c]: [Corner, Corner, Corner],
): void {
  const from = (axis: 0 | 1) => Math.max(0, Math.floor(Math.min(a[axis], b[axis], c[axis])));
  const to = (axis: 0 | 1, end: number) =>
    Math.min(end - 1, Math.ceil(Math.max(a[axis], b[axis], c[axis])));
  const side = (p: Corner, q: Corner, x: number, y: number) =>
    (q[0] - p[0]) * (y - p[1]) - (q[1] - p[1]) * (x - p[0]);
  for (let row = from(1); row <= to(1, height); row++) {
    for (let column = from(0); column <= to(0, width); column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const signs = [side(a, b, x, y), side(b, c, x, y), side(c, a, x, y)];
      if (signs.every((s) => s >= 0) || signs.every((s) => s <= 0)) mask[row * width + column] = 1;
    }
  }
}

function overlap(a: Uint8Array, b: Uint8Array): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i] ?? 0) & (b[i] ?? 0);
    either += (a[i] ?? 0) | (b[i] ?? 0);
  }
  return both / either;
}

test('the body is drawn where the camera sees it, at three zooms', async ({ studio }) => {
  const { page, client } = studio;
  await expect(page.locator('.skeleton.selected')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'hidden', timeout: 30_000 });
  const imageId = (await client.images.page({ offset: 0, limit: 1 })).rows[0]?.id ?? 0;
  const [person] = await client.people.list({ imageId });
  if (person === undefined) throw new Error('Nobody was found.');
  for (const keys of [['Control+0'], ['z'], ['Control+0', '+', '+', '+']]) {
    await page.getByRole('region', { name: /^Picture/ }).focus();
    for (const key of keys) await page.keyboard.press(key);
    const view = await viewOf(page, person);
    const drawn = await drawnSilhouette(page);
    const projected = projectedSilhouette(person, view, drawn);
    expect(overlap(drawn.data, projected), keys.join(' ')).toBeGreaterThanOrEqual(0.99);
  }
});
