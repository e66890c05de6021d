/** A truth file of any format that is known. */
import { strFromU8 } from 'fflate';
import { readNpz } from '../../formats/npz.ts';
import type { Mask } from '../../masks/mask.ts';
import type { TruthFile } from '../subject.ts';
import { readCocoTruth, readEftTruth } from './annotation-truth.ts';
import { readSpinTruth } from './spin-truth.ts';
import { readSsp3dTruth } from './ssp3d-truth.ts';
import { readStudioTruth } from './studio-truth.ts';
import { read3dpwTruth } from './threedpw-truth.ts';
import { invalidTruth } from './truth-parts.ts';

export const TRUTH_FORMATS = ['studio', 'spin-npz', '3dpw', 'ssp-3d', 'eft', 'coco'] as const;
export type TruthFormat = (typeof TRUTH_FORMATS)[number];

export interface TruthSource {
  /** Name or path, for messages and by its ending for the format. */
  readonly source: string;
  readonly bytes: Uint8Array;
  /** Silhouettes that lie beside an SSP-3D file. */
  readonly maskOf?: ((imageName: string) => Mask | undefined) | undefined;
}

/** @throws StudioError `format/invalid`, `format/unsupported`, `format/runs-code` */
export function readTruth(file: TruthSource, format = truthFormatOf(file)): TruthFile {
  const { source, bytes, maskOf } = file;
  switch (format) {
    case 'studio':
      return readStudioTruth(textOf(bytes), source);
    case 'coco':
      return readCocoTruth(textOf(bytes), source);
    case 'eft':
      return readEftTruth(textOf(bytes), source);
    case 'spin-npz':
      return readSpinTruth(bytes, source);
    case 'ssp-3d':
      return readSsp3dTruth(bytes, source, maskOf);
    case '3dpw':
      return read3dpwTruth(bytes, source);
  }
}

/** By the file's ending and what is in it. @throws StudioError `format/invalid` */
export function truthFormatOf({ source, bytes }: TruthSource): TruthFormat {
  if (/\.pkl$/i.test(source)) return '3dpw';
  if (/\.npz$/i.test(source)) {
    return readNpz(bytes, source, ['fnames']).fnames === undefined ? 'spin-npz' : 'ssp-3d';
  }
  if (/\.json$/i.test(source)) return jsonFormat(textOf(bytes));
  throw invalidTruth(source, 'its ending is none of .json, .npz, .pkl');
}

/** Which keys it has; what is no json is told by the reader. */
function jsonFormat(text: string): TruthFormat {
  const has = (key: string) => new RegExp(`"${key}"\\s*:`).test(text);
  if (has('annotations') && has('images')) return 'coco';
  return has('ver') && has('parm_pose') ? 'eft' : 'studio';
}

function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes);
}
