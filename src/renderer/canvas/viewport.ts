/** Where the image lies in its panel: screen = scale · image + (x, y), in CSS pixels. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MIN_SCALE = 0.02;
const MAX_SCALE = 64;
const MARGIN_PX = 12;

/** The whole image, as large as it goes. */
export function fitImage(image: Size, panel: Size): Viewport {
  return fitBox({ x: 0, y: 0, ...image }, panel, MARGIN_PX);
}

/** A box of the image, as large as it goes. */
export function fitBox(
  box: Size & { readonly x: number; readonly y: number },
  panel: Size,
  marginPx: number,
): Viewport {
  const room = { width: panel.width - 2 * marginPx, height: panel.height - 2 * marginPx };
  const scale = clamp(Math.min(room.width / box.width, room.height / box.height));
  return {
    scale,
    x: panel.width / 2 - scale * (box.x + box.width / 2),
    y: panel.height / 2 - scale * (box.y + box.height / 2),
  };
}

/** The point of the image under (x, y) stays there. */
export function zoomAt(view: Viewport, factor: number, x: number, y: number): Viewport {
  const scale = clamp(view.scale * factor);
  const grown = scale / view.scale;
  return { scale, x: x - grown * (x - view.x), y: y - grown * (y - view.y) };
}

export function imagePoint(view: Viewport, x: number, y: number): { x: number; y: number } {
  return { x: (x - view.x) / view.scale, y: (y - view.y) / view.scale };
}

function clamp(scale: number): number {
  return Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale));
}
