/**
 * Pixels of the body's panel and places in the image camera's frame (x right, y down, z forward,
 * metres), through the eye that looks at the body. three's frame is (x, −y, −z).
 */
import { type PerspectiveCamera, Vector3 } from 'three';
import type { Size } from '../canvas/viewport.ts';

export type Place = readonly [number, number, number];

/** How near to the eye a point may come and still be shown, metres. */
const NEAR_M = 0.05;

/** Where a place is seen, CSS pixels; undefined for one behind the eye. */
export function panelPoint(
  eye: PerspectiveCamera,
  panel: Size,
  place: Place,
): { x: number; y: number } | undefined {
  if (depthOf(eye, place) < NEAR_M) return undefined;
  const { x, y } = inThree(place).project(eye);
  return { x: ((x + 1) / 2) * panel.width, y: ((1 - y) / 2) * panel.height };
}

/** The place moved by pixels, in the plane through it that is parallel to the panel. */
export function movedInView(
  eye: PerspectiveCamera,
  panel: Size,
  place: Place,
  dx: number,
  dy: number,
): Place {
  const [right, up] = axesOf(eye);
  const metres = metresPerPixel(eye, panel, place);
  return fromThree(
    inThree(place)
      .addScaledVector(right, metres * dx)
      .addScaledVector(up, -metres * dy),
  );
}

/** The place moved along the line of sight; pixels upward move it away. */
export function movedAlongView(
  eye: PerspectiveCamera,
  panel: Size,
  place: Place,
  dy: number,
): Place {
  const [, , backward] = axesOf(eye);
  return fromThree(
    inThree(place).addScaledVector(backward, metresPerPixel(eye, panel, place) * dy),
  );
}

/** A step of some metres to the right, up and towards the eye. */
export function steppedInView(
  eye: PerspectiveCamera,
  place: Place,
  step: readonly [number, number, number],
): Place {
  const moved = inThree(place);
  for (const [i, axis] of axesOf(eye).entries()) moved.addScaledVector(axis, step[i] ?? 0);
  return fromThree(moved);
}

/** The panel's right, up and towards the eye, unit vectors of the image camera's frame. */
export function viewAxes(eye: PerspectiveCamera): readonly [Place, Place, Place] {
  const [right, up, backward] = axesOf(eye);
  return [fromThree(right), fromThree(up), fromThree(backward)];
}

function metresPerPixel(eye: PerspectiveCamera, { height }: Size, place: Place): number {
  const halfHeight = Math.tan((eye.fov * Math.PI) / 360) * Math.max(depthOf(eye, place), NEAR_M);
  return (2 * halfHeight) / Math.max(1, height);
}

function depthOf(eye: PerspectiveCamera, place: Place): number {
  eye.updateMatrixWorld();
  return -inThree(place).applyMatrix4(eye.matrixWorldInverse).z;
}

function axesOf(eye: PerspectiveCamera): readonly [Vector3, Vector3, Vector3] {
  eye.updateMatrixWorld();
  const axes = [new Vector3(), new Vector3(), new Vector3()] as const;
  eye.matrixWorld.extractBasis(...axes);
  return axes;
}

function inThree([x, y, z]: Place): Vector3 {
  return new Vector3(x, -y, -z);
}

function fromThree({ x, y, z }: Vector3): Place {
  return [x, -y, -z];
}
