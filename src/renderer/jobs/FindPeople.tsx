/** Starts to look for people, in all pictures or some; who was touched by a hand is left alone. */
import { useState } from 'react';
import { findPeople, type PictureRange } from '../state/jobs.ts';
import { useStudio } from '../state/studio-state.ts';

type Kind = PictureRange['kind'];

export function FindPeople() {
  const count = useStudio(({ project }) => project?.imageCount ?? 0);
  const [kind, setKind] = useState<Kind>('all');
  const [first, setFirst] = useState(1);
  const [last, setLast] = useState(count);
  const start = () => void findPeople(kind === 'places' ? { kind, first, last } : { kind });
  const isEmpty = count === 0 || (kind === 'places' && !(first >= 1 && last >= first));
  return (
    <form
      className="find-people"
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <label>
        Find people in{' '}
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          <option value="all">all pictures</option>
          <option value="filtered">the filtered list</option>
          <option value="places">a range of the list</option>
        </select>
      </label>
      {kind === 'places' && (
        <>
          <PlaceField label="From" value={first} most={count} change={setFirst} />
          <PlaceField label="to" value={last} most={count} change={setLast} />
        </>
      )}
      <button type="submit" disabled={isEmpty}>
        Start
      </button>
    </form>
  );
}

interface Field {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  change(value: number): void;
}

function PlaceField({ label, value, most, change }: Field) {
  return (
    <label>
      {label}{' '}
      <input
        type="number"
        min={1}
        max={most}
        value={value}
        onChange={(event) => change(event.target.valueAsNumber || 1)}
      />
    </label>
  );
}
