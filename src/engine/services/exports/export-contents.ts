/** The files of an export, one after the other. The same project and request give the same bytes. */
import type { RegressorInfo } from '../../../contract/training.ts';
import { counted } from '../../../core/common/counted.ts';
import type { SpinBody } from '../../../core/formats/spin-dataset.ts';
import type { ExportFile, WrittenFile } from '../ports.ts';
import { jsonFile } from './export-file.ts';
import type { Exporting } from './exporting.ts';
import { hmr2Shards } from './hmr2-shards.ts';
import { meshFiles, smplFiles } from './person-files.ts';
import { rowFiles, wantsRows } from './row-files.ts';

type Producing = (exporting: Exporting) => AsyncGenerator<ExportFile>;

/** Each goes through all people once. */
function passes(exporting: Exporting): Producing[] {
  const { formats } = exporting.request;
  const wantsMeshes = formats.includes('glb') || formats.includes('obj');
  return [
    ...(wantsRows(exporting) ? [rowFiles] : []),
    ...(formats.includes('hmr2-tar') ? [hmr2Shards] : []),
    ...(formats.includes('smpl-npz') ? [smplFiles] : []),
    ...(wantsMeshes ? [meshFiles] : []),
  ];
}

/** @param written what of the export is on the disk; the manifest, which is last, names it all */
export async function* exportContents(
  exporting: Exporting,
  written: readonly WrittenFile[],
): AsyncGenerator<ExportFile> {
  const all = passes(exporting);
  exporting.job.setTotal(all.length * exporting.personIds.length);
  for (const pass of all) yield* pass(exporting);
  yield manifestFile(exporting, written, await exporting.producer.regressor());
}

export function summaryOf({ personIds, warnings, body }: Exporting): string {
  const doubts =
    warnings.length === 0 ? '' : ` ${counted(warnings.length, 'warning')}, see the manifest.`;
  const people = counted(personIds.length, 'person', 'people');
  return `${people} written, read back and compared.${doubts} ${permittedUse(body)}`.trimEnd();
}

/** What a trainer may do with it: parameters of another body are not SMPL's. */
function permittedUse({ name, isSmpl }: SpinBody): string {
  return isSmpl ? '' : `The body is ${name}, not SMPL: an SMPL trainer may use the 2D points only.`;
}

/** Where the files come from and how to know them again. */
function manifestFile(
  exporting: Exporting,
  written: readonly WrittenFile[],
  regressor: RegressorInfo,
): ExportFile {
  const { request, producer, project, body, personIds, images, warnings, held } = exporting;
  return jsonFile(`${request.name}_manifest.json`, {
    producer: { name: 'SPIN Studio', version: producer.version },
    source: project.folder.name,
    people: personIds.length,
    images: images.size,
    states: request.states,
    seed: request.seed,
    bodyModel: { name: body.name, sha256: body.hash },
    regressor: { name: regressor.name, sha256: regressor.hash, run: regressor.runId },
    smplParameters: body.isSmpl,
    permittedUse: permittedUse(body),
    warnings,
    constraints: [...held.values()],
    cameras: {
      pose: "root as SPIN's crop camera sees it: focal length 5000 px, 224 px crop, axis through its centre",
      meta: 'full-image pinhole: focal length and principal point in pixels, camera x right, y down, z forward, metres',
    },
    files: written.map(({ name, sha256 }) => ({ name, sha256 })),
  });
}
