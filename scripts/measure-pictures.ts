/**
 * Runs the main job on the pictures of SPIN_STUDIO_DATA and writes `docs/real-pictures.md`: the
 * reprojection error of every picture, and the 3D errors of the renders whose truth is known
 * (`npm run measure:pictures`).
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { BodyParametersWire, Person } from '../src/contract/person.ts';
import type { BodyParameters } from '../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../src/core/body/posed-mesh.ts';
import { mpjpe, paMpjpe, pve } from '../src/core/metrics/pose-error.ts';
import { openEngine } from '../src/engine/open-engine.ts';
import { model } from './lifter/data.ts';

const FIRST_UNSEEN = 41;
const folder = resolve(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
if (!existsSync(folder)) {
  console.error('This needs the photographs: set SPIN_STUDIO_DATA to the folder that has images/.');
  process.exit(2);
}

interface Errors {
  readonly mpjpe: number;
  readonly paMpjpe: number;
  readonly pve: number;
}

const mesh = createPosedMesh(model);

/** Landmarks, vertices and pelvis of a body. */
function posed(body: BodyParameters) {
  const landmarks = meshLandmarks(mesh, body);
  return { landmarks, vertices: mesh.vertices.slice(), pelvis: landmarks.slice(0, 3) };
}

function bodyOf({ pose, betas, translation }: BodyParametersWire): BodyParameters {
  const of = (values: readonly number[]) => Float64Array.from(values);
  return { pose: of(pose), betas: of(betas), translation: of(translation) };
}

function errorsMm(said: BodyParametersWire, truth: BodyParametersWire): Errors {
  const [a, b] = [posed(bodyOf(said)), posed(bodyOf(truth))];
  return {
    mpjpe: 1000 * mpjpe(a.landmarks, b.landmarks),
    paMpjpe: 1000 * paMpjpe(a.landmarks, b.landmarks),
    pve: 1000 * pve(a, b),
  };
}

/** Everyone in every picture, as the machine leaves them. */
async function predictFolder(): Promise<{ name: string; people: Person[] }[]> {
  const home = mkdtempSync(join(tmpdir(), 'spin-measure-'));
  process.env.SPIN_STUDIO_HOME = home;
  const engine = openEngine({ host: 'cli' });
  try {
    await engine.openFolder(folder);
    await engine.jobs.ended(engine.predictions.predict(null).id);
    const { rows } = engine.images.page({ text: '', states: [], offset: 0, limit: 1000 });
    return rows.map(({ id, name }) => ({ name, people: engine.people.list(id) }));
  } finally {
    await engine.close();
    rmSync(home, { recursive: true, force: true });
  }
}

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const mm = ({ mpjpe: a, paMpjpe: b, pve: c }: Errors) => [a, b, c].map((e) => e.toFixed(1));

function reprojectionRow(name: string, people: readonly Person[]): string {
  const errors = people.map(({ fit }) => (fit === null ? 'no body' : fit.meanErrorPx.toFixed(1)));
  return row(name, people.length, errors.join(', '));
}

const numberOf = (name: string) => Number(/synthetic_(\d+)/.exec(name)?.[1] ?? 0);

function renderRows(pictures: Awaited<ReturnType<typeof predictFolder>>): string[] {
  const truths = JSON.parse(readFileSync(join(folder, 'synthetic_ground_truth.json'), 'utf8'));
  const measured = pictures
    .filter(({ name }) => numberOf(name) >= FIRST_UNSEEN)
    .flatMap(({ name, people: [person] }) => {
      if (person?.regression == null || person.fit === null) return [];
      const truth = truths[name];
      const before = errorsMm(person.regression, truth);
      return [{ name, before, after: errorsMm(person.fit, truth) }];
    });
  const mean = (pick: (item: (typeof measured)[number]) => Errors): Errors => {
    const average = (key: keyof Errors) =>
      measured.reduce((sum, item) => sum + pick(item)[key], 0) / measured.length;
    return { mpjpe: average('mpjpe'), paMpjpe: average('paMpjpe'), pve: average('pve') };
  };
  return [
    ...measured.map(({ name, before, after }) => row(name, ...mm(before), ...mm(after))),
    row(
      `**mean of ${measured.length}**`,
      ...mm(mean((i) => i.before)),
      ...mm(mean((i) => i.after)),
    ),
  ];
}

const pictures = await predictFolder();
const text = `# What comes out for real pictures

Made by \`npm run measure:pictures\`; do not edit. Detector, regressor and default fit as embedded, no hand involved.

## Photographs and portraits: distance of keypoints and joints

Mean over the points that bend the body, pixels of the image, one number a person.

| picture | people | mean reprojection error, px |
|---|---|---|
${pictures
  .filter(({ name }) => numberOf(name) === 0)
  .map(({ name, people }) => reprojectionRow(name, people))
  .join('\n')}

## Renders 41 to 60, whose poses nothing was trained on: distance to the truth

Millimetres. MPJPE and PA-MPJPE over LSP's 14 joints (about the mid hip; after a similarity), PVE over all vertices
(about the pelvis). Left the regression alone, right after the fit.

| picture | MPJPE | PA-MPJPE | PVE | MPJPE, fitted | PA-MPJPE, fitted | PVE, fitted |
|---|---|---|---|---|---|---|
${renderRows(pictures).join('\n')}
`;
writeFileSync('docs/real-pictures.md', text);
console.log(text);
