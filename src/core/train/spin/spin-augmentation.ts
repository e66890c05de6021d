/** How a crop is varied in training: SPIN's draws (`base_dataset.py`), and the picture under them. */
import { CROP_SIZE_PX } from '../../camera/crop.ts';
import type { Random } from '../../math/random.ts';

export interface Augmentation {
  /** Turns what is seen about the crop's middle, from x towards y (clockwise on the screen), radians. */
  readonly turnRad: number;
  /** Of the crop's side. */
  readonly zoom: number;
  /** Seen in a mirror after that turn. */
  readonly isMirrored: boolean;
  /** Of red, green and blue. */
  readonly gains: readonly [number, number, number];
}

export const UPRIGHT: Augmentation = {
  turnRad: 0,
  zoom: 1,
  isMirrored: false,
  gains: [1, 1, 1],
};

const MIRRORED_SHARE = 0.5;
const TURNED_SHARE = 0.4;
const TURN_RAD = Math.PI / 6;
const ZOOM = 0.25;
const GAIN = 0.4;

/** The surroundings of a crop are so many times as wide, which holds every turned and zoomed one. */
export const SURROUNDINGS = 2;
export const SURROUNDINGS_PX = SURROUNDINGS * CROP_SIZE_PX;

export function drawAugmentation({ uniform, normal }: Random): Augmentation {
  const isMirrored = uniform() < MIRRORED_SHARE;
  const gain = () => 1 - GAIN + 2 * GAIN * uniform();
  const gains = [gain(), gain(), gain()] as const;
  const turn = limited(TURN_RAD * normal(), 2 * TURN_RAD);
  const zoom = 1 + limited(ZOOM * normal(), ZOOM);
  const isTurned = uniform() < TURNED_SHARE;
  return { isMirrored, gains, turnRad: isTurned ? turn : 0, zoom };
}

function limited(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

/**
 * The varied crop.
 *
 * @param surroundings RGB, shape [448, 448, 3]: twice the crop's side, about its middle
 * @returns RGB, shape [224, 224, 3]
 */
export function variedCrop(surroundings: Uint8Array, varied: Augmentation): Uint8Array {
  const out = new Uint8Array(3 * CROP_SIZE_PX * CROP_SIZE_PX);
  const half = CROP_SIZE_PX / 2;
  const [c, s] = [Math.cos(varied.turnRad) * varied.zoom, Math.sin(varied.turnRad) * varied.zoom];
  let at = 0;
  for (let j = 0; j < CROP_SIZE_PX; j++) {
    const v = j + 0.5 - half;
    for (let i = 0; i < CROP_SIZE_PX; i++) {
      const u = varied.isMirrored ? half - i - 0.5 : i + 0.5 - half;
      const x = SURROUNDINGS_PX / 2 + c * u + s * v - 0.5;
      const y = SURROUNDINGS_PX / 2 - s * u + c * v - 0.5;
      for (let channel = 0; channel < 3; channel++) {
        const value = varied.gains[channel] * bilinear(surroundings, x, y, channel);
        out[at++] = Math.min(255, Math.round(value));
      }
    }
  }
  return out;
}

/** Black outside of the surroundings. */
function bilinear(bytes: Uint8Array, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const value = (column: number, row: number) => {
    const isInside = column >= 0 && row >= 0 && column < SURROUNDINGS_PX && row < SURROUNDINGS_PX;
    return isInside ? bytes[3 * (SURROUNDINGS_PX * row + column) + channel] : 0;
  };
  const upper = (1 - fx) * value(left, top) + fx * value(left + 1, top);
  const lower = (1 - fx) * value(left, top + 1) + fx * value(left + 1, top + 1);
  return (1 - fy) * upper + fy * lower;
}
