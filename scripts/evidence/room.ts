/** What stands behind a rendered person: a wall, a floor, things, and the camera's noise. */
import type { Random } from '../../src/core/math/random.ts';

/** Fills `out`, shape [height, width, 3] in [0, 1]. */
export function drawRoom(width: number, height: number, random: Random, out: Float32Array): void {
  const { uniform } = random;
  const horizon = height * (0.35 + 0.45 * uniform());
  const [wall, floor, tile] = [colour(random), colour(random), 10 + 60 * uniform()];
  const [fade, contrast] = [0.5 * uniform(), 0.3 * uniform()];
  for (let y = 0; y < height; y++) {
    const isFloor = y > horizon;
    const depth = isFloor ? height / (y - horizon + 8) : 0;
    const shade = 1 - fade * Math.abs(y / height - 0.4);
    for (let x = 0; x < width; x++) {
      const across = Math.floor(((x - width / 2) * depth) / tile);
      const dark =
        isFloor && (across + Math.floor((8 * depth * 20) / tile)) % 2 === 0 ? contrast : 0;
      const base = isFloor ? floor : wall;
      const o = 3 * (y * width + x);
      for (let k = 0; k < 3; k++) out[o + k] = base[k] * shade * (1 - dark);
    }
  }
  drawThings(width, height, Math.floor(7 * uniform()), random, out);
}

/** Rectangles in front of whatever is there. */
export function drawThings(
  width: number,
  height: number,
  count: number,
  random: Random,
  out: Float32Array,
): void {
  const { uniform } = random;
  for (let n = 0; n < count; n++) {
    const [w, h] = [width * (0.03 + 0.3 * uniform()), height * (0.03 + 0.4 * uniform())];
    const [left, top] = [uniform() * width - w / 2, uniform() * height - h / 2];
    const fill = colour(random);
    for (let y = Math.max(0, Math.ceil(top)); y < Math.min(height, top + h); y++) {
      for (let x = Math.max(0, Math.ceil(left)); x < Math.min(width, left + w); x++) {
        out.set(fill, 3 * (y * width + x));
      }
    }
  }
}

function colour({ uniform }: Random): [number, number, number] {
  const grey = 0.1 + 0.8 * uniform();
  const tint = () => Math.min(1, Math.max(0, grey + 0.4 * (uniform() - 0.5)));
  return [tint(), tint(), tint()];
}

/** Exposure, gamma and noise: shape [height, width, 3] as bytes. */
export function develop(picture: Float32Array, random: Random): Uint8Array {
  const { uniform } = random;
  const gain = 255 * (0.75 + 0.4 * uniform());
  const noise = 10 * uniform() ** 2;
  const gamma = 0.8 + 0.5 * uniform();
  const curve = Float32Array.from({ length: 1025 }, (_, i) => gain * (i / 1024) ** gamma);
  const out = new Uint8Array(picture.length);
  for (let i = 0; i < out.length; i++) {
    const value = curve[Math.round(1024 * Math.min(1, Math.max(0, picture[i])))];
    const grain = noise * (uniform() + uniform() - 1) * 2;
    out[i] = Math.min(255, Math.max(0, Math.round(value + grain)));
  }
  return out;
}
