/** How the person is fitted; another choice fits again. */
import { type BodyFit, fitPreset, type Person } from '../../contract/person.ts';
import { refine } from '../state/editing.ts';

const MEANING = {
  anchored: 'near the regression, with the picture’s own camera',
  'spin-energy': 'SPIN’s energy, minimised',
  'spin-exact': 'SPIN’s SMPLify, step by step',
} as const;

export function PresetSelect({ person, fit }: { person: Person; fit: BodyFit }) {
  const { preset, spinScore } = fit;
  return (
    <>
      <label className="preset" title={MEANING[preset]}>
        fit:{' '}
        <select
          value={preset}
          onChange={({ target }) => void refine(person, fitPreset.parse(target.value))}
        >
          {fitPreset.options.map((option) => (
            <option key={option} value={option} title={MEANING[option]}>
              {option}
            </option>
          ))}
        </select>
      </label>
      {spinScore !== undefined && (
        <span title="Mean over SPIN’s 49 joints, pixels² of a 224 crop; SPIN trusts a fit below 100.">
          score {spinScore.toFixed(1)}
        </span>
      )}
    </>
  );
}
