import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { TrainingPictures } from '../../services/ports.ts';
import { encodeUpright, readHeader } from './image-file.ts';

/** Larger than any picture that can be opened. */
const WHOLE_PX = 100_000;
const ENDINGS: Readonly<Record<string, 'jpg' | 'png' | undefined>> = { jpeg: 'jpg', png: 'png' };

export const trainingPictures: TrainingPictures = {
  async read(file) {
    await readHeader(file);
    const { format, orientation = 1 } = await sharp(file.path).metadata();
    const ending = ENDINGS[format];
    if (ending !== undefined && orientation === 1)
      return { ending, bytes: await readFile(file.path) };
    return { ending: 'jpg', bytes: await encodeUpright(file, WHOLE_PX) };
  },
};
