/** Files that hold everybody: arrays and documents, which are made whole. */
import type { Person } from '../../../contract/person.ts';
import { type CocoPerson, cocoDocument } from '../../../core/formats/coco-keypoints.ts';
import { eftDocument } from '../../../core/formats/eft-json.ts';
import { hmr2Dataset } from '../../../core/formats/hmr2-dataset.ts';
import { keypointTableHeader, keypointTableLine } from '../../../core/formats/keypoint-table.ts';
import { type MeasuredPerson, measurementTable } from '../../../core/formats/measurement-table.ts';
import {
  type SpinRow,
  spinDataset,
  spinFits,
  spinFitsMeta,
  spinFitsName,
} from '../../../core/formats/spin-dataset.ts';
import { jointSetOf } from '../../../core/keypoints/joint-sets.ts';
import { createRowMaker } from '../export-rows.ts';
import { createTableRowMaker } from '../export-table.ts';
import { uncertainty } from '../fits.ts';
import type { ExportFile, OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { jsonFile, npyFile, npzFile, textFile } from './export-file.ts';
import { type ExportedPerson, type Exporting, everyone } from './exporting.ts';

const ROW_FORMATS = ['spin-npz', 'hmr2-npz', 'eft', 'coco', 'keypoints', 'table'] as const;

export function wantsRows({ request }: Exporting): boolean {
  return ROW_FORMATS.some((format) => request.formats.includes(format));
}

/** What is kept of each person; only what is asked for. */
interface Rows {
  readonly spin: SpinRow[];
  readonly coco: CocoPerson[];
  readonly points: string[];
  readonly measured: MeasuredPerson[];
}

export async function* rowFiles(exporting: Exporting): AsyncGenerator<ExportFile> {
  const { request, body, project, producer } = exporting;
  const { formats, name } = request;
  const rows = await collectRows(exporting);
  if (formats.includes('spin-npz')) {
    yield npzFile(`${name}.npz`, spinDataset(rows.spin, body));
    yield npyFile(spinFitsName(name, body), spinFits(rows.spin));
    yield npzFile(`${name}_fits_meta.npz`, spinFitsMeta(rows.spin, body));
  }
  if (formats.includes('hmr2-npz')) yield npzFile(`${name}_hmr2.npz`, hmr2Dataset(rows.spin, body));
  if (formats.includes('eft')) yield jsonFile(`${name}_eft.json`, eftDocument(rows.spin));
  if (formats.includes('coco')) {
    yield jsonFile(`${name}_coco.json`, cocoDocument(imagesOf(project, rows.coco), rows.coco));
  }
  if (formats.includes('keypoints')) yield textFile(`${name}_keypoints.csv`, rows.points.join(''));
  if (formats.includes('table')) {
    yield textFile(`${name}_table.csv`, measurementTable(rows.measured, producer.model.betaCount));
  }
}

async function collectRows(exporting: Exporting): Promise<Rows> {
  const { producer, project, warnings, request } = exporting;
  const rows: Rows = { spin: [], coco: [], points: [keypointTableHeader()], measured: [] };
  const wants = (...formats: typeof request.formats) =>
    formats.some((format) => request.formats.includes(format));
  const spinOf = wants('spin-npz', 'hmr2-npz', 'eft') ? createRowMaker(producer.model) : undefined;
  const table = {
    model: producer.model,
    uncertaintyOf: (person: Person) => uncertainty(producer, project, person),
    warn: (message: string) => warnings.push(message),
  };
  const measuredOf = wants('table') ? createTableRowMaker(table) : undefined;
  for await (const one of everyone(exporting)) {
    const { person, imageName } = one;
    if (spinOf !== undefined) rows.spin.push(spinOf(person, imageName));
    if (wants('coco')) rows.coco.push(cocoPersonOf(person));
    if (wants('keypoints')) rows.points.push(...pointLines(one));
    if (measuredOf !== undefined) rows.measured.push(await measuredOf(person, imageName));
  }
  return rows;
}

function cocoPersonOf({ id, imageId, jointSet, keypoints, box }: Person): CocoPerson {
  const points = keypoints.map(({ x, y, visibility }) => ({ x, y, visibility }));
  return { id, imageId, jointSet, points, box };
}

function imagesOf(project: OpenProject, people: readonly CocoPerson[]) {
  return [...new Set(people.map(({ imageId }) => imageId))].map((id) => {
    const { name, width, height } = requireImage(project, id);
    return { id, fileName: name, width: width ?? 0, height: height ?? 0 };
  });
}

function pointLines({ person, imageName }: ExportedPerson): string[] {
  const names = jointSetOf(person.jointSet).pointNames;
  return person.keypoints.map((point, i) =>
    keypointTableLine({
      ...point,
      imageName,
      personId: person.id,
      state: person.state,
      point: names[i] ?? String(i),
      errorPx: person.fit?.errorsPx[i] ?? undefined,
    }),
  );
}
