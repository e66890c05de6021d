/** Who is learnt from, who is only asked, and who is left out and why. */
import type { ExcludedPerson, TrainingPlan } from '../../contract/training.ts';
import { showWorkspace } from '../app/workspaces.ts';
import { openImage } from '../state/images.ts';
import { studio } from '../state/studio-state.ts';

const REASONS: Readonly<Record<ExcludedPerson['reason'], string>> = {
  'edited-after-acceptance': 'edited after acceptance',
  'no-body': 'no body',
  'other-body': 'fitted with another body or gender',
  'picture-gone': 'the picture is gone',
  'too-few-points': 'too few points',
};

/** @param learnsAlong whether untouched people do, by what is chosen */
export function DataLine({ plan, learnsAlong }: { plan: TrainingPlan; learnsAlong: boolean }) {
  const { accepted, heldOut, untouched, rejected, needed, excludedCount, withTruth } = plan;
  return (
    <div className="data-line">
      <dl>
        <Count
          title="accepted"
          value={accepted}
          about={`at least ${needed}`}
          isShort={accepted < needed}
        />
        <Count title="held out" value={heldOut} about="fixed by the picture, never taught" />
        <Count
          title="untouched"
          value={untouched}
          about={learnsAlong ? 'learn along' : 'learn along with SPIN or by choice'}
        />
        <Count title="rejected" value={rejected} about="never learnt from" />
        <Count title="with 3D truth" value={withTruth} about="of the held-out" />
      </dl>
      {excludedCount > 0 && <Excluded plan={plan} />}
    </div>
  );
}

function Count(props: { title: string; value: number; about: string; isShort?: boolean }) {
  return (
    <div className={props.isShort ? 'short' : undefined}>
      <dt>{props.title}</dt>
      <dd>
        <strong>{props.value}</strong> <span className="note">{props.about}</span>
      </dd>
    </div>
  );
}

function Excluded({ plan: { excluded, excludedCount } }: { plan: TrainingPlan }) {
  return (
    <details className="excluded">
      <summary>{excludedCount} excluded</summary>
      <ul>
        {excluded.map((person) => (
          <li key={person.personId}>
            <button type="button" className="link" onClick={() => void lookAt(person)}>
              {person.imageName}
            </button>{' '}
            <span className="note">{REASONS[person.reason]}</span>
          </li>
        ))}
        {excludedCount > excluded.length && (
          <li className="note">and {excludedCount - excluded.length} more</li>
        )}
      </ul>
    </details>
  );
}

/** Goes to the person, where it can be mended. */
export async function lookAt(person: { imageId: number; personId: number }): Promise<void> {
  showWorkspace('annotate');
  await openImage(person.imageId);
  studio.setState({ personId: person.personId, point: null });
}
