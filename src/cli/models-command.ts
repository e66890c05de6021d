/** `models FOLDER`: which of the licensed files are there, and which are missing. */
import type { ModelFile, ModelReport } from '../contract/models.ts';
import { StudioError } from '../core/common/errors.ts';
import type { Invocation } from './commands.ts';

export async function runModels({ engine, reporter, folder }: Invocation): Promise<number> {
  const report = await engine.models.report(folder);
  if (report.folder === null) {
    const issues = ['a FOLDER is needed, since none is kept in the settings'];
    throw new StudioError('input/invalid', `Which folder? ${issues[0]}.`, { issues });
  }
  reporter.result(textOf(report), { ...report });
  return 0;
}

function textOf({ folder, files, missing, bodies }: ModelReport): string {
  return [
    `Folder: ${folder}`,
    ...files.flatMap(linesOfFile),
    ...missing.map(({ title, message, licence }) => `missing  ${title}: ${message} (${licence})`),
    `Bodies that can be used: ${bodies.join(', ')}`,
  ].join('\n');
}

function linesOfFile({ name, title, isUsable, sha256, findings, licence }: ModelFile): string[] {
  const hash = sha256 === null ? '' : ` ${sha256.slice(0, 12)}`;
  return [
    `${isUsable ? 'usable ' : 'not used'} ${name}: ${title}${hash}`,
    ...findings.map(({ severity, message }) => `           ${severity}: ${message}`),
    ...(licence === null ? [] : [`           licence: ${licence}`]),
  ];
}
