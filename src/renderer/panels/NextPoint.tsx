/** Which point is worth placing next. */
import { MousePointerClick } from 'lucide-react';
import type { Person } from '../../contract/person.ts';
import { jointSetOf } from '../../core/keypoints/joint-sets.ts';
import { studio, useStudio } from '../state/studio-state.ts';

export function NextPoint({ person }: { person: Person }) {
  const isShown = useStudio((state) => state.showsUncertainty);
  const isCalibrated = useStudio(({ system }) => system?.bodyModel.isSmpl !== true);
  if (!isShown || person.fit === null) return null;
  return (
    <>
      {!isCalibrated && (
        <p className="next-point">
          How sure it is was not calibrated for this body: ± and ellipsoids are those of the
          embedded one.
        </p>
      )}
      <Proposal person={person} />
    </>
  );
}

function Proposal({ person }: { person: Person }) {
  const uncertainty = useStudio((state) => state.uncertainty);
  const known = uncertainty?.personId === person.id ? uncertainty.known : 'asked';
  if (known === 'asked') return <p className="next-point">Working out how sure the body is …</p>;
  if (known === 'failed') {
    return <p className="next-point">How sure the body is could not be worked out.</p>;
  }
  if (known.nextPoint === null) {
    return <p className="next-point">Every point in the picture is placed by hand.</p>;
  }
  const { point } = known.nextPoint;
  const name = jointSetOf(person.jointSet).pointNames[point] ?? `point ${point + 1}`;
  return (
    <p className="next-point">
      <MousePointerClick size={14} aria-hidden="true" /> Next: placing the{' '}
      <button type="button" onClick={() => studio.setState({ point })}>
        {name}
      </button>{' '}
      would shrink doubt most.
    </p>
  );
}
