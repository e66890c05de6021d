/** What an evaluation cannot tell and why, as sentences for its reader. */
import { counted } from '../common/counted.ts';
import { isStudioError } from '../common/errors.ts';
import type { Matching } from './match-people.ts';
import type { EvaluationParts } from './measure-pair.ts';
import { bodyTitle, truthModel } from './same-body.ts';
import type { Truth, TruthFile } from './subject.ts';

const NAMED = 5;

export function findingsOf(
  parts: EvaluationParts,
  { truths, notes }: TruthFile,
  matching: Matching,
): string[] {
  return [...notes, ...matchingFindings(matching), ...bodyFindings(parts, truths), ...gaps(truths)];
}

function matchingFindings({ elsewhere, missed, unknown, ambiguous }: Matching): string[] {
  return [
    ...(elsewhere.length === 0
      ? []
      : [
          `The truth has ${counted(elsewhere.length, 'person', 'people')} more, in other pictures.`,
        ]),
    ...sentence(
      missed,
      'true person was',
      'true people were',
      'not predicted; the errors below are of those who were',
    ),
    ...sentence(
      unknown,
      'predicted person is',
      'predicted people are',
      'not in the truth, and nothing is said of them',
    ),
    ...(ambiguous.length === 0
      ? []
      : [
          `In ${counted(ambiguous.length, 'picture')} the truth does not say who is where, so nobody was compared: ${named(ambiguous)}.`,
        ]),
  ];
}

function sentence(
  people: readonly { readonly imageName: string }[],
  one: string,
  many: string,
  rest: string,
): string[] {
  if (people.length === 0) return [];
  const images = [...new Set(people.map(({ imageName }) => imageName))];
  return [`${counted(people.length, one, many)} ${rest}: ${named(images)}.`];
}

function named(names: readonly string[]): string {
  const more = names.length - NAMED;
  return `${names.slice(0, NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Why meshes and shapes are missing, once a body. */
function bodyFindings({ bodies, protocol }: EvaluationParts, truths: readonly Truth[]): string[] {
  const bodiesOf = truths.flatMap(({ body }) => (body === undefined ? [] : [body.of]));
  const distinct = new Map(bodiesOf.map((of) => [`${bodyTitle(of)} ${of.hash}`, of]));
  const refusals = [...distinct.values()].flatMap((of) => {
    try {
      truthModel(bodies, of);
      return [];
    } catch (error) {
      if (!isStudioError(error)) throw error;
      return [error.message];
    }
  });
  const hasOwnJoints = truths.some(({ joints3d }) => joints3d?.list === protocol.list);
  if (!hasOwnJoints) return refusals;
  return [
    ...refusals,
    'The true joints are those of the file. Another body or another marker set has its joints in ' +
      'slightly other places, and that difference is part of the joint errors.',
  ];
}

function gaps(truths: readonly Truth[]): string[] {
  const has = (test: (truth: Truth) => unknown) => truths.some(test);
  const hasBodies = has(({ body }) => body);
  return [
    ...(hasBodies
      ? []
      : ['The truth has no bodies: PVE and all errors of shape cannot be told from it.']),
    ...(hasBodies || has(({ joints3d }) => joints3d)
      ? []
      : ['The truth has nothing in 3D: MPJPE and PA-MPJPE cannot be told from it.']),
    ...(has(({ points }) => points) ? [] : ['The truth has no 2D points: no PCK.']),
    ...(has(({ mask, camera, body }) => mask ?? (camera && body))
      ? []
      : ['The truth has neither masks nor bodies with a camera: no silhouette IoU.']),
    ...(has(({ sequence }) => sequence)
      ? []
      : ['The pictures are no video: no acceleration error.']),
  ];
}
