/** Outlines of bodies as masks, and how far two of them cover each other. */
import { StudioError } from '../common/errors.ts';
import { type Mask, maskArea, maskFromPixels, maskIntersection } from '../masks/mask.ts';

/**
 * Fills a mesh: a pixel is set when its middle, at (x + 0.5, y + 0.5), lies in a triangle or on its
 * edge. There is no depth: front or back, each triangle covers.
 *
 * @param pixels shape [V, 2]; a triangle with a corner that is not finite (behind the camera) is left out
 * @param faces shape [F, 3]
 */
export function rasteriseMesh(
  pixels: Float64Array,
  faces: Uint32Array,
  { width, height }: Pick<Mask, 'width' | 'height'>,
): Mask {
  const grid = { width, height, filled: new Uint8Array(width * height) };
  for (let f = 0; f < faces.length; f += 3) {
    fillTriangle(pixels, 2 * faces[f], 2 * faces[f + 1], 2 * faces[f + 2], grid);
  }
  return maskFromPixels(width, height, (i) => grid.filled[i] === 1);
}

interface Grid {
  readonly width: number;
  readonly height: number;
  /** Shape [height, width]; 1 where a triangle is. */
  readonly filled: Uint8Array;
}

function fillTriangle(
  pixels: Float64Array,
  a: number,
  b: number,
  c: number,
  { width, height, filled }: Grid,
): void {
  const [ax, ay, bx, by] = [pixels[a], pixels[a + 1], pixels[b], pixels[b + 1]];
  const [cx, cy] = [pixels[c], pixels[c + 1]];
  const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (!Number.isFinite(area) || area === 0) return;
  const sign = Math.sign(area);
  const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
  const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
  for (let y = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5)); y <= bottom; y++) {
    for (let x = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5)); x <= right; x++) {
      const [px, py] = [x + 0.5, y + 0.5];
      const u = sign * ((bx - ax) * (py - ay) - (by - ay) * (px - ax));
      const v = sign * ((cx - bx) * (py - by) - (cy - by) * (px - bx));
      const w = sign * ((ax - cx) * (py - cy) - (ay - cy) * (px - cx));
      if (u >= 0 && v >= 0 && w >= 0) filled[y * width + x] = 1;
    }
  }
}

/** Pixels in both masks, and in either. */
export interface Overlap {
  readonly both: number;
  readonly either: number;
}

/** @throws StudioError `input/invalid` for masks of two sizes: they are of two pictures */
export function overlapOf(a: Mask, b: Mask): Overlap {
  if (a.width !== b.width || a.height !== b.height) throw ofTwoSizes(a, b);
  const both = maskIntersection(a, b);
  return { both, either: maskArea(a) + maskArea(b) - both };
}

/** Intersection over union; NaN when there is nothing in either mask. */
export function intersectionOverUnion({ both, either }: Overlap): number {
  return both / either;
}

function ofTwoSizes(a: Mask, b: Mask): StudioError<'input/invalid'> {
  const size = ({ width, height }: Mask) => `${width} × ${height}`;
  const issues = [`a mask is ${size(b)} pixels instead of ${size(a)}`];
  const message =
    `The masks are not of one picture: ${issues[0]}. Nothing was compared. ` +
    'Give a mask of the size of its picture.';
  return new StudioError('input/invalid', message, { issues });
}
