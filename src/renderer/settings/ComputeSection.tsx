/** What the networks run on, whether it computes rightly, and what it is good for. */
import { Check, Minus } from 'lucide-react';
import { DEFAULT_SETTINGS, type Settings, settings } from '../../contract/settings.ts';
import type { BackendInfo } from '../../contract/system.ts';
import { changeSettings } from '../state/settings.ts';
import { useStudio } from '../state/studio-state.ts';
import { NativeOffer } from './NativeOffer.tsx';
import { SettingRow } from './SettingRow.tsx';

type Choice = Settings['compute']['backend'];

const CHOICES: Readonly<Record<Choice, string>> = {
  auto: 'The fastest that works',
  tensorflow: 'TensorFlow, native',
  wasm: 'WebAssembly',
};
const NAMES: Readonly<Record<BackendInfo['name'], string>> = {
  tensorflow: 'TensorFlow, native',
  wasm: 'WebAssembly',
  cpu: 'Plain JavaScript',
};
const ABILITIES = [
  ['predicts', 'Finds people and regresses their bodies'],
  ['trainsHeads', 'Trains the regressor, or a network’s head on kept features'],
  ['trainsConvolutions', 'Trains a whole network with its convolutions'],
] as const;

export function ComputeSection() {
  const backend = useStudio(({ system }) => system?.backend);
  const isNativeWanted = useStudio(({ settings }) => settings.values.compute.backend !== 'wasm');
  return (
    <>
      <BackendChoice />
      {backend == null ? (
        <p role="status">The compute process is starting …</p>
      ) : (
        <ActiveBackend backend={backend} />
      )}
      {isNativeWanted && backend != null && backend.name !== 'tensorflow' && <NativeOffer />}
    </>
  );
}

function BackendChoice() {
  const { backend } = useStudio((state) => state.settings.values.compute);
  const byDefault = DEFAULT_SETTINGS.compute.backend;
  const choose = (value: string) => {
    const compute = settings.shape.compute.parse({ backend: value });
    void changeSettings({ compute });
  };
  return (
    <SettingRow
      title="Networks run on"
      about="What cannot be had is left for the next one. Work under way ends where it began."
      resetTo={backend === byDefault ? undefined : CHOICES[byDefault]}
      onReset={() => choose(byDefault)}
    >
      {(labelId) => (
        <select
          aria-labelledby={labelId}
          value={backend}
          onChange={({ target }) => choose(target.value)}
        >
          {Object.entries(CHOICES).map(([choice, title]) => (
            <option key={choice} value={choice}>
              {title}
            </option>
          ))}
        </select>
      )}
    </SettingRow>
  );
}

function ActiveBackend({ backend }: { backend: BackendInfo }) {
  const { name, version, versions, selfTest, capabilities, notes } = backend;
  return (
    <section className="backend" aria-label="In use">
      <h3>
        {NAMES[name]} <span className="tag">in use</span>
      </h3>
      <dl>
        <dt>Versions</dt>
        <dd>
          {name === 'tensorflow' && `TensorFlow ${version}, `}tfjs {versions.tfjs}, Node{' '}
          {versions.node}
        </dd>
        <dt>Self-test</dt>
        <dd>
          {selfTest.passed ? 'passed' : 'failed'} in {selfTest.milliseconds} ms, at most{' '}
          {selfTest.maxError.toExponential(1)} from double precision
        </dd>
      </dl>
      <ul className="abilities">
        {ABILITIES.map(([ability, title]) => (
          <li key={ability} className={capabilities[ability] ? 'yes' : 'no'}>
            {capabilities[ability] ? (
              <Check size={15} aria-hidden="true" />
            ) : (
              <Minus size={15} aria-hidden="true" />
            )}
            {title}
            {!capabilities[ability] && ': needs the native library'}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} className="note">
          {note}
        </p>
      ))}
    </section>
  );
}
