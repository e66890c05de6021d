/** What image evidence could add to the default fit: each candidate turns an observation into a body. */
import type { BodyParameters } from '../../src/core/body/body-model.ts';
import { createPosedMesh, meshLandmarks } from '../../src/core/body/posed-mesh.ts';
import type { Fitter } from '../../src/core/fit/fitter.ts';
import type { Term } from '../../src/core/fit/terms/term.ts';
import type { LifterWeights } from '../../src/core/regress/lifter-network.ts';
import { model } from '../lifter/data.ts';
import { jointsByBlazePose, placeTerms, slopeTerms, withFeet } from './blazepose-evidence.ts';
import { fitWith } from './fit-with.ts';
import { deeper, LIMB_BONES, turnedBones } from './limbs.ts';
import type { Observation } from './observations.ts';
import { gridOfMask, outlineOf, overlap, withBetasOfMask } from './silhouette.ts';
import { slopeTerm } from './terms.ts';

export interface Candidate {
  readonly name: string;
  /** @param fitted what the default fit says */
  readonly apply: (seen: Observation, fitted: BodyParameters) => BodyParameters;
}

const mesh = createPosedMesh(model);
const landmarksOf = (body: BodyParameters) => meshLandmarks(mesh, body);

/** What the program does, its own factor of the sd included. */
export function shipped(fitter: Fitter): Candidate {
  const name = '**BlazePose: places of joints, sd × 2, as the program has it**';
  return withTerms(fitter, name, (seen) => placeTerms(seen));
}

export function candidates(fitter: Fitter, lifter: LifterWeights): Candidate[] {
  return [...fromBlazePose(fitter, lifter), ...fromMask(fitter), ...bounds(fitter)];
}

type TermsOf = (seen: Observation, fitted: BodyParameters) => Term[];

function withTerms(fitter: Fitter, name: string, terms: TermsOf): Candidate {
  return { name, apply: (seen, fitted) => fitWith(fitter, seen, terms(seen, fitted)) };
}

function fromBlazePose(fitter: Fitter, lifter: LifterWeights): Candidate[] {
  const places = (factor: number) => (seen: Observation) => placeTerms(seen, factor);
  const slopes = (factor: number) => (seen: Observation, fitted: BodyParameters) =>
    slopeTerms(seen, hipsOf(fitted), factor);
  const sides: TermsOf = (seen, fitted) =>
    turnedBones(landmarksOf(fitted), jointsByBlazePose(seen, hipsOf(fitted))).map(slopeTerm);
  return [
    withTerms(fitter, 'BlazePose: places of joints, sd as measured', places(1)),
    withTerms(fitter, 'BlazePose: places of joints, sd × 1.5', places(1.5)),
    shipped(fitter),
    fittedTwice(fitter, 'BlazePose: places of joints mend the regression', places(1)),
    fittedTwice(fitter, '(control) the default fit mends the regression', () => []),
    withTerms(fitter, 'BlazePose: slopes of limbs, sd as measured', slopes(1)),
    withTerms(fitter, 'BlazePose: slopes of limbs, sd × 2', slopes(2)),
    withTerms(fitter, 'BlazePose: decides where limbs lead to', sides),
    {
      name: 'BlazePose: toes and heels as points',
      apply: (seen) => withFeet(fitter, lifter, seen),
    },
  ];
}

/** The first fit's body is what the second one is anchored to; it takes the points in twice. */
function fittedTwice(fitter: Fitter, name: string, terms: TermsOf): Candidate {
  const apply: Candidate['apply'] = (seen, fitted) => {
    const regression = fitWith(fitter, seen, terms(seen, fitted));
    return fitWith(fitter, { ...seen, regression }, []);
  };
  return { name, apply };
}

function hipsOf(body: BodyParameters): number[] {
  const landmarks = landmarksOf(body);
  return [0, 1, 2].map((axis) => (landmarks[3 + axis] + landmarks[6 + axis]) / 2);
}

function fromMask(fitter: Fitter): Candidate[] {
  const chosen: Candidate['apply'] = (seen, fitted) => {
    const { square, mask } = seen.blazePose;
    const grid = gridOfMask(mask);
    const fills = (body: BodyParameters) =>
      overlap(outlineOf(mesh, body, seen.camera, square), grid);
    const other = fitWith(fitter, seen, placeTerms(seen, 1));
    return fills(other) > fills(fitted) ? other : fitted;
  };
  return [
    { name: 'mask: chooses between the default and places of joints', apply: chosen },
    filling('mask: betas fill it', ({ blazePose }) => gridOfMask(blazePose.mask)),
  ];
}

function filling(name: string, mask: (seen: Observation) => Uint8Array): Candidate {
  const apply: Candidate['apply'] = (seen, fitted) =>
    withBetasOfMask(mesh, fitted, seen.camera, seen.blazePose.square, mask(seen));
  return { name, apply };
}

/** What evidence that is never wrong would be worth. */
function bounds(fitter: Fitter): Candidate[] {
  const slopes: TermsOf = ({ truth }) => {
    const landmarks = landmarksOf(truth);
    return LIMB_BONES.map(([parent, child]) =>
      slopeTerm({ parent, child, deeperM: deeper(landmarks, parent, child), sigmaM: 0.03 }),
    );
  };
  const sides: TermsOf = ({ truth }, fitted) =>
    turnedBones(landmarksOf(fitted), landmarksOf(truth)).map(slopeTerm);
  return [
    filling('(bound) betas fill the true outline', ({ truth, truthCamera, blazePose }) =>
      outlineOf(mesh, truth, truthCamera, blazePose.square),
    ),
    withTerms(fitter, '(bound) true slopes of limbs', slopes),
    withTerms(fitter, '(bound) it is known where limbs lead to', sides),
  ];
}
