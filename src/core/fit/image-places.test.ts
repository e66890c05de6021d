/** What a network has read from the picture: how a fit holds to it, and when it does not. */
import { expect, it } from 'vitest';
import { newFitter, sampleTruths } from '../../../test/fixtures/embedded.ts';
import type { BodyParameters } from '../body/body-model.ts';
import { COCO17 } from '../keypoints/joint-sets.ts';
import { fitBody } from './fitter.ts';
import type { AnnotatedPerson } from './problem-from-keypoints.ts';
import { problemFromKeypoints } from './problem-from-keypoints.ts';
import { jointsFromPelvis } from './skeleton/joint-distance.ts';
import { unknownsOf } from './skeleton/unknowns.ts';

const fitter = newFitter();
const [sample] = sampleTruths();
const LEFT_FOREARM = 20;
const NONE: AnnotatedPerson['constraints'] = {
  measurements: [],
  depthPicks: [],
  groundContact: [],
  targets: [],
  rotations: [],
  bakedBody: null,
};

const seen: AnnotatedPerson = {
  jointSet: 'coco17',
  keypoints: COCO17.landmarks.map((landmark) => ({
    x: sample.landmarks[2 * landmark],
    y: sample.landmarks[2 * landmark + 1],
    confidence: 0.9,
    visibility: 'visible',
    source: 'detector',
    use: 'normal',
  })),
  camera: sample.camera,
  regression: sample.body,
  preset: 'anchored',
  constraints: NONE,
};

/** The left wrist is said to be 0.3 m nearer to the camera than it is. */
const [wrist, hips] = wristAndHips(sample.body);
const imagePlaces = {
  sigmaM: [0.09, 0.08, 0.12],
  places: [
    { landmark: LEFT_FOREARM, fromHipsM: wrist.map((v, i) => v - hips[i] - (i === 2 ? 0.3 : 0)) },
  ],
};

function wristAndHips(body: BodyParameters): [number[], number[]] {
  const joints = jointsFromPelvis(fitter.workspace.kinematics, unknownsOf(body));
  const at = (joint: number) => [...joints.subarray(3 * joint, 3 * joint + 3)];
  const right = at(2);
  return [at(LEFT_FOREARM), at(1).map((value, i) => (value + right[i]) / 2)];
}

function fitted(person: Partial<AnnotatedPerson>): BodyParameters {
  const problem = problemFromKeypoints({ ...seen, ...person }, fitter.measures);
  return fitBody(fitter, problem, [sample.body]).body;
}

function wristDepth(body: BodyParameters): number {
  const [at, middle] = wristAndHips(body);
  return at[2] - middle[2];
}

it('a joint is drawn towards its place in the picture, and not all the way', () => {
  const without = wristDepth(fitted({}));
  const drawn = without - wristDepth(fitted({ imagePlaces }));
  expect(drawn).toBeGreaterThan(0.005);
  expect(drawn).toBeLessThan(0.2);
});

it('a place that is far off is let go', () => {
  const [place] = imagePlaces.places;
  const [x = 0, y = 0, z = 0] = place.fromHipsM;
  const far = { ...imagePlaces, places: [{ ...place, fromHipsM: [x + 5, y - 5, z - 5] }] };
  const difference = wristDepth(fitted({ imagePlaces: far })) - wristDepth(fitted({}));
  expect(Math.abs(difference)).toBeLessThan(0.001);
});

it.each([
  ['the bone leads as a person has said', { depthPicks: [{ joint: 18, direction: 'away' }] }],
  ['a person has turned the torso', { depthPicks: [{ joint: 12, direction: 'flat' }] }],
  ['a person has set the place', { targets: [{ landmark: 20, position: [0.2, 0.1, 0.1] }] }],
  ['a person has set the body', { bakedBody: sample.body }],
] as const)('the picture is not asked where %s', (_, set) => {
  const constraints = { ...NONE, ...set } as AnnotatedPerson['constraints'];
  expect(fitted({ constraints, imagePlaces })).toEqual(fitted({ constraints }));
});

it.each(['spin-energy', 'spin-exact'] as const)('%s knows points only', (preset) => {
  expect(fitted({ preset, imagePlaces })).toEqual(fitted({ preset }));
});

it('without a regression the points speak alone', () => {
  const alone = { regression: undefined };
  expect(fitted({ ...alone, imagePlaces })).toEqual(fitted(alone));
});

it('a place that is no number is named', () => {
  const broken = {
    ...imagePlaces,
    places: [{ landmark: LEFT_FOREARM, fromHipsM: [0, Number.NaN, 0] }],
  };
  expect(() => fitted({ imagePlaces: broken })).toThrow('its evidence term has no finite value');
});
