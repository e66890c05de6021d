import { useId } from 'react';
import { type TrainingSettings, trainingSettings } from '../../contract/training.ts';

const FIELDS = [
  ['epochs', 'Epochs', 'at most'],
  ['patience', 'Patience', 'epochs without a better one'],
  ['batchSize', 'Batch', 'people a step'],
  ['learningRate', 'Learning rate', 'of a step'],
  ['seed', 'Seed', 'for the order of people'],
] as const;

/** The numbers themselves; one that cannot be is said in its field and not taken. */
export function CustomSettings(props: {
  readonly settings: TrainingSettings;
  onChange(settings: TrainingSettings): void;
}) {
  const { settings, onChange } = props;
  return (
    <div className="custom-settings">
      {FIELDS.map(([name, title, about]) => (
        <NumberInput
          key={name}
          title={title}
          about={about}
          value={settings[name]}
          isValid={(value) => trainingSettings.shape[name].safeParse(value).success}
          onChange={(value) => onChange({ ...settings, [name]: value })}
        />
      ))}
      <label className="choice">
        <input
          type="checkbox"
          checked={settings.useUntouched}
          onChange={({ target }) => onChange({ ...settings, useUntouched: target.checked })}
        />
        Untouched people learn along, by their best fits
      </label>
    </div>
  );
}

function NumberInput(props: {
  readonly title: string;
  readonly about: string;
  readonly value: number;
  isValid(value: number): boolean;
  onChange(value: number): void;
}) {
  const id = useId();
  const take = (input: HTMLInputElement) => {
    const value = Number(input.value);
    const isValid = input.value.trim() !== '' && props.isValid(value);
    input.setAttribute('aria-invalid', String(!isValid));
    if (isValid) props.onChange(value);
  };
  return (
    <div className="number-input">
      <label htmlFor={id}>{props.title}</label>
      <input
        id={id}
        inputMode="decimal"
        defaultValue={props.value}
        onChange={({ target }) => take(target)}
        onBlur={({ target }) => {
          target.value = String(props.value);
          target.setAttribute('aria-invalid', 'false');
        }}
      />
      <span className="note">{props.about}</span>
    </div>
  );
}
