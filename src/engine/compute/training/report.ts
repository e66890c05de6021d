/** Before and after as the page is told it. */

import type { ComparedPerson, RegressorInfo, TrainingReport } from '../../../contract/training.ts';
import type { LearningPerson } from '../../../contract/training-compute.ts';
import type { PosedMesh } from '../../../core/body/posed-mesh.ts';
import { type Comparison, compare, type Pair } from '../../../core/train/comparison.ts';
import type { TrainableRegressor, Weights } from '../../../core/train/trainable-regressor.ts';
import { bodyToWire } from '../../adapters/person-fit.ts';
import { judgedPersonOf, trainingPersonOf } from './learning-people.ts';

type Judged = ReturnType<typeof judgedPersonOf>;

const LISTED = 200;

/** On the held-out people alone. */
export async function compareWeights(
  mesh: PosedMesh,
  regressor: TrainableRegressor,
  next: Weights,
  people: readonly LearningPerson[],
): Promise<Comparison<Judged>> {
  const heldOut = people.filter(({ role }) => role === 'held-out');
  const asked = heldOut.map(trainingPersonOf);
  const [before, after] = [
    await regressor.regress(regressor.weights, asked),
    await regressor.regress(next, asked),
  ];
  const regressed = heldOut.map((person, i) => ({
    person: judgedPersonOf(person),
    current: before[i],
    next: after[i],
  }));
  return compare(mesh, regressed);
}

export function reportOf(
  current: RegressorInfo,
  { rows, verdict, worsePeople, ...counts }: Comparison<Judged>,
): TrainingReport {
  const isEmpty = rows.length === 0;
  const refusal = 'The comparison is refused: nothing can be said of any of the held-out people.';
  return {
    current,
    rows: rows.map((row) => ({ ...row })),
    verdict: isEmpty ? 'refused' : verdict,
    refusal: isEmpty ? refusal : null,
    ...counts,
    worsePeople: worsePeople.slice(0, LISTED).map(comparedPerson),
  };
}

function comparedPerson({ person: { record }, current, next }: Pair<Judged>): ComparedPerson {
  const { personId, imageId, imageName, camera } = record;
  const wire = ({ body, errors }: Pair<Judged>['current']) => ({
    body: bodyToWire(body),
    errorPx: errors.reprojection,
  });
  return { personId, imageId, imageName, camera, current: wire(current), next: wire(next) };
}
