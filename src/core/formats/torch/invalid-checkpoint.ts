import { StudioError } from '../../common/errors.ts';

export function invalidCheckpoint(source: string, reason: string): StudioError<'format/invalid'> {
  const message =
    `Not a usable checkpoint: ${reason}. Nothing was changed; copy or download it again.\n` +
    `File: ${source}`;
  return new StudioError('format/invalid', message, { source, issues: [reason] });
}
