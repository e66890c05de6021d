/** How the page looks. */
import { DEFAULT_SETTINGS, type Settings, TEXT_SIZES, THEMES } from '../../contract/settings.ts';
import { resetDesks } from '../app/desk-layout.ts';
import { changeSettings } from '../state/settings.ts';
import { useStudio } from '../state/studio-state.ts';
import { SettingRow } from './SettingRow.tsx';

type Look = Settings['look'];

const THEME_NAMES: Readonly<Record<Look['theme'], string>> = {
  dark: 'Dark',
  light: 'Light',
  system: 'As the system',
  contrast: 'High contrast',
};

export function LookSection() {
  const { theme, textSize } = useStudio((state) => state.settings.values.look);
  return (
    <>
      <ChoiceRow
        title="Theme"
        about="The surround of pictures stays a neutral grey in each. A system that asks for more contrast gets it in every theme."
        value={theme}
        byDefault={DEFAULT_SETTINGS.look.theme}
        choices={THEMES.map((value) => ({ value, name: THEME_NAMES[value] }))}
        onChange={(chosen) => void changeSettings({ look: { theme: chosen } })}
      />
      <ChoiceRow
        title="Text size"
        about="Of all text and buttons; pictures and bodies keep their size."
        value={textSize}
        byDefault={DEFAULT_SETTINGS.look.textSize}
        choices={TEXT_SIZES.map((value) => ({ value, name: `${value} %` }))}
        onChange={(chosen) => void changeSettings({ look: { textSize: chosen } })}
      />
      <SettingRow
        title="Sizes of the panels"
        about="Kept for each workspace. Borders are dragged, or moved by arrow keys once Tab has come to them."
        resetTo={undefined}
        onReset={resetDesks}
      >
        {() => (
          <button type="button" onClick={resetDesks}>
            Reset
          </button>
        )}
      </SettingRow>
    </>
  );
}

interface ChoiceProps<Value> {
  readonly title: string;
  readonly about: string;
  readonly value: Value;
  readonly byDefault: Value;
  readonly choices: readonly { readonly value: Value; readonly name: string }[];
  onChange(value: Value): void;
}

function ChoiceRow<Value extends string | number>(props: ChoiceProps<Value>) {
  const { title, about, value, byDefault, choices, onChange } = props;
  const nameOf = (wanted: Value) => choices.find((each) => each.value === wanted)?.name;
  return (
    <SettingRow
      title={title}
      about={about}
      resetTo={value === byDefault ? undefined : nameOf(byDefault)}
      onReset={() => onChange(byDefault)}
    >
      {(labelId) => (
        <select
          aria-labelledby={labelId}
          value={value}
          onChange={({ target }) => {
            const chosen = choices[target.selectedIndex];
            if (chosen !== undefined) onChange(chosen.value);
          }}
        >
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.name}
            </option>
          ))}
        </select>
      )}
    </SettingRow>
  );
}
