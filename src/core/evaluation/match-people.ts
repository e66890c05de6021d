/** Which predicted person is which true one: by the picture's name, then by where they are in it. */
import { StudioError } from '../common/errors.ts';
import { mean } from '../metrics/distances.ts';
import { pixelDistances } from '../metrics/pck.ts';
import { longerSide } from './image-measure.ts';
import { landmarkPixels } from './posed-subject.ts';
import { posedTruth, type TruthParts, truthPoints } from './posed-truth.ts';
import type { Pair, Prediction, Truth } from './subject.ts';

export interface Matching {
  readonly pairs: readonly Pair[];
  /** True people of pictures that are not the project's. */
  readonly elsewhere: readonly Truth[];
  /** True people whom nobody predicted, and people whom no truth knows. */
  readonly missed: readonly Truth[];
  readonly unknown: readonly Prediction[];
  /** Pictures whose people could not be told apart. */
  readonly ambiguous: readonly string[];
}

const NOBODY: Matching = { pairs: [], elsewhere: [], missed: [], unknown: [], ambiguous: [] };

/** Further off than this share of the person's box it is somebody else. */
const MAX_SHARE = 0.5;

/**
 * @param imageNames all pictures, also those in which nobody was found
 * @throws StudioError `evaluation/no-match` when no picture of one side is on the other
 */
export function matchPeople(
  parts: TruthParts,
  predictions: readonly Prediction[],
  truths: readonly Truth[],
  imageNames: readonly string[] = predictions.map(({ imageName }) => imageName),
): Matching {
  const nameOf = nameFinder([...new Set(imageNames)]);
  const trueByName = Map.groupBy(truths, ({ imageName }) => nameOf(imageName));
  const saidByName = Map.groupBy(predictions, ({ imageName }) => imageName);
  const foreign = trueByName.get(undefined) ?? [];
  if (foreign.length === truths.length) throw noMatch(imageNames, truths);
  const images = [...new Set(imageNames)].map((name) =>
    matchImage(parts, saidByName.get(name) ?? [], trueByName.get(name) ?? []),
  );
  return {
    pairs: images.flatMap(({ pairs }) => pairs),
    elsewhere: foreign,
    missed: images.flatMap(({ missed }) => missed),
    unknown: images.flatMap(({ unknown }) => unknown),
    ambiguous: images.flatMap(({ ambiguous }) => ambiguous),
  };
}

/** Row i of one is row i of the other. @throws StudioError `evaluation/no-match` */
export function matchRows(predictions: readonly Prediction[], truths: readonly Truth[]): Matching {
  if (predictions.length !== truths.length)
    throw noMatch(
      predictions.map(({ imageName }) => imageName),
      truths,
    );
  const pairs = predictions.map((prediction, i) => ({ prediction, truth: truths[i] }));
  return { ...NOBODY, pairs };
}

/** The picture itself, else the only one whose path ends so, else the only one of this base name. */
export function nameFinder(names: readonly string[]): (wanted: string) => string | undefined {
  const exact = new Set(names);
  const byBase = Map.groupBy(names, baseName);
  return (wanted) => {
    if (exact.has(wanted)) return wanted;
    const alike = byBase.get(baseName(wanted)) ?? [];
    const ending = alike.filter(
      (name) => `/${wanted}`.endsWith(`/${name}`) || `/${name}`.endsWith(`/${wanted}`),
    );
    const [only, another] = ending.length > 0 ? ending : alike;
    return another === undefined ? only : undefined;
  };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Nearest first; each is somebody's once. */
function matchImage(
  parts: TruthParts,
  predictions: readonly Prediction[],
  truths: readonly Truth[],
): Matching {
  const candidates = predictions.flatMap((prediction) =>
    truths.map((truth) => ({ prediction, truth, share: distanceShare(parts, prediction, truth) })),
  );
  if (candidates.some(({ share }) => share === undefined)) {
    return withoutPlaces(predictions, truths);
  }
  const pairs: Pair[] = [];
  const taken = new Set<Prediction | Truth>();
  for (const { prediction, truth, share = 1 } of candidates.toSorted(byShare)) {
    if (share > MAX_SHARE || taken.has(prediction) || taken.has(truth)) continue;
    taken.add(prediction).add(truth);
    pairs.push({ prediction, truth });
  }
  return {
    pairs,
    missed: truths.filter((truth) => !taken.has(truth)),
    unknown: predictions.filter((prediction) => !taken.has(prediction)),
    ambiguous: [],
    elsewhere: [],
  };
}

function byShare(a: { share: number | undefined }, b: { share: number | undefined }): number {
  return Number(a.share) - Number(b.share);
}

/** A truth that does not say where somebody is can still be the only one in a picture of one. */
function withoutPlaces(predictions: readonly Prediction[], truths: readonly Truth[]): Matching {
  const [prediction, ...others] = predictions;
  const [truth, ...more] = truths;
  const isPlain = prediction && truth && others.length === 0 && more.length === 0;
  if (isPlain) return { ...NOBODY, pairs: [{ prediction, truth }] };
  const ambiguous = predictions.slice(0, 1).map(({ imageName }) => imageName);
  return { ...NOBODY, ambiguous };
}

/** Mean distance of the points that both know, as a share of the true person's box. */
function distanceShare(
  parts: TruthParts,
  prediction: Prediction,
  truth: Truth,
): number | undefined {
  const points = truth.points ?? truthPoints(truth, posedTruth(parts, truth));
  const predicted = prediction.bodies.fit ?? prediction.bodies.regression ?? prediction.bodies.file;
  if (points === undefined || predicted === undefined) return undefined;
  const subject = parts.poser(parts.bodies.predicted, predicted.body);
  const distances = pixelDistances(landmarkPixels(subject, predicted.camera), points);
  const known = distances.filter((distance) => !Number.isNaN(distance));
  if (known.length === 0) return undefined;
  return mean(known) / (truth.boxSidePx ?? longerSide(points));
}

function noMatch(
  imageNames: readonly string[],
  truths: readonly Truth[],
): StudioError<'evaluation/no-match'> {
  const sample = (names: readonly string[]) => [...new Set(names)].slice(0, 3);
  const truth = sample(truths.map(({ imageName }) => imageName));
  const project = sample(imageNames);
  const message =
    `No picture of the truth is among those predicted: it has ${truth.join(', ')} …, the project ` +
    `${project.join(', ') || 'nobody yet'} …. Nothing was compared. Choose the truth of these ` +
    'pictures, or find people in them first.';
  return new StudioError('evaluation/no-match', message, { truth, project });
}
