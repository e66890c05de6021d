/** What would be learnt from, how deep and how long, and the button that begins. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { TrainingPlan, TrainingRecipe, TrainingSettings } from '../../contract/training.ts';
import { useStudio } from '../state/studio-state.ts';
import { startTraining } from '../state/training.ts';
import { minutesText } from '../state/training-words.ts';
import { CustomSettings } from './CustomSettings.tsx';
import { DataLine } from './DataLine.tsx';
import { usePlan } from './use-plan.ts';

const RECIPES: readonly (readonly [TrainingRecipe, string, string])[] = [
  ['instant', 'Last layer, at once', 'one closed-form step'],
  ['head', 'Head', 'gradient steps over features that are kept'],
  [
    'spin',
    'SPIN',
    'all weights; in each epoch people are regressed, fitted from there, and learnt from',
  ],
];
type PresetName = 'quick' | 'standard' | 'custom';

export function NewRun() {
  const [recipe, setRecipe] = useState<TrainingRecipe>('head');
  const [preset, setPreset] = useState<PresetName>('quick');
  const [custom, setCustom] = useState<TrainingSettings | null>(null);
  const plan = usePlan(recipe, preset === 'custom' ? custom : null);
  const isRunning = useStudio(({ training }) =>
    training.runs.some(({ status }) => status === 'running'),
  );
  if (plan === undefined) return <p role="status">Counting the accepted people …</p>;
  const settings = settingsOf(plan, preset, custom);
  const choosePreset = (name: PresetName) => {
    if (name === 'custom') setCustom(settingsOf(plan, preset, custom) ?? null);
    setPreset(name);
  };
  return (
    <section className="card new-run" aria-label="New run">
      <DataLine plan={plan} learnsAlong={settings?.useUntouched ?? false} />
      <RecipeChoice
        plan={plan}
        recipe={recipe}
        onChoose={(chosen) => {
          setRecipe(chosen);
          setPreset('quick');
        }}
      />
      <div className="train-row">
        <span className="train-label">Preset</span>
        <PresetChoice plan={plan} preset={preset} onChoose={choosePreset} />
        <Backend />
      </div>
      {preset === 'custom' && custom !== null && (
        <CustomSettings settings={custom} onChange={setCustom} />
      )}
      <div className="train-row">
        <button
          type="button"
          className="primary"
          disabled={plan.hindrance !== null || isRunning || settings === undefined}
          aria-describedby="train-hindrance"
          onClick={() => settings && void startTraining(settings)}
        >
          <Play size={15} aria-hidden="true" /> Start
        </button>
        <span id="train-hindrance" className={plan.hindrance === null ? 'hint' : 'hindrance'}>
          {plan.hindrance ?? (isRunning ? 'One run at a time.' : `Teaches ${plan.regressor.name}.`)}
        </span>
      </div>
    </section>
  );
}

function settingsOf(
  { presets }: TrainingPlan,
  preset: PresetName,
  custom: TrainingSettings | null,
): TrainingSettings | undefined {
  if (preset === 'custom') return custom ?? undefined;
  return presets.find(({ name }) => name === preset)?.settings;
}

function RecipeChoice(props: {
  readonly plan: TrainingPlan;
  readonly recipe: TrainingRecipe;
  onChoose(recipe: TrainingRecipe): void;
}) {
  const hindranceOf = (recipe: TrainingRecipe) =>
    props.plan.recipes.find((each) => each.recipe === recipe)?.hindrance ?? null;
  return (
    <fieldset className="recipes">
      <legend>What learns</legend>
      {RECIPES.map(([recipe, title, about]) => (
        <label key={recipe} className={recipe === props.recipe ? 'recipe chosen' : 'recipe'}>
          <input
            type="radio"
            name="recipe"
            checked={recipe === props.recipe}
            disabled={hindranceOf(recipe) !== null}
            onChange={() => props.onChoose(recipe)}
          />
          <span>
            <strong>{title}</strong>
            <span className="note">{hindranceOf(recipe) ?? about}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function PresetChoice(props: {
  readonly plan: TrainingPlan;
  readonly preset: PresetName;
  onChoose(preset: PresetName): void;
}) {
  const { presets, minutes } = props.plan;
  const choices = [
    ...presets.map(({ name, minutes: each }) => [name, each] as const),
    ['custom', minutes] as const,
  ];
  return (
    <div role="radiogroup" aria-label="Preset" className="presets">
      {choices.map(([name, each]) => (
        <label key={name} className="choice">
          <input
            type="radio"
            name="training-preset"
            checked={name === props.preset}
            onChange={() => props.onChoose(name)}
          />
          <span className="capital">{name}</span>
          {each !== null && <span className="note">{minutesText(each)}</span>}
        </label>
      ))}
    </div>
  );
}

function Backend() {
  const backend = useStudio(({ system }) => system?.backend);
  if (backend == null) return <span className="note">networks are starting …</span>;
  const name = backend.name === 'tensorflow' ? 'native TensorFlow' : backend.name;
  return (
    <span className="note backend-line">
      on {name} {backend.version}
    </span>
  );
}
