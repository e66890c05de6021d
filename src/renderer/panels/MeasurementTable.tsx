/** What a tape would say of the body, and what somebody knows of the person. */
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { BodyFit, Person } from '../../contract/person.ts';
import { LENGTH_TITLES, LENGTHS, type LengthName } from '../../core/body/measurement-names.ts';
import {
  type BodyMeasures,
  measureBody,
  measureLength,
  prepareMeasures,
} from '../../core/body/measurements.ts';
import { useBody } from '../mesh/use-body.ts';
import { setKnownLength } from '../state/known-lengths.ts';

export function MeasurementTable({ person, fit }: { person: Person; fit: BodyFit | null }) {
  const model = useBody();
  const measures = useMemo(() => model && prepareMeasures(model), [model]);
  const [isOpen, setOpen] = useState(false);
  if (measures === undefined || fit === null) return null;
  const heightCm = 100 * measureLength(measures, 'height', fit.betas);
  const { length: known } = person.constraints.measurements;
  return (
    <details className="measurements" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        Measurements · {heightCm.toFixed(1)} cm tall{known > 0 && ` · ${known} known`}
      </summary>
      {isOpen && <Rows person={person} fit={fit} measures={measures} />}
    </details>
  );
}

function Rows(props: { person: Person; fit: BodyFit; measures: BodyMeasures }) {
  const { person, fit, measures } = props;
  const { volume, mass, ...lengths } = measureBody(measures, fit.betas);
  const known = new Map(person.constraints.measurements.map(({ name, metres }) => [name, metres]));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">T-pose</th>
          <th scope="col" className="number">
            body
          </th>
          <th scope="col">known, cm</th>
        </tr>
      </thead>
      <tbody>
        {LENGTHS.map((name) => (
          <tr key={name} className={known.has(name) ? 'chosen' : undefined}>
            <th scope="row">{LENGTH_TITLES[name]}</th>
            <td className="number">{(100 * lengths[name]).toFixed(1)} cm</td>
            <td>
              <KnownField key={person.id} name={name} metres={known.get(name)} />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">volume</th>
          <td className="number">{(1000 * volume).toFixed(1)} l</td>
          <td />
        </tr>
        <tr>
          <th scope="row">mass</th>
          <td className="number">{mass.toFixed(1)} kg</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

/** Enter or leaving sets the length, an empty field releases it, Escape takes the typing back. */
function KnownField({ name, metres }: { name: LengthName; metres: number | undefined }) {
  const stored = metres === undefined ? '' : String(Number((100 * metres).toFixed(2)));
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  const commit = () => {
    const centimetres = Number(text);
    if (text === stored) return;
    if (text !== '' && !(centimetres > 0)) return setText(stored);
    void setKnownLength(name, text === '' ? undefined : centimetres / 100);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') commit();
    if (key === 'Escape') setText(stored);
  };
  return (
    <input
      type="number"
      min="1"
      step="0.1"
      aria-label={`Known ${LENGTH_TITLES[name]}, cm`}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
