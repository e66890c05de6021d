/** What each format is written into, and which bodies it cannot hold. */
import type { ExportFormat, ExportRequest } from '../../../contract/export.ts';
import { type SpinBody, spinFitsName } from '../../../core/formats/spin-dataset.ts';

type Names = (name: string, body: SpinBody) => string[];

/** Files, and folders with a slash at the end. */
const NAMES: Readonly<Record<ExportFormat, Names>> = {
  'spin-npz': (name, body) => [`${name}.npz`, spinFitsName(name, body), `${name}_fits_meta.npz`],
  'hmr2-npz': (name) => [`${name}_hmr2.npz`],
  'hmr2-tar': (name) => [`${name}_hmr2/`],
  eft: (name) => [`${name}_eft.json`],
  coco: (name) => [`${name}_coco.json`],
  'smpl-npz': (name) => [`${name}_smpl/`],
  glb: (name) => [`${name}_glb/`],
  obj: (name) => [`${name}_obj/`],
  keypoints: (name) => [`${name}_keypoints.csv`],
  table: (name) => [`${name}_table.csv`],
};

export function exportParts({ formats, name }: ExportRequest, body: SpinBody): string[] {
  const parts = formats.flatMap((format) => NAMES[format](name, body));
  return [...parts, `${name}_manifest.json`];
}

/** Formats whose every reader takes the parameters for SMPL's. */
const SMPL_ONLY: readonly (readonly [ExportFormat, string])[] = [
  ['eft', "EFT's json"],
  ['smpl-npz', 'A file of SMPL parameters'],
];

export function refusedFormats({
  name,
  isSmpl,
}: SpinBody): { format: ExportFormat; reason: string }[] {
  if (isSmpl) return [];
  return SMPL_ONLY.map(([format, title]) => ({
    format,
    reason:
      `${title} holds bodies of SMPL; the project's body is ${name}, whose parameters mean something ` +
      'else. Take GLB or OBJ, or add the SMPL files.',
  }));
}
