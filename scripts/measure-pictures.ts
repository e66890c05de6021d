/**
 * Runs the main job on the pictures of SPIN_STUDIO_DATA and writes `docs/real-pictures.md`: the
 * reprojection error of every photograph and the 3D errors of the renders whose truth is known, for
 * each preset (`npm run measure:pictures`).
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Person } from '../src/contract/person.ts';
import type { FitPreset } from '../src/core/fit/presets.ts';
import { type BodyErrorsMm, meanErrors } from './fit/mean-errors.ts';
import { type PredictedPicture, predictFolder } from './pictures/predict-folder.ts';
import { fitWith, PRESET_NAMES, wireErrorsMm } from './pictures/preset-fits.ts';

const FIRST_UNSEEN = 41;
const folder = resolve(process.env.SPIN_STUDIO_DATA ?? '../shared/data', 'images');
if (!existsSync(folder)) {
  console.error('This needs the photographs: set SPIN_STUDIO_DATA to the folder that has images/.');
  process.exit(2);
}

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
const mm = ({ mpjpe, paMpjpe, pve }: BodyErrorsMm) =>
  [mpjpe, paMpjpe, pve].map((error) => error.toFixed(1)).join(' / ');
const numberOf = (name: string) => Number(/synthetic_(\d+)/.exec(name)?.[1] ?? 0);

function pixels(preset: FitPreset, people: readonly Person[]): string {
  const errors = people.map((person) => fitWith(preset, person)?.meanErrorPx);
  return errors.map((error) => error?.toFixed(1) ?? 'no body').join(', ');
}

function photographRows(pictures: readonly PredictedPicture[]): string[] {
  return pictures
    .filter(({ name }) => numberOf(name) === 0)
    .map(({ name, people }) =>
      row(name, people.length, ...PRESET_NAMES.map((preset) => pixels(preset, people))),
    );
}

function renderRows(pictures: readonly PredictedPicture[]): string[] {
  const truths = JSON.parse(readFileSync(join(folder, 'synthetic_ground_truth.json'), 'utf8'));
  const measured = pictures
    .filter(({ name }) => numberOf(name) >= FIRST_UNSEEN)
    .flatMap(({ name, people: [person] }) => {
      if (person?.regression == null) return [];
      const fits = PRESET_NAMES.map((preset) => fitWith(preset, person));
      const bodies = [person.regression, ...fits].filter((body) => body !== undefined);
      return [{ name, errors: bodies.map((body) => wireErrorsMm(body, truths[name])) }];
    });
  const means = ['regression', ...PRESET_NAMES].map((_, i) =>
    meanErrors(measured.flatMap(({ errors }) => errors.slice(i, i + 1))),
  );
  return [
    ...measured.map(({ name, errors }) => row(name, ...errors.map(mm))),
    row(`**mean of ${measured.length}**`, ...means.map(mm)),
  ];
}

const pictures = await predictFolder(folder);
const text = `# What comes out for real pictures

Made by \`npm run measure:pictures\`; do not edit. Detector, regressor and fits as embedded, no hand involved. Each preset
starts from the regression; \`anchored\` is the default. [fitting.md](fitting.md) says what the presets are.

## Photographs and portraits: distance of keypoints and joints

Mean over the points that bend the body, pixels of the image, one number a person. A low one is no proof of a good body:
the SPIN presets mostly meet the points better, and are further from the truth below.

| picture | people | ${PRESET_NAMES.join(' | ')} |
|---|---|---|---|---|
${photographRows(pictures).join('\n')}

## Renders 41 to 60, whose poses nothing was trained on: distance to the truth

MPJPE / PA-MPJPE / PVE, millimetres. MPJPE and PA-MPJPE over LSP's 14 joints (about the mid hip; after a similarity), PVE
over all vertices (about the pelvis).

| picture | regression | ${PRESET_NAMES.join(' | ')} |
|---|---|---|---|---|
${renderRows(pictures).join('\n')}
`;
writeFileSync('docs/real-pictures.md', text);
console.log(text);
