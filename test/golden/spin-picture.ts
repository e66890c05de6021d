/** 224 × 224 × 3 bytes that any language can make (`picture` in `spin_twin.py`). */
export function madeUpPicture(index: number): Uint8Array {
  const bytes = new Uint8Array(224 * 224 * 3);
  for (let i = 0; i < bytes.length; i++) {
    const c = i % 3;
    const x = Math.floor(i / 3) % 224;
    const y = Math.floor(i / (3 * 224));
    bytes[i] = Math.floor((3 * x * x + 5 * y * y + 7 * (index + 1) * x * y + 41 * c) / 97) % 256;
  }
  return bytes;
}
