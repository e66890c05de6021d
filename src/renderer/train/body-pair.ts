/** A person's picture with one regressor's body over it, and with the other's. */
import type { Box } from '../../contract/keypoint.ts';
import type { ComparedPerson } from '../../contract/training.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { ImageLayer } from '../canvas/image-layer.ts';
import { fetchBitmap } from '../canvas/use-picture.ts';
import { fitBox, type Size } from '../canvas/viewport.ts';
import { client } from '../client/connection.ts';
import { createBodyMesh } from '../mesh/body-mesh.ts';

export interface BodyPair {
  readonly current: string;
  readonly next: string;
}

const PANEL = { width: 220, height: 260 };
const MARGIN_PX = 14;
const QUALITY = 0.9;

/** One hidden canvas for all: a page may have few WebGL contexts. */
let layer: { readonly canvas: HTMLCanvasElement; readonly drawing: ImageLayer } | undefined;
let turn: Promise<unknown> = Promise.resolve();

/** One after the other, as they share the canvas. */
export function drawBodyPair(
  model: BodyModel,
  person: ComparedPerson,
  signal: AbortSignal,
): Promise<BodyPair> {
  const mine = turn.then(() => {
    signal.throwIfAborted();
    return draw(model, person, signal);
  });
  turn = mine.catch(() => undefined); // its own caller hears of it
  return mine;
}

async function draw(
  model: BodyModel,
  person: ComparedPerson,
  signal: AbortSignal,
): Promise<BodyPair> {
  const [bitmap, row] = await Promise.all([
    fetchBitmap(person.imageId, signal),
    client.images.get({ imageId: person.imageId }),
  ]);
  const { canvas, drawing } = theLayer();
  const size = { width: row.width ?? bitmap.width, height: row.height ?? bitmap.height };
  drawing.setModel(model);
  drawing.setPicture(bitmap, size);
  const view = fitBox(within(boxOfBoth(model, person), size), PANEL, MARGIN_PX);
  const picture = (which: 'current' | 'next') => {
    drawing.draw({ panel: PANEL, view, bodies: [shownBody(person, which)], mode: 'ghost' });
    return canvas.toDataURL('image/webp', QUALITY);
  };
  return { current: picture('current'), next: picture('next') };
}

function theLayer() {
  if (layer === undefined) {
    const canvas = document.createElement('canvas');
    layer = { canvas, drawing: new ImageLayer(canvas) };
  }
  return layer;
}

function shownBody({ personId, camera, ...bodies }: ComparedPerson, which: 'current' | 'next') {
  const fit = { ...bodies[which].body, camera };
  return { personId, fit, isSelected: true };
}

/** Round both bodies as the camera sees them, pixels of the picture. */
function boxOfBoth(model: BodyModel, { camera, current, next }: ComparedPerson): Box {
  const mesh = createBodyMesh(model);
  const points = [current, next].flatMap(({ body }) => {
    mesh.pose(body);
    const { joints } = mesh;
    return Array.from({ length: joints.length / 3 }, (_, j) => {
      const [x = 0, y = 0, z = 1] = joints.subarray(3 * j, 3 * j + 3);
      const scale = camera.focalLength / z;
      return [camera.principalX + scale * x, camera.principalY + scale * y] as const;
    });
  });
  mesh.geometry.dispose();
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return widened({
    x: left,
    y: top,
    width: Math.max(...xs) - left,
    height: Math.max(...ys) - top,
  });
}

/** A body may go on where the picture ends; there is little to see. */
function within(box: Box, { width, height }: Size): Box {
  const [x, y] = [Math.max(box.x, -0.1 * width), Math.max(box.y, -0.1 * height)];
  return {
    x,
    y,
    width: Math.min(box.x + box.width, 1.1 * width) - x,
    height: Math.min(box.y + box.height, 1.1 * height) - y,
  };
}

/** Flesh and head lie outside of the joints. */
function widened(box: Box): Box {
  const margin = 0.15 * Math.max(box.width, box.height);
  return {
    x: box.x - margin,
    y: box.y - margin,
    width: box.width + 2 * margin,
    height: box.height + 2 * margin,
  };
}
