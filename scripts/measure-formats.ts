/**
 * `npm run -s measure:formats [-- --json]`: the people of the rendered samples, whose truth is known,
 * are written into each format, read again by the import, and projected into their pictures. What is
 * lost is the distance of their 54 landmarks from where they were, per format.
 *
 * The formats are SMPL's; the embedded body stands for it, which is enough to measure conventions.
 */
import type { Person } from '../src/contract/person.ts';
import { createPosedMesh, meshLandmarks } from '../src/core/body/posed-mesh.ts';
import { projectPoints } from '../src/core/camera/projection.ts';
import type { AnnotatedFile } from '../src/core/formats/annotations/annotation.ts';
import { createBodyPlacer } from '../src/core/formats/annotations/body-in-image.ts';
import { annotatedCoco, readCoco } from '../src/core/formats/annotations/coco.ts';
import { annotatedEft, readEft } from '../src/core/formats/annotations/eft.ts';
import { annotatedHmr2, readHmr2Dataset } from '../src/core/formats/annotations/hmr2.ts';
import {
  annotatedSpin,
  readSpinDataset,
  readSpinFits,
  readSpinFitsMeta,
} from '../src/core/formats/annotations/spin.ts';
import { cocoDocument } from '../src/core/formats/coco-keypoints.ts';
import { eftDocument } from '../src/core/formats/eft-json.ts';
import { hmr2Dataset } from '../src/core/formats/hmr2-dataset.ts';
import { createMeshMaker } from '../src/core/formats/meshes/exported-mesh.ts';
import { readGlb, writeGlb } from '../src/core/formats/meshes/glb.ts';
import { readObj, writeObj } from '../src/core/formats/meshes/obj.ts';
import { readNpz, writeNpz } from '../src/core/formats/npz.ts';
import {
  type SpinRow,
  spinDataset,
  spinFits,
  spinFitsMeta,
} from '../src/core/formats/spin-dataset.ts';
import { createRowMaker } from '../src/engine/services/export-rows.ts';
import { annotatedSample } from '../test/fixtures/annotated-sample.ts';
import { model, type SampleTruth, sampleTruths } from '../test/fixtures/embedded.ts';

const BODY = { name: 'smpl', hash: model.hash, isSmpl: true };

interface Loss {
  readonly format: string;
  /** Mean and largest distance of landmarks, pixels of the image. */
  readonly meanPx: number;
  readonly maxPx: number;
  /** Mean in pixels of a 224 px crop of the person. */
  readonly meanCropPx: number;
  /** Largest change of a 2D point, pixels; null where the format has none. */
  readonly pointsPx: number | null;
}

/** Somebody of the samples as the project has them when the fit is the truth. */
function personOf(truth: SampleTruth, id: number): Person {
  const { keypoints, constraints } = annotatedSample(truth);
  const { pose, betas, translation } = truth.body;
  const xs = keypoints.map(({ x }) => x);
  const ys = keypoints.map(({ y }) => y);
  return {
    id,
    imageId: id,
    revision: 1,
    state: 'accepted',
    reason: null,
    jointSet: 'coco17',
    keypoints: [...keypoints],
    constraints: { ...constraints, bakedBody: null } as Person['constraints'],
    box: { x: Math.min(...xs), y: Math.min(...ys), width: 100, height: 100 },
    regression: null,
    imageEvidence: null,
    fit: {
      pose: [...pose],
      betas: [...betas],
      translation: [...translation],
      camera: truth.camera,
      meanErrorPx: 0,
      errorsPx: keypoints.map(() => 0),
      preset: 'anchored',
      bodyModel: { name: model.name, hash: model.hash },
    },
  };
}

const truths = sampleTruths();
const people = truths.map(personOf);
const rowOf = createRowMaker(model);
const rows = people.map((person, i) => rowOf(person, truths[i]?.name ?? ''));
const mesh = createPosedMesh(model);
const place = createBodyPlacer(model);

/** Landmarks of imported bodies against the truth's. */
function lossOf(format: string, file: AnnotatedFile): Loss {
  const found = truths.map((truth, i) => {
    const annotation = file.people[i];
    if (annotation?.body === undefined) return undefined;
    const placed = place(annotation.body, annotation, truth.camera);
    return placed && pixelsOf(meshLandmarks(mesh, placed.body), truth);
  });
  const points = people.map(({ keypoints }, i) => pointChange(file, keypoints, i));
  return { ...distances(format, found), pointsPx: Math.max(...points) };
}

function pointChange(file: AnnotatedFile, keypoints: Person['keypoints'], i: number): number {
  const annotation = file.people[i];
  const same = keypoints.map((point) => {
    const near = annotation?.points.map(({ x, y }) => Math.hypot(x - point.x, y - point.y)) ?? [];
    return Math.min(...near);
  });
  return Math.max(...same);
}

function pixelsOf(points: Float64Array, { camera }: SampleTruth): Float64Array {
  const out = new Float64Array((2 * points.length) / 3);
  projectPoints(camera, points, out);
  return out;
}

/** @param found shape [n, 2] of each person; of the landmarks from `first` on */
function distances(
  format: string,
  found: readonly (Float64Array | undefined)[],
  first = 0,
): Omit<Loss, 'pointsPx'> {
  const all: number[] = [];
  const inCrop: number[] = [];
  for (const [i, pixels] of found.entries()) {
    const zoom = 224 / (200 * (rows[i] as SpinRow).scale);
    for (let l = 0; pixels !== undefined && 2 * l < pixels.length; l++) {
      const at = 2 * (first + l);
      const truth = truths[i]?.landmarks;
      const distance = Math.hypot(
        (pixels[2 * l] ?? 0) - (truth?.[at] ?? 0),
        (pixels[2 * l + 1] ?? 0) - (truth?.[at + 1] ?? 0),
      );
      all.push(distance);
      inCrop.push(zoom * distance);
    }
  }
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return { format, meanPx: mean(all), maxPx: Math.max(...all), meanCropPx: mean(inCrop) };
}

/** The vertices that are landmarks 24 … 44, of a mesh with y up. */
function meshLoss(format: string, all: readonly ArrayLike<number>[]): Loss {
  const found = all.map((positions, i) => {
    const points = Float64Array.from(
      [...model.vertexJoints].flatMap((v) =>
        [1, -1, -1].map((sign, axis) => sign * (positions[3 * v + axis] ?? Number.NaN)),
      ),
    );
    return pixelsOf(points, truths[i] as SampleTruth);
  });
  return { ...distances(format, found, 24), pointsPx: null };
}

const throughNpz = (arrays: Parameters<typeof writeNpz>[0]) => readNpz(writeNpz(arrays), 'x.npz');
const dataset = readSpinDataset(throughNpz(spinDataset(rows, BODY)), 'x.npz');
const fits = readSpinFits(spinFits(rows), rows.length, 'x.npy');
const full = readSpinFitsMeta(throughNpz(spinFitsMeta(rows, BODY)), rows.length, 'x.npz');
const eft = annotatedEft(readEft(JSON.stringify(eftDocument(rows)), 'x.json'));
const hmr2 = annotatedHmr2(readHmr2Dataset(throughNpz(hmr2Dataset(rows, BODY)), 'x.npz'));

function cocoLoss(): Loss {
  const images = people.map(({ id }, i) => ({
    id,
    fileName: truths[i]?.name ?? '',
    width: 0,
    height: 0,
  }));
  const annotated = people.map(({ id, imageId, jointSet, keypoints, box }) => ({
    ...{ id, imageId, jointSet, box },
    points: keypoints,
  }));
  const file = annotatedCoco(readCoco(JSON.stringify(cocoDocument(images, annotated)), 'x'), 'x');
  const points = people.map(({ keypoints }, i) => pointChange(file, keypoints, i));
  const none = { meanPx: Number.NaN, maxPx: Number.NaN, meanCropPx: Number.NaN };
  return { format: 'COCO keypoints', ...none, pointsPx: Math.max(...points) };
}

async function meshLosses(): Promise<Loss[]> {
  const meshOf = createMeshMaker(model);
  const meshes = truths.map(({ body }, i) => meshOf(i, body));
  const scene = (i: number) => ({
    ...{ name: 'x', width: 1000, height: 1000, body: BODY },
    camera: (truths[i] as SampleTruth).camera,
    meshes: meshes.slice(i, i + 1),
  });
  const glb = await Promise.all(meshes.map(async (_, i) => readGlb(await writeGlb(scene(i)))));
  const obj = meshes.map((one) => readObj(writeObj([one], 'x')).positions);
  return [
    meshLoss(
      'GLB',
      glb.map(([first]) => first?.positions ?? []),
    ),
    meshLoss('OBJ', obj),
  ];
}

const losses = [
  lossOf('SPIN npz and fits with their meta file', annotatedSpin(dataset, { ...fits, full })),
  lossOf('SPIN npz and fits alone', annotatedSpin(dataset, fits)),
  lossOf('HMR2 npz', hmr2),
  lossOf('EFT json', eft),
  cocoLoss(),
  ...(await meshLosses()),
];

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ people: people.length, losses }));
} else {
  const cell = (value: number | null) =>
    value === null || Number.isNaN(value) ? '–' : value.toFixed(3);
  console.log(
    '| written and imported again | mean, px | largest, px | mean, px of a 224 crop | 2D points, px |',
  );
  console.log('|---|---|---|---|---|');
  for (const { format, meanPx, maxPx, meanCropPx, pointsPx } of losses) {
    console.log(`| ${format} | ${[meanPx, maxPx, meanCropPx, pointsPx].map(cell).join(' | ')} |`);
  }
  console.log(`\n${people.length} people of the rendered samples`);
}
