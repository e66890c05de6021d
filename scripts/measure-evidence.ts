/**
 * What the picture could add to the 2D points: fits with and without each piece of image evidence, on
 * renders whose bodies are known, as paired differences. Writes `docs/image-evidence.md`
 * (`npm run measure:evidence`, with a number for how many renders of its own it makes).
 */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BodyParameters } from '../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../src/core/body/posed-mesh.ts';
import { mpjpe, paMpjpe, pve } from '../src/core/metrics/pose-error.ts';
import { loadFitter } from '../src/engine/adapters/embedded-models.ts';
import { chooseBackend } from '../src/engine/compute/backend.ts';
import { type Candidate, candidates, shipped } from './evidence/candidates.ts';
import { fitWith } from './evidence/fit-with.ts';
import { createObserver, type Observation } from './evidence/observations.ts';
import { measurePhotographs } from './evidence/photographs.ts';
import { gridOfMask, outlineOf, overlap } from './evidence/silhouette.ts';
import { correlation, mean, pairedDifference } from './evidence/statistics.ts';
import { model } from './lifter/data.ts';

const OWN_RENDERS = Number(process.argv[2] ?? 120);
const OWN_SEED = 11;
/** Rendered after the candidate had been chosen, to see whether it holds. */
const FRESH_RENDERS = Number(process.argv[3] ?? 300);
const FRESH_SEED = 29;
const METRICS = ['paMpjpe', 'mpjpe', 'pve'] as const;
type Errors = Readonly<Record<(typeof METRICS)[number], number>>;

const mesh = createPosedMesh(model);

function errorsMm(said: BodyParameters, truth: BodyParameters): Errors {
  const posed = (body: BodyParameters) => {
    const landmarks = meshLandmarks(mesh, body);
    return { landmarks, vertices: mesh.vertices.slice(), pelvis: landmarks.slice(0, 3) };
  };
  const [a, b] = [posed(said), posed(truth)];
  return {
    paMpjpe: 1000 * paMpjpe(a.landmarks, b.landmarks),
    mpjpe: 1000 * mpjpe(a.landmarks, b.landmarks),
    pve: 1000 * pve(a, b),
  };
}

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const each = (cell: (metric: keyof Errors) => string) => METRICS.map(cell);
const of = (all: readonly Errors[], metric: keyof Errors) => all.map((errors) => errors[metric]);

function section(
  title: string,
  people: readonly Observation[],
  tried: readonly Candidate[] = candidates(fitter, observer.lifter),
): string {
  const fitted = people.map((seen) => fitWith(fitter, seen, []));
  const errors = (bodies: readonly BodyParameters[]) =>
    bodies.map((body, i) => errorsMm(body, people[i].truth));
  const alone = errors(people.map(({ regression }) => regression));
  const usual = errors(fitted);
  const rows = tried.map(({ name, apply }) => {
    const changed = errors(people.map((seen, i) => apply(seen, fitted[i])));
    return row(name, ...each((m) => pairedDifference(of(usual, m), of(changed, m))));
  });
  return `## ${title}: ${people.length} people

| | PA-MPJPE | MPJPE | PVE |
|---|---|---|---|
${row('regressor alone', ...each((m) => mean(of(alone, m)).toFixed(1)))}
${row('fit without', ...each((m) => mean(of(usual, m)).toFixed(1)))}
${rows.join('\n')}
${tried.length > 1 ? `\n${aboutMasks(people, fitted, usual)}\n` : ''}`;
}

/** Whether a mask tells a good fit from a bad one. */
function aboutMasks(
  people: readonly Observation[],
  fitted: readonly BodyParameters[],
  errors: readonly Errors[],
): string {
  const ofTruth: number[] = [];
  const ofFit: number[] = [];
  for (const [i, { truth, truthCamera, camera, blazePose }] of people.entries()) {
    const { square, mask } = blazePose;
    const grid = gridOfMask(mask);
    ofTruth.push(overlap(grid, outlineOf(mesh, truth, truthCamera, square)));
    ofFit.push(overlap(grid, outlineOf(mesh, fitted[i], camera, square)));
  }
  const [pa, vertices] = [of(errors, 'paMpjpe'), of(errors, 'pve')];
  return (
    `BlazePose's mask and the true outline overlap by ${mean(ofTruth).toFixed(2)}, the mask and the ` +
    `fit's outline by ${mean(ofFit).toFixed(2)}; the latter's correlation with PVE is ` +
    `${correlation(ofFit, vertices).toFixed(2)}, with PA-MPJPE ${correlation(ofFit, pa).toFixed(2)}.`
  );
}

async function photographs(): Promise<string> {
  const folder = resolve(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
  const px = (errors: readonly number[]) => errors.map((error) => error.toFixed(1)).join(', ');
  const rows = await measurePhotographs(folder);
  const all = (key: 'without' | 'with') => rows.flatMap((photograph) => photograph[key]);
  return `| picture | without | with |
|---|---|---|
${rows.map((photograph) => row(photograph.name, px(photograph.without), px(photograph.with))).join('\n')}
${row('**mean of the people**', mean(all('without')).toFixed(2), mean(all('with')).toFixed(2))}
`;
}

await chooseBackend();
const fitter = loadFitter(model);
const observer = await createObserver();
const { development, unseen } = await observer.sharedRenders();
const text = `# What the picture could add to the points

Made by \`npm run measure:evidence\`; do not edit. Everything goes through the real detector and regressor. Millimetres;
under the fit without any of it the change against it, over the same people, with its standard error. MPJPE and PA-MPJPE over
LSP's 14 joints, PVE over all vertices.

**In the program** are the places of BlazePose's joints, held loosely: all that lowers MPJPE and PVE by more than twice the
standard error both on renders 41 to 60 and on own ones, and again on fresh ones (below). \`predict\` reads them for
each person (\`--no-image-evidence\` leaves them out), they stay with the person, and every later fit near the regression
holds to them: live, whole, over time. Where a person has said which way a bone leads, or has set a place or a body, they are not asked.
SPIN's presets and people from before, imported or not seen by BlazePose do without. How sure a body is (±) is said without them.

The rest is not: how steeply limbs lead into the picture is what is missing (see the bound), and BlazePose does not know it
better than the regressor. A mask does not tell the betas either, not even the true one.

- **Places of joints**: BlazePose-full's ten limb joints about the hips, as residuals with the sd that they have on renders
  01 to 40 (91, 75 and 116 mm in x, y and depth), let go of where they are far off. **Mend the regression**: such a fit takes
  the regressor's place; the control below it does that without BlazePose.
- **Slopes of limbs**: how much deeper the far end of each limb bone lies. **Decides where limbs lead to**: bones that
  BlazePose has leading the other way are turned.
- **Toes and heels as points**: four points more for regressor and fit.
- **Mask**: BlazePose's segmentation of the person, at 128 × 128 cells.
- **(bound)**: evidence that is never wrong, taken from the truth.

What holds for renders need not hold for photographs: clothes here are paint and backgrounds are plain.

${section('Renders 01 to 40, for development', development)}
${section('Renders 41 to 60, whose poses nothing was trained on', unseen)}
${section('Own renders of validation poses, more varied and harder', observer.ownRenders(OWN_RENDERS, OWN_SEED))}
${section(
  'Fresh renders of the same kind, made after the choice',
  observer.ownRenders(FRESH_RENDERS, FRESH_SEED),
  [shipped(fitter)],
)}
## Photographs: distance of keypoints and joints

Mean over the points that bend the body, pixels of the picture, one number a person: the points are met as well as before.

${await photographs()}`;
writeFileSync('docs/image-evidence.md', text);
console.log(text);
