import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { halfToNumber } from './npy.ts';
import { halfFromNumber, readSafetensors, writeSafetensors } from './safetensors.ts';

describe('safetensors', () => {
  it('reads what it writes, F32 exactly and F16 to 11 bits', () => {
    const data = Float32Array.of(0, 1.5, -2.25, 1e-3, 1e-6, 65504);
    const tensors = {
      weight: { shape: [2, 3], data },
      bias: { shape: [1], data: Float32Array.of(7) },
    };
    expect(readSafetensors(writeSafetensors(tensors, 'F32'), 'x')).toEqual(tensors);
    const half = readSafetensors(writeSafetensors(tensors, 'F16'), 'x').weight.data;
    for (const [i, value] of data.entries()) expect(half[i]).toBeCloseTo(value, 6);
  });

  it('says what is wrong with a file', () => {
    expect(() => readSafetensors(new Uint8Array(4), 'x.safetensors')).toThrow(
      'Not a usable safetensors file: no header. Nothing was changed.\nFile: x.safetensors',
    );
    const file = writeSafetensors({ a: { shape: [4], data: new Float32Array(4) } }, 'F32');
    expect(() => readSafetensors(file.slice(0, -4), 'x')).toThrow(/tensor "a" is cut off/);
  });

  it('rounds to the nearest half', () => {
    fc.assert(
      fc.property(fc.double({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const back = halfToNumber(halfFromNumber(value));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(
          Math.max(2 ** -25, Math.abs(value) / 2048),
        );
      }),
    );
  });
});
