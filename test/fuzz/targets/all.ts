import type { OpenTarget } from '../target.ts';
import { ANNOTATION_FILES } from './annotations.ts';
import { ARRAY_FILES } from './arrays.ts';
import { MESSAGES } from './messages.ts';
import { MODEL_FILES } from './models.ts';
import { PICTURES } from './pictures.ts';
import { STUDIO_FILES } from './projects.ts';

/** Everything that the studio reads, by name. */
export const TARGETS: Readonly<Record<string, OpenTarget>> = {
  ...PICTURES,
  ...ARRAY_FILES,
  ...MODEL_FILES,
  ...ANNOTATION_FILES,
  ...STUDIO_FILES,
  ...MESSAGES,
};
