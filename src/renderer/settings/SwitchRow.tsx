import { SettingRow } from './SettingRow.tsx';

interface Props {
  readonly title: string;
  readonly about: string;
  readonly isOn: boolean;
  readonly byDefault: boolean;
  onChange(isOn: boolean): void;
}

/** A setting that is on or off. */
export function SwitchRow({ title, about, isOn, byDefault, onChange }: Props) {
  return (
    <SettingRow
      title={title}
      about={about}
      resetTo={isOn === byDefault ? undefined : byDefault ? 'on' : 'off'}
      onReset={() => onChange(byDefault)}
    >
      {(labelId) => (
        <input
          type="checkbox"
          aria-labelledby={labelId}
          checked={isOn}
          onChange={({ target }) => onChange(target.checked)}
        />
      )}
    </SettingRow>
  );
}
