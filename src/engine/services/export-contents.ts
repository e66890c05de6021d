/** The bytes of an export. The same project and request give the same bytes. */

import { createHash } from 'node:crypto';
import type { ExportRequest } from '../../contract/export.ts';
import type { Person } from '../../contract/person.ts';
import type { RegressorInfo } from '../../contract/training.ts';
import type { BodyModel } from '../../core/body/body-model.ts';
import { counted } from '../../core/common/counted.ts';
import { cocoDocument } from '../../core/formats/coco-keypoints.ts';
import { type MeasuredPerson, measurementTable } from '../../core/formats/measurement-table.ts';
import { type NpyArray, readNpy, writeNpy } from '../../core/formats/npy.ts';
import { type NpzArrays, readNpz, writeNpz } from '../../core/formats/npz.ts';
import {
  type SpinBody,
  type SpinRow,
  spinDataset,
  spinFits,
  spinFitsMeta,
  spinFitsName,
} from '../../core/formats/spin-dataset.ts';
import { createRowMaker } from './export-rows.ts';
import { createTableRowMaker, type TableParts } from './export-table.ts';
import { uncertainty } from './fits.ts';
import type { JobContext } from './jobs.ts';
import type { BodyFitter, ExportFile, OpenProject } from './ports.ts';
import { requireImage } from './session.ts';

export function exportFileNames({ formats, name }: ExportRequest, body: SpinBody): string[] {
  return [
    ...(formats.includes('spin-npz')
      ? [`${name}.npz`, spinFitsName(name, body), `${name}_fits_meta.npz`]
      : []),
    ...(formats.includes('coco') ? [`${name}_coco.json`] : []),
    ...(formats.includes('table') ? [`${name}_table.csv`] : []),
    `${name}_manifest.json`,
  ];
}

/** Who writes the files, with which body. */
export interface Producer {
  /** The one that the project works with, for the manifest. */
  readonly regressor: () => Promise<RegressorInfo>;
  readonly model: BodyModel;
  /** Says how sure a body is. */
  readonly fitter: BodyFitter;
  /** Of the program. */
  readonly version: string;
}

interface Building {
  /** For the manifest; what turns out while the files are made is added. */
  readonly warnings: string[];
  readonly job: JobContext;
}

export async function buildFiles(
  { model, fitter, version, regressor }: Producer,
  project: OpenProject,
  request: ExportRequest,
  { warnings, job }: Building,
): Promise<{ files: ExportFile[]; summary: string }> {
  const people = project.store.people.inStates(request.states);
  const wantsTable = request.formats.includes('table');
  const spinOf = createRowMaker(model);
  const table: TableParts = {
    model,
    uncertaintyOf: (person) => uncertainty({ fitter }, project, person),
    warn: (message) => warnings.push(message),
  };
  const measuredOf = wantsTable ? createTableRowMaker(table) : () => undefined;
  const made = await makeRows(project, people, job, async (person, imageName) => ({
    spin: spinOf(person, imageName),
    measured: await measuredOf(person, imageName),
  }));
  const rows = made.map(({ spin }) => spin);
  const measured = made.flatMap((row) => row.measured ?? []);
  const body = { name: model.name, hash: model.hash, isSmpl: model.isSmpl };
  const files = [
    ...(request.formats.includes('spin-npz') ? spinFiles(request.name, rows, body) : []),
    ...(request.formats.includes('coco') ? [cocoFile(request.name, project, people)] : []),
    ...(wantsTable ? [tableFile(request.name, measured, model.betaCount)] : []),
  ];
  const origin = { body, version, rows, project, warnings, regressor: await regressor() };
  const manifest = manifestFile(request, files, origin);
  const doubts =
    warnings.length === 0 ? '' : ` ${counted(warnings.length, 'warning')}, see the manifest.`;
  const summary =
    `${counted(people.length, 'person', 'people')} written, read back and compared.${doubts} ${permittedUse(body)}`.trimEnd();
  return { files: [...files, manifest], summary };
}

/** What a trainer may do with it: parameters of another body are not SMPL's. */
function permittedUse({ name, isSmpl }: SpinBody): string {
  return isSmpl ? '' : `The body is ${name}, not SMPL: an SMPL trainer may use the 2D points only.`;
}

/** A drag goes on meanwhile, and a cancel is seen: the event loop turns between people. */
async function makeRows<Row>(
  project: OpenProject,
  people: readonly Person[],
  { signal, setTotal, step }: JobContext,
  rowOf: (person: Person, imageName: string) => Promise<Row>,
): Promise<Row[]> {
  setTotal(people.length);
  const rows: Row[] = [];
  for (const person of people) {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    rows.push(await rowOf(person, requireImage(project, person.imageId).name));
    step();
  }
  return rows;
}

function spinFiles(name: string, rows: readonly SpinRow[], body: SpinBody): ExportFile[] {
  const fits = spinFits(rows);
  return [
    npzFile(`${name}.npz`, spinDataset(rows, body)),
    {
      name: spinFitsName(name, body),
      bytes: writeNpy(fits),
      difference: (bytes) => differenceOf({ fits }, { fits: readNpy(bytes, name) }),
    },
    npzFile(`${name}_fits_meta.npz`, spinFitsMeta(rows, body)),
  ];
}

function npzFile(name: string, arrays: NpzArrays): ExportFile {
  return {
    name,
    bytes: writeNpz(arrays),
    difference: (bytes) => differenceOf(arrays, readNpz(bytes, name)),
  };
}

/** What a file that was read back has otherwise; undefined when nothing. */
function differenceOf(wanted: NpzArrays, found: NpzArrays): string | undefined {
  return Object.keys(wanted).find((key) => !sameArray(wanted[key], found[key]));
}

function sameArray(a: NpyArray | undefined, b: NpyArray | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const sameShape = a.shape.join() === b.shape.join() && a.data.length === b.data.length;
  return sameShape && [...a.data].every((value, i) => Object.is(value, b.data[i]));
}

function cocoFile(name: string, project: OpenProject, people: readonly Person[]): ExportFile {
  const images = [...new Set(people.map(({ imageId }) => imageId))].map((imageId) => {
    const image = requireImage(project, imageId);
    return {
      id: imageId,
      fileName: image.name,
      width: image.width ?? 0,
      height: image.height ?? 0,
    };
  });
  const persons = people.map(({ id, imageId, jointSet, keypoints, box }) => ({
    id,
    imageId,
    jointSet,
    points: keypoints,
    box,
  }));
  return jsonFile(`${name}_coco.json`, cocoDocument(images, persons));
}

function tableFile(name: string, people: readonly MeasuredPerson[], betaCount: number): ExportFile {
  const text = measurementTable(people, betaCount);
  return {
    name: `${name}_table.csv`,
    bytes: new TextEncoder().encode(text),
    difference: (bytes) => (new TextDecoder().decode(bytes) === text ? undefined : 'the table'),
  };
}

function jsonFile(name: string, document: unknown): ExportFile {
  const text = `${JSON.stringify(document, undefined, 1)}\n`;
  return {
    name,
    bytes: new TextEncoder().encode(text),
    difference: (bytes) => {
      const found = JSON.parse(new TextDecoder().decode(bytes));
      return JSON.stringify(found) === JSON.stringify(document) ? undefined : 'the document';
    },
  };
}

interface Origin {
  readonly regressor: RegressorInfo;
  readonly body: SpinBody;
  readonly version: string;
  readonly rows: readonly SpinRow[];
  readonly project: OpenProject;
  readonly warnings: readonly string[];
}

/** Whose fit held to more than the points, and to what. */
function heldBy({ personId, imageName, constraints }: SpinRow): object[] {
  return constraints === '{}' ? [] : [{ personId, imageName, ...JSON.parse(constraints) }];
}

/** Where the files come from and how to know them again. */
function manifestFile(
  request: ExportRequest,
  files: readonly ExportFile[],
  { body, version, rows, project, warnings, regressor }: Origin,
): ExportFile {
  return jsonFile(`${request.name}_manifest.json`, {
    producer: { name: 'SPIN Studio', version },
    source: project.folder.name,
    people: rows.length,
    images: new Set(rows.map(({ imageName }) => imageName)).size,
    states: request.states,
    seed: request.seed,
    bodyModel: { name: body.name, sha256: body.hash },
    regressor: { name: regressor.name, sha256: regressor.hash, run: regressor.runId },
    smplParameters: body.isSmpl,
    permittedUse: permittedUse(body),
    warnings,
    constraints: rows.flatMap(heldBy),
    cameras: {
      pose: "root as SPIN's crop camera sees it: focal length 5000 px, 224 px crop, axis through its centre",
      meta: 'full-image pinhole: focal length and principal point in pixels, camera x right, y down, z forward, metres',
    },
    files: files.map(({ name, bytes }) => ({
      name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
  });
}
