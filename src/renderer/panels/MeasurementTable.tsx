/** What a tape would say of the body, and what somebody knows of the person. */
import { useMemo, useState } from 'react';
import type { BodyFit, Person } from '../../contract/person.ts';
import { LENGTH_TITLES, LENGTHS } from '../../core/body/measurement-names.ts';
import {
  type BodyMeasures,
  type Measurements,
  measureBody,
  measureLength,
  measurementSigmas,
  prepareMeasures,
} from '../../core/body/measurements.ts';
import { useBody } from '../mesh/use-body.ts';
import { setKnownLength } from '../state/known-lengths.ts';
import { knownUncertainty, useStudio } from '../state/studio-state.ts';
import { NumberField } from './NumberField.tsx';
import { measurePlusMinus } from './plus-minus.ts';

export function MeasurementTable({ person, fit }: { person: Person; fit: BodyFit | null }) {
  const model = useBody();
  const measures = useMemo(() => model && prepareMeasures(model), [model]);
  const [isOpen, setOpen] = useState(false);
  if (measures === undefined || fit === null || fit.bodyModel.hash !== model?.hash) return null;
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
  const sure = useStudio(knownUncertainty);
  const sigmas = sure && {
    within68: measurementSigmas(measures, fit.betas, sure.betas68),
    within95: measurementSigmas(measures, fit.betas, sure.betas95),
  };
  const known = new Map(person.constraints.measurements.map(({ name, metres }) => [name, metres]));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">T-pose</th>
          <th scope="col" className="number">
            body
          </th>
          <th scope="col" className="number" title="68 % of all cases lie within">
            ±
          </th>
          <th scope="col">known, cm</th>
        </tr>
      </thead>
      <tbody>
        {LENGTHS.map((name) => (
          <tr key={name} className={known.has(name) ? 'chosen' : undefined}>
            <th scope="row">{LENGTH_TITLES[name]}</th>
            <td className="number">{(100 * lengths[name]).toFixed(1)} cm</td>
            <PlusMinusCell sigmas={sigmas} name={name} factor={100} unit="cm" />
            <td>
              <NumberField
                key={person.id}
                label={`Known ${LENGTH_TITLES[name]}, cm`}
                value={inCentimetres(known.get(name))}
                step={0.1}
                onCommit={(cm) => void setKnownLength(name, cm && cm / 100)}
              />
            </td>
          </tr>
        ))}
        <tr>
          <th scope="row">volume</th>
          <td className="number">{(1000 * volume).toFixed(1)} l</td>
          <PlusMinusCell sigmas={sigmas} name="volume" factor={1000} unit="l" />
          <td />
        </tr>
        <tr>
          <th scope="row">mass</th>
          <td className="number">{mass.toFixed(1)} kg</td>
          <PlusMinusCell sigmas={sigmas} name="mass" factor={1} unit="kg" />
          <td />
        </tr>
      </tbody>
    </table>
  );
}

interface PlusMinusProps {
  readonly sigmas: { readonly within68: Measurements; readonly within95: Measurements } | undefined;
  readonly name: keyof Measurements;
  readonly factor: number;
  readonly unit: string;
}

function PlusMinusCell({ sigmas, name, factor, unit }: PlusMinusProps) {
  const within = sigmas && [factor * sigmas.within68[name], factor * sigmas.within95[name]];
  const { text, title } = measurePlusMinus(within, unit);
  return (
    <td className="number" title={title}>
      {text}
    </td>
  );
}

function inCentimetres(metres: number | undefined): number | undefined {
  return metres === undefined ? undefined : 100 * metres;
}
