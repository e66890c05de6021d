import { describe, expect, it } from 'vitest';
import { model, sampleTruths } from '../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { StudioError } from '../common/errors.ts';
import { maskFromPixels } from '../masks/mask.ts';
import { evaluate } from './evaluate.ts';
import type { Prediction, Truth, TruthFile } from './subject.ts';

const samples = sampleTruths().slice(0, 4);
const about = { title: 'Test', origin: [] };
const bodies = { predicted: model };
const h36m = undefined;
const SIZE = { width: 640, height: 640 };

function truthOf(
  { name, body, camera }: (typeof samples)[number],
  more: Partial<Truth> = {},
): Truth {
  const own = { of: { name: 'mhbody' }, parameters: body };
  return { imageName: name, key: '0', body: own, camera, ...more };
}

function said(
  { name, body, camera }: (typeof samples)[number],
  change: Partial<BodyParameters> = {},
): Prediction {
  const bodies = { fit: { body: { ...body, ...change }, camera } };
  return { imageName: name, personId: name, state: 'predicted', bodies, imageSize: SIZE };
}

function file(truths: readonly Truth[]): TruthFile {
  return { format: 'test', truths, notes: [] };
}

function means(predictions: readonly Prediction[], truths: readonly Truth[]) {
  const evaluation = evaluate({ bodies, h36m, predictions, truth: file(truths) }, about);
  const own = evaluation.metrics.map(({ metric, byMethod }) => [metric, byMethod.fit?.value]);
  return { ...evaluation, means: Object.fromEntries(own) as Record<string, number | undefined> };
}

describe('an evaluation', () => {
  it('finds no error in the truth itself', () => {
    const found = means(
      samples.map((sample) => said(sample)),
      samples.map((sample) => truthOf(sample)),
    );
    const { pck05, pck10, pckTorso, iou, pooledIou, ...errors } = found.means;
    expect([pck05, pck10, pckTorso, iou, pooledIou]).toEqual([1, 1, 1, 1, 1]);
    for (const [metric, value] of Object.entries(errors)) expect(value, metric).toBeLessThan(1e-6);
    expect(Object.keys(errors)).toEqual(
      'mpjpe paMpjpe pve pveTSc boneLength height chest waist hip mass'.split(' '),
    );
  });

  it('tells pose from shape: a turned root is none of the shape, a tall one not of PA alone', () => {
    const [sample] = samples;
    const pose = sample.body.pose.map((value, i) => (i === 47 ? value + 0.5 : value));
    const bent = means([said(sample, { pose })], [truthOf(sample)]).means;
    expect([bent.pveTSc, bent.height]).toEqual([0, 0]);
    expect(bent.mpjpe).toBeGreaterThan(5);
    const betas = sample.body.betas.map((value, i) => (i === 0 ? value + 2 : value));
    const tall = means([said(sample, { betas })], [truthOf(sample)]);
    expect(tall.means.height).toBeGreaterThan(100);
    const height = tall.measurements.find(({ name }) => name === 'height')?.byMethod.fit;
    expect(height?.bias.value).toBeCloseTo(Number(tall.means.height), 9);
    expect(tall.means.pveTSc).toBeLessThan(Number(tall.means.pve));
  });

  it('refuses meshes of different bodies, and compares the file’s joints all the same', () => {
    const [sample] = samples;
    const positions = new Float64Array(72).map((_, i) => Math.sin(i));
    const truth = truthOf(sample, {
      body: { of: { name: 'smpl', gender: 'm' }, parameters: sample.body },
      joints3d: { list: 'dataset24', positions },
    });
    const { means: found, findings, protocol } = means([said(sample)], [truth]);
    expect(Object.keys(found)).toEqual(['mpjpe', 'paMpjpe']);
    expect(protocol.root).toBe('MPII pelvis');
    expect(findings[0]).toBe(
      'The truth is of the body smpl (male), the predictions are of mhbody: their vertices and ' +
        'betas mean different things, so meshes and shapes were not compared. Evaluate a project ' +
        'with the truth’s own body.',
    );
  });

  it('has Human3.6M’s joints of SMPL only', () => {
    const [sample] = samples;
    const truth = file([truthOf(sample)]);
    const request = {
      bodies,
      h36m,
      predictions: [said(sample)],
      truth,
      protocol: 'h36m14',
    } as const;
    expect(() => evaluate(request, about)).toThrow(
      'J14 by the H36M regressor needs SMPL’s body and J_regressor_h36m.npy',
    );
  });

  it('takes no body of another file for its own, whatever its name', () => {
    const [sample] = samples;
    const of = { name: 'mhbody', hash: 'f'.repeat(64) };
    const truth = truthOf(sample, { body: { of, parameters: sample.body }, points: POINTS });
    const found = means([said(sample)], [truth]);
    expect(found.means.pve).toBeUndefined();
    expect(found.findings[0]).toContain('mean different things');
  });

  it('says what 2D points alone cannot tell', () => {
    const [sample] = samples;
    const truth = { imageName: sample.name, key: '0', points: sample.landmarks };
    const { means: found, findings } = means([said(sample)], [truth]);
    expect(Object.keys(found)).toEqual(['pck05', 'pck10', 'pckTorso']);
    expect(findings).toEqual([
      'The truth has no bodies: PVE and all errors of shape cannot be told from it.',
      'The truth has nothing in 3D: MPJPE and PA-MPJPE cannot be told from it.',
      'The truth has neither masks nor bodies with a camera: no silhouette IoU.',
      'The pictures are no video: no acceleration error.',
    ]);
  });

  it('refuses a mask of another size than its picture', () => {
    const [sample] = samples;
    const mask = maskFromPixels(100, 90, () => true);
    expect(() => means([said(sample)], [truthOf(sample, { mask })])).toThrow(
      'The masks are not of one picture: a mask is 100 × 90 pixels instead of 640 × 640.',
    );
  });

  it('has the accelerations of a video', () => {
    const [sample] = samples;
    const frames = [0, 1, 2, 3].map((frame) => ({ ...sample, name: `frame_${frame}.jpg` }));
    const truths = frames.map((own, frame) => truthOf(own, { sequence: { name: 'video', frame } }));
    const shaken = frames.map((own, frame) =>
      said(own, {
        pose: own.body.pose.map((value, i) => (i === 47 && frame === 2 ? value + 0.3 : value)),
      }),
    );
    const found = means(shaken, truths);
    expect(found.means.accel).toBeGreaterThan(1);
    expect(found.rows.map(({ measures }) => measures.fit?.values.accel !== undefined)).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

const POINTS = samples[0].landmarks;

describe('who is who', () => {
  const [left, right] = samples.map((sample) => ({ ...sample, name: 'two.jpg' }));
  const moved = (sample: (typeof samples)[number], x: number) => ({
    ...sample,
    body: {
      ...sample.body,
      translation: sample.body.translation.map((value, i) => (i === 0 ? value + x : value)),
    },
  });

  it('is told by the place in the picture, whatever the order', () => {
    const [a, b] = [moved(left, -0.8), moved(right, 0.8)];
    const truths = [truthOf(a, { key: 'a' }), truthOf(b, { key: 'b' })];
    const predictions = [
      { ...said(b), personId: 'b' },
      { ...said(a), personId: 'a' },
    ];
    const { rows, means: found } = means(predictions, truths);
    expect(rows.map(({ personId, truthKey }) => personId + truthKey).toSorted()).toEqual([
      'aa',
      'bb',
    ]);
    expect(found.mpjpe).toBeLessThan(1e-9);
  });

  it('leaves whom nobody predicted and whom no truth knows, and says so', () => {
    const [a, b, c] = [moved(left, -0.8), moved(right, 1.5), moved(right, -6)];
    const found = means([said(a), said(c)], [truthOf(a), truthOf(b, { key: '1' })]);
    expect(found.rows).toHaveLength(1);
    expect(found.findings).toContain(
      '1 true person was not predicted; the errors below are of those who were: two.jpg.',
    );
    expect(found.findings).toContain(
      '1 predicted person is not in the truth, and nothing is said of them: two.jpg.',
    );
  });

  it('is not guessed where the truth does not say where they are', () => {
    const bare = (key: string) => truthOf(left, { key, camera: undefined });
    const found = means([said(left), said(right)], [bare('0'), bare('1')]);
    expect(found.rows).toEqual([]);
    expect(found.findings[0]).toBe(
      'In 1 picture the truth does not say who is where, so nobody was compared: two.jpg.',
    );
  });

  it('finds pictures by the end of their path, and says when there is none in common', () => {
    const [sample] = samples;
    const deep = { ...truthOf(sample), imageName: `imageFiles/${sample.name}` };
    expect(means([said(sample)], [deep]).rows).toHaveLength(1);
    const other = { ...truthOf(sample), imageName: 'elsewhere.jpg' };
    expect(() => means([said(sample)], [other])).toThrow(StudioError);
    expect(() => means([said(sample)], [other])).toThrow(
      'No picture of the truth is among those predicted: it has elsewhere.jpg …, the project ' +
        'synthetic_01.jpg …. Nothing was compared.',
    );
  });
});
