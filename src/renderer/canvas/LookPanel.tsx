/** Brightness and contrast of the picture, where they are not as they were. They stay for the next picture. */
import { resetLook } from '../state/looking.ts';
import { studio, useStudio } from '../state/studio-state.ts';

const SLIDERS = ['brightness', 'contrast'] as const;

export function LookPanel() {
  const look = useStudio((state) => state.look);
  if (look.brightness === 1 && look.contrast === 1) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: no form, so no fieldset
    <div className="look-panel" role="group" aria-label="Look of the picture" data-own-pointer>
      {SLIDERS.map((what) => (
        <label key={what}>
          {what}
          <input
            type="range"
            min={0.2}
            max={5}
            step={0.05}
            value={look[what]}
            onChange={({ target }) =>
              studio.setState({ look: { ...look, [what]: Number(target.value) } })
            }
          />
          <output>{Math.round(100 * look[what])} %</output>
        </label>
      ))}
      <button type="button" onClick={resetLook}>
        Reset
      </button>
    </div>
  );
}
