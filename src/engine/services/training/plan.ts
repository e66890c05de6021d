/** What a training would use and take, before it begins. */
import type { BackendInfo } from '../../../contract/system.ts';
import type {
  RegressorInfo,
  TrainingPlan,
  TrainingRecipe,
  TrainingSettings,
} from '../../../contract/training.ts';
import { counted } from '../../../core/common/counted.ts';
import type { OpenProject } from '../ports.ts';
import { requireImage } from '../session.ts';
import { keepAside, type Split } from './kept-aside.ts';
import { minutesOf, presetsOf } from './settings.ts';
import type { BodyModelName } from './snapshot.ts';
import { acceptedLearners, type Learners } from './who-learns.ts';

/** Fewer accepted people say little, and hold out fewer still. */
export const NEEDED_PEOPLE = 20;
const LISTED = 500;

export interface PlanQuery {
  readonly recipe: TrainingRecipe;
  readonly settings: TrainingSettings | null;
}

export interface PlanParts {
  readonly regressor: RegressorInfo;
  readonly backend: BackendInfo | null;
  readonly bodyModel: BodyModelName;
}

export async function planTraining(
  project: OpenProject,
  { recipe, settings }: PlanQuery,
  { regressor, backend, bodyModel }: PlanParts,
): Promise<TrainingPlan> {
  const { store } = project;
  const presets = presetsOf(regressor.kind, recipe);
  const learners = await acceptedLearners(project, bodyModel);
  const split = keepAside(learners.accepted, store.training.pictureRoles());
  const untouched = store.people.untouched().length;
  const minutes = (of: TrainingSettings) =>
    minutesOf(of, { split, untouched, runs: store.training.runs(), kind: regressor.kind });
  return {
    regressor,
    accepted: learners.accepted.length,
    heldOut: split.heldOut.length,
    needed: NEEDED_PEOPLE,
    untouched,
    rejected: store.people.inStates(['rejected']).length,
    excluded: learners.excluded.slice(0, LISTED),
    excludedCount: learners.excluded.length,
    withTruth: split.heldOut.filter(({ person }) => hasTruth(project, person.imageId)).length,
    hindrance: hindranceOf(learners, split) ?? recipeHindrance(recipe, regressor, backend),
    recipes: (['instant', 'head', 'spin'] as const).map((each) => ({
      recipe: each,
      hindrance: recipeHindrance(each, regressor, backend),
    })),
    presets: (['quick', 'standard'] as const).map((name) => {
      const preset = presets[name];
      return { name, settings: preset, minutes: minutes(preset) };
    }),
    minutes: settings && minutes(settings),
    backend,
  };
}

function hasTruth(project: OpenProject, imageId: number): boolean {
  return project.truth(requireImage(project, imageId).name) !== undefined;
}

/** Why there is nobody to learn from or to judge by, as a sentence. */
export function hindranceOf({ accepted }: Learners, split: Split): string | null {
  if (accepted.length < NEEDED_PEOPLE) {
    return `Needs ${counted(NEEDED_PEOPLE, 'accepted person', 'accepted people')}, you have ${accepted.length}.`;
  }
  if (split.training.length > 0 && split.heldOut.length > 0) return null;
  return 'All accepted people are in one picture; some must be in others, which are kept aside to judge by.';
}

/** Only native TensorFlow has the gradients of convolutions; plain JavaScript is too slow for any. */
export function recipeHindrance(
  recipe: TrainingRecipe,
  { kind }: RegressorInfo,
  backend: BackendInfo | null,
): string | null {
  if (recipe === 'instant' || backend === null) return null;
  const { trainsHeads, trainsConvolutions } = backend.capabilities;
  if (!trainsHeads) {
    return 'Needs native TensorFlow (npm run setup:tensorflow) or WebAssembly; plain JavaScript would take days. The last layer can learn at once.';
  }
  if (recipe !== 'spin' || kind !== 'spin' || trainsConvolutions) return null;
  return `Needs native TensorFlow (npm run setup:tensorflow); ${backend.name} cannot train convolutions. The head can learn without it.`;
}
