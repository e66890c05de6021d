/** What a schema has against a command line, in the words of its options. */
import type { z } from 'zod';
import { StudioError } from '../core/common/errors.ts';

/** Option by the field of the schema that it fills: `{ batchSize: '--batch' }`. */
export type OptionNames = Readonly<Record<string, string>>;

/**
 * @param subject "This training", whose options they are
 * @returns the error to throw, code `input/invalid`, with a line for each option
 */
export function wrongOptions(
  subject: string,
  { issues: found }: z.ZodError,
  names: OptionNames = {},
): StudioError<'input/invalid'> {
  const issues = found.map(({ path, message }) => {
    const field = String(path[0] ?? '');
    const wish = message.replace(/^Invalid (option|input): /, '').replace(', received NaN', '');
    return `${names[field] ?? `--${field}`}: ${wish}`;
  });
  return new StudioError('input/invalid', `${subject} cannot be. ${issues.join('; ')}.`, {
    issues,
  });
}
