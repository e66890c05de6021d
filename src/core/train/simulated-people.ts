/** Simulated people as training takes them: points as a detector finds them, and the body. */
import type { BodyModel, BodyParameters } from '../body/body-model.ts';
import { multiply3 } from '../math/matrix3.ts';
import type { Random } from '../math/random.ts';
import { axisAngleFromMatrix, matrixFromAxisAngle } from '../math/rotation.ts';
import type { Label } from './fits-dictionary.ts';
import { type DrawnPerson, drawPerson, type SampleRecipe } from './lifter-sample.ts';
import { drawPool, type PosePool, type PoseSource } from './pose-pool.ts';
import type { TrainingPerson } from './training-person.ts';

/** The body of a drawn person where it stands in the camera. */
export function bodyOf(pool: PosePool, { body, view }: DrawnPerson): BodyParameters {
  const rotations = Float64Array.from(pool.rotations.subarray(216 * body, 216 * body + 216));
  const root = new Float64Array(9);
  multiply3(view.cameraFromBody, 0, rotations, 0, root, 0);
  rotations.set(root);
  const pose = new Float64Array(72);
  for (let joint = 0; joint < 24; joint++)
    axisAngleFromMatrix(rotations, 9 * joint, pose, 3 * joint);
  const betas = Float64Array.from(pool.betas.subarray(10 * body, 10 * body + 10));
  return { pose, betas, translation: view.translation };
}

/** People drawn from a pool of bodies; nobody of the project. */
export function simulatedPeople(
  pool: PosePool,
  count: number,
  recipe: SampleRecipe,
  random: Random,
): TrainingPerson[] {
  const people: TrainingPerson[] = [];
  while (people.length < count) {
    const drawn = drawPerson(pool, Math.floor(random.uniform() * pool.count), recipe, random);
    if (drawn !== undefined) people.push(asTrainingPerson(drawn, bodyOf(pool, drawn)));
  }
  return people;
}

function asTrainingPerson({ points, view }: DrawnPerson, truth: BodyParameters): TrainingPerson {
  return {
    id: -1,
    imageHash: '',
    jointSet: 'body25',
    keypoints: Array.from({ length: 25 }, (_, i) => {
      const [x, y, confidence] = points.subarray(3 * i, 3 * i + 3);
      const visibility = confidence > 0 ? 'visible' : 'absent';
      return { x, y, confidence, visibility, source: 'detector', use: 'normal' } as const;
    }),
    camera: view.camera,
    decision: 'accepted',
    truth,
    weight: 1,
  };
}

/**
 * Bodies that were learnt from a project's pictures, to be looked at from elsewhere. Only a camera
 * held upright says where up is, so that is what is taken to be.
 */
export function posesOfLabels(labels: readonly Label[]): PoseSource {
  const poses = new Float32Array(72 * labels.length);
  for (const [i, { body }] of labels.entries()) poses.set(uprightPose(body), 72 * i);
  return { poses, weights: new Float64Array(labels.length).fill(1 / labels.length) };
}

/** The root turned by π about x: camera y points down, the body's own frame's up. */
function uprightPose({ pose }: BodyParameters): Float64Array {
  const [turn, root, upright] = [0, 1, 2].map(() => new Float64Array(9));
  turn.set([1, 0, 0, 0, -1, 0, 0, 0, -1]);
  matrixFromAxisAngle(pose, 0, root, 0);
  multiply3(turn, 0, root, 0, upright, 0);
  const out = pose.slice();
  axisAngleFromMatrix(upright, 0, out, 0);
  return out;
}

/** Bodies in the poses of some labels, each with other betas. */
export function poolOfLabels(
  model: BodyModel,
  labels: readonly Label[],
  count: number,
  random: Random,
): PosePool {
  return drawPool(model, posesOfLabels(labels), count, random, 0);
}
