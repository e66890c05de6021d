import { expect, test } from 'vitest';
import { model } from '../../../test/fixtures/embedded.ts';
import { NO_CONSTRAINTS } from '../../contract/constraints.ts';
import type { Person } from '../../contract/person.ts';
import type { BodyUncertaintyWire } from '../../contract/uncertainty.ts';
import { measurementSigmas, prepareMeasures } from '../../core/body/measurements.ts';
import { StudioError } from '../../core/common/errors.ts';
import { createTableRowMaker } from './export-table.ts';

const betas = [0.5, -1, 0, 0, 0, 0, 0, 0, 0, 0];
const camera = { focalLength: 900, principalX: 400, principalY: 300 };
const person: Person = {
  id: 3,
  imageId: 1,
  revision: 1,
  state: 'fitted',
  reason: null,
  jointSet: 'coco17',
  keypoints: [],
  constraints: { ...NO_CONSTRAINTS, measurements: [{ name: 'height', metres: 1.8 }] },
  box: { x: 0, y: 0, width: 10, height: 10 },
  regression: null,
  imageEvidence: null,
  fit: {
    pose: new Array<number>(72).fill(0),
    betas,
    translation: [0, 0, 4],
    camera,
    meanErrorPx: 2,
    errorsPx: [],
    preset: 'anchored',
    bodyModel: { name: model.name, hash: model.hash },
  },
};
const betas95 = Array.from({ length: 100 }, (_, i) => (i % 11 === 0 ? 0.25 : 0));
const sure: BodyUncertaintyWire = {
  plusMinus68: [],
  plusMinus95: [],
  ellipsoids95: [],
  betas68: [],
  betas95,
  nextPoint: null,
};

test('the half-widths of a row are those of its measurements with the 95 % betas', async () => {
  const uncertaintyOf = async () => sure;
  const rowOf = createTableRowMaker({ model, uncertaintyOf, warn: expect.unreachable });
  const { body, knownLengths } = await rowOf(person, 'a.jpg');
  expect(knownLengths).toEqual(['height']);
  expect(body?.plusMinus95).toEqual(measurementSigmas(prepareMeasures(model), betas, betas95));
  const { body: nobody } = await rowOf({ ...person, fit: null }, 'a.jpg');
  expect(nobody).toBeUndefined();
});

test('a body that nobody can tell how sure it is has no intervals, and that is said', async () => {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const uncertaintyOf = async () => {
    throw new StudioError('fit/infeasible', 'Its points leave it open.', { term: 'covariance' });
  };
  const { body } = await createTableRowMaker({ model, uncertaintyOf, warn })(person, 'a.jpg');
  expect(body?.measurements.height).toBeGreaterThan(1.7);
  expect(body?.plusMinus95).toBeUndefined();
  expect(warnings).toEqual([
    'a.jpg: its measurements have no intervals. Its points leave it open.',
  ]);
});
