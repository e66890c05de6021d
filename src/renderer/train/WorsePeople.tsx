/** The people for whom the new model is worse, before and after, worst first. */
import { useEffect, useState } from 'react';
import type { ComparedPerson, TrainingRun } from '../../contract/training.ts';
import { counted } from '../../core/common/counted.ts';
import { useBody } from '../mesh/use-body.ts';
import { messageOf, say, useStudio } from '../state/studio-state.ts';
import { type BodyPair, drawBodyPair } from './body-pair.ts';
import { lookAt } from './DataLine.tsx';

const STEP = 8;

export function WorsePeople({ run }: { run: TrainingRun }) {
  const report = useStudio(({ training }) => training.report);
  const people = report?.id === run.id ? (report.report?.worsePeople ?? []) : [];
  const [isOpen, setOpen] = useState(false);
  const [count, setCount] = useState(STEP);
  const worse = run.report?.worse ?? 0;
  if (worse === 0) return null;
  return (
    <details className="worse" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Look at the {counted(worse, 'worse one')}</summary>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
        <section className="worse-strip" tabIndex={0} aria-label="Worse people">
          {people.slice(0, count).map((person) => (
            <Pair key={person.personId} person={person} />
          ))}
          {people.length > count && (
            <button type="button" onClick={() => setCount(count + STEP)}>
              {people.length - count} more
            </button>
          )}
        </section>
      )}
    </details>
  );
}

function Pair({ person }: { person: ComparedPerson }) {
  const pair = usePair(person);
  const { imageName, current, next } = person;
  return (
    <figure>
      <div className="pair">
        <Side title="current" errorPx={current.errorPx} picture={pair?.current} />
        <Side title="new" errorPx={next.errorPx} picture={pair?.next} />
      </div>
      <figcaption>
        <button type="button" className="link" onClick={() => void lookAt(person)}>
          {imageName}
        </button>
      </figcaption>
    </figure>
  );
}

function Side(props: { title: string; errorPx: number; picture: string | undefined }) {
  const words = `${props.title} ${props.errorPx.toFixed(1)} px`;
  return (
    <div className="side">
      {props.picture === undefined ? (
        <div className="blank" />
      ) : (
        <img src={props.picture} alt={`The body over the picture: ${words} off`} />
      )}
      <span>{words}</span>
    </div>
  );
}

function usePair(person: ComparedPerson): BodyPair | undefined {
  const model = useBody();
  const [pair, setPair] = useState<BodyPair>();
  useEffect(() => {
    if (model === undefined) return;
    const leaving = new AbortController();
    drawBodyPair(model, person, leaving.signal).then(setPair, (error: unknown) => {
      if (!leaving.signal.aborted) say('error', messageOf(error));
    });
    return () => leaving.abort();
  }, [model, person]);
  return pair;
}
