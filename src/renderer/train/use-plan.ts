import { useEffect, useRef, useState } from 'react';
import type { TrainingPlan, TrainingRecipe, TrainingSettings } from '../../contract/training.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

const PATIENCE_MS = 250;

/** What a training would use and take, asked again when a decision or a number changes. */
export function usePlan(
  recipe: TrainingRecipe,
  settings: TrainingSettings | null,
): TrainingPlan | undefined {
  const [plan, setPlan] = useState<TrainingPlan>();
  const asked = useRef(0);
  const answered = useRef(0);
  const isShown = useStudio(({ workspace }) => workspace === 'train');
  const project = useStudio((state) => state.project);
  const backend = useStudio(({ system }) => system?.backend?.name);
  const regressor = useStudio(({ training }) => training.regressor?.hash);
  const key = JSON.stringify([recipe, settings, project, backend, regressor]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    if (!isShown || project === null) return;
    const mine = ++asked.current;
    const ask = async () => {
      const answer = await attempt(client.training.plan({ recipe, settings }));
      // While people are found it is asked again and again: what came in the meantime counts too.
      if (answer === undefined || mine < answered.current) return;
      answered.current = mine;
      setPlan(answer);
    };
    const timer = setTimeout(() => void ask(), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isShown, key]);
  return plan;
}
