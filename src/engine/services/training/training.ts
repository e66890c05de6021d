/** Learning, as the page and the command line ask for it. */
import type { TrainingPlan } from '../../../contract/training.ts';
import { createInstant, type Instant } from './instant.ts';
import { type PlanQuery, planTraining } from './plan.ts';
import { createRegressors, type RegressorParts, type Regressors } from './regressors.ts';
import type { RunParts } from './run-parts.ts';
import { createRuns, type Runs } from './runs.ts';

export interface Training {
  readonly regressors: Regressors;
  readonly runs: Runs;
  readonly instant: Instant;
  plan(query: PlanQuery): Promise<TrainingPlan>;
}

export type TrainingParts = RegressorParts & Omit<RunParts, 'regressor'>;

export function createTraining(parts: TrainingParts): Training {
  const regressors = createRegressors(parts);
  const regressor = async () => {
    const { previous: _, untouched: __, ...inUse } = await regressors.inUse();
    return inUse;
  };
  return {
    regressors,
    runs: createRuns({ ...parts, regressor }),
    instant: createInstant(parts),
    async plan(query) {
      const project = parts.session.current();
      const backend = await parts.backend();
      const bodyModel = parts.bodyModel();
      return planTraining(project, query, { regressor: await regressor(), backend, bodyModel });
    },
  };
}
