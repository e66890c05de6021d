/** The people of the picture, and the points of the one that is worked on. */
import { Trash2 } from 'lucide-react';
import type { Keypoint } from '../../contract/keypoint.ts';
import type { Person } from '../../contract/person.ts';
import { FIT_USE_REASONS, fitUseOf } from '../../core/keypoints/fit-use.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { StateMark } from '../images/StateMark.tsx';
import { removeSelected } from '../state/deciding.ts';
import { mergePair, percent, suggestedPair } from '../state/pose-edits.ts';
import { selectedPerson, shownPerson, studio, useStudio } from '../state/studio-state.ts';
import { CameraField } from './CameraField.tsx';
import { ConstraintList } from './ConstraintList.tsx';
import { MeasurementTable } from './MeasurementTable.tsx';
import { NextPoint } from './NextPoint.tsx';
import { PresetSelect } from './PresetSelect.tsx';
import { type PlusMinus, placePlusMinus } from './plus-minus.ts';

export function PersonPanel() {
  const people = useStudio((state) => state.people);
  const person = useStudio(selectedPerson);
  return (
    <section className="panel person-panel" aria-label="Person">
      <header className="panel-header">
        <h2>People</h2>
        <div role="toolbar" aria-label="People of the picture" className="segments">
          {people.map(({ id, state }, i) => (
            <button
              key={id}
              type="button"
              aria-pressed={id === person?.id}
              onClick={() => studio.setState({ personId: id, point: null })}
            >
              P{i + 1} <StateMark state={state} />
            </button>
          ))}
          <button
            type="button"
            title="New person by box (B)"
            onClick={() => studio.setState({ isDrawingBox: true })}
          >
            + box
          </button>
          {person && (
            <button
              type="button"
              className="icon"
              aria-label="Delete the person"
              title="Delete the person (Delete)"
              onClick={() => void removeSelected()}
            >
              <Trash2 size={14} aria-hidden="true" />
            </button>
          )}
        </div>
      </header>
      <Twice />
      {person === undefined ? (
        <p className="hint">Nobody is selected.</p>
      ) : (
        <Points person={person} />
      )}
    </section>
  );
}

/** From here on two people are offered as one. */
const LIKELY_ONE = 0.5;

function Twice() {
  const people = useStudio((state) => state.people);
  const personId = useStudio((state) => state.personId);
  const found = suggestedPair({ people, personId });
  if (found === undefined || found.overlap < LIKELY_ONE) return null;
  const [a, b] = found.pair.map(({ id }) => 1 + people.findIndex((one) => one.id === id));
  return (
    <p className="twice">
      P{a} and P{b} overlap {percent(found.overlap)}: one person?{' '}
      <button type="button" title="Merge two people (Shift+M)" onClick={() => void mergePair()}>
        Merge
      </button>
    </p>
  );
}

function Points({ person }: { person: Person }) {
  const gesture = useStudio((state) => state.gesture);
  const point = useStudio((state) => state.point);
  const { keypoints, fit } = shownPerson({ ...studio.getState(), gesture }, person);
  const uncertainty = useStudio((state) => state.uncertainty);
  const known = uncertainty?.personId === person.id ? uncertainty.known : 'asked';
  const { pointNames, landmarks } = jointSetOf(person.jointSet);
  return (
    <div className="points">
      <p className="summary">
        <StateMark state={person.state} /> {person.state}
        {fit !== null && (
          <>
            {' '}
            ·{' '}
            <span title={`Body: ${fit.bodyModel.name}`}>
              <strong>{fit.meanErrorPx.toFixed(1)} px</strong> mean error
            </span>{' '}
            · <PresetSelect person={person} fit={fit} />
          </>
        )}
      </p>
      <ConstraintList person={person} fit={fit} />
      <MeasurementTable person={person} fit={fit} />
      <CameraField person={person} />
      <NextPoint person={person} />
      <table>
        <thead>
          <tr>
            <th scope="col">joint</th>
            <th scope="col">seen</th>
            <th scope="col">weight</th>
            <th scope="col" className="number">
              px
            </th>
            <th
              scope="col"
              className="number"
              title="Depth from the pelvis: 68 % of all cases lie within"
            >
              ± cm
            </th>
          </tr>
        </thead>
        <tbody>
          {keypoints.map((keypoint, i) => (
            <PointRow
              key={pointNames[i]}
              name={pointNames[i] ?? ''}
              keypoint={keypoint}
              reason={FIT_USE_REASONS[fitUseOf(person.jointSet, keypoint, i)]}
              errorPx={fit?.errorsPx[i] ?? null}
              plusMinus={fit === null ? null : placePlusMinus(known, landmarks[i] ?? 0)}
              isChosen={i === point}
              onChoose={() => studio.setState({ point: i })}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface PointRowProps {
  readonly name: string;
  readonly keypoint: Keypoint;
  /** Why the fit does not bend the body by it; empty when it does. */
  readonly reason: string;
  readonly errorPx: number | null;
  readonly plusMinus: PlusMinus | null;
  readonly isChosen: boolean;
  onChoose(): void;
}

function PointRow({
  name,
  keypoint,
  reason,
  errorPx,
  plusMinus,
  isChosen,
  onChoose,
}: PointRowProps) {
  const { visibility, use, source, confidence } = keypoint;
  const origin =
    source === 'hand' ? 'placed by hand' : `detector, ${Math.round(100 * confidence)} %`;
  return (
    <tr className={isChosen ? 'chosen' : undefined} title={origin}>
      <th scope="row">
        <button type="button" onClick={onChoose} aria-pressed={isChosen}>
          {name}
          {source === 'hand' && <span className="by-hand"> ✎</span>}
        </button>
      </th>
      <td>
        <SeenMark visibility={visibility} /> {visibility}
      </td>
      <td title={reason === '' ? undefined : reason}>
        {reason !== '' && use === 'normal' ? '◇ unused' : `${USE_SIGNS[use]}${use}`}
      </td>
      <td className="number">{errorPx === null ? '–' : errorPx.toFixed(1)}</td>
      <td className="number" title={plusMinus?.title}>
        {plusMinus?.text ?? '–'}
      </td>
    </tr>
  );
}

const USE_SIGNS = { normal: '', pinned: '⊤ ', ignored: '⧵ ' };

/** As the point looks on the picture: whole, dashed, a ghost. */
function SeenMark({ visibility }: Pick<Keypoint, 'visibility'>) {
  return (
    <svg className={`seen-mark ${visibility}`} viewBox="-7 -7 14 14" aria-hidden="true">
      <circle r={5} />
    </svg>
  );
}
