/** The body by itself, from the side that the image does not show. */
import { useEffect, useReducer, useRef } from 'react';
import type { Person } from '../../contract/person.ts';
import { usePanelSize } from '../canvas/use-panel-size.ts';
import { measureDraw } from '../state/drag-timing.ts';
import { otherBodyOf, shownBody } from '../state/shown-body.ts';
import {
  type BodyViewName,
  type StudioState,
  selectedPerson,
  studio,
  useStudio,
  VIEWS,
} from '../state/studio-state.ts';
import { toggleUncertainty } from '../state/uncertainty.ts';
import { BodyHandles } from './BodyHandles.tsx';
import { keysGoTo } from './body-keys.ts';
import { BodyView } from './body-view.ts';
import { turningHand } from './turning-hand.ts';
import { useBody } from './use-body.ts';
import { useBodyGestures } from './use-body-gestures.ts';
import { useEllipsoids } from './use-ellipsoids.ts';

export function BodyPanel() {
  const view = useStudio((state) => state.view);
  const refining = useStudio(
    (state) => state.personId !== null && state.refining.has(state.personId),
  );
  const showsUncertainty = useStudio((state) => state.showsUncertainty);
  const hint = useStudio((state) => hintOf(state, selectedPerson(state)));
  const isRegressed = useStudio((state) => selectedPerson(state)?.regression != null);
  return (
    <section className="panel body-panel" aria-label="Body">
      <header className="panel-header">
        <h2>Body</h2>
        {refining && <span className="busy">fitting …</span>}
        <button
          type="button"
          className="doubt"
          aria-pressed={showsUncertainty}
          title="How sure the body is: each joint lies in its ellipsoid in 95 % of all cases (I)"
          onClick={toggleUncertainty}
        >
          ± sure
        </button>
        <div role="toolbar" aria-label="Side of the body" className="segments">
          {VIEWS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={name === view}
              onClick={() => studio.setState({ view: name })}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      <div className="body-stage">
        <BodyCanvas view={view} />
        {hint && <p className={isRegressed ? 'hint aside' : 'hint'}>{hint}</p>}
      </div>
    </section>
  );
}

/** What stands in the place of a fitted body. */
function hintOf(state: StudioState, person: Person | undefined): string | undefined {
  const other = person && otherBodyOf(state, person);
  if (other !== undefined) return `Fitted with another body: ${other}. R fits this project’s.`;
  if (person?.fit != null) return undefined;
  return person?.regression == null ? 'No fit yet.' : 'As the regressor says. R fits.';
}

function BodyCanvas({ view }: { view: BodyViewName }) {
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const shown = useRef<BodyView | null>(null);
  const size = usePanelSize(stage);
  const model = useBody();
  const [, drawn] = useReducer((count: number) => count + 1, 0);
  const handle = useStudio((state) => state.handle);
  useBodyGestures(stage, shown);
  const fit = useStudio((state) => {
    const person = selectedPerson(state);
    return person === undefined ? null : shownBody(state, person);
  });
  useEffect(() => {
    if (canvas.current === null || model === undefined) return;
    shown.current = new BodyView(canvas.current, model, turningHand(shown), drawn);
    keysGoTo(shown.current);
    return () => {
      keysGoTo(null);
      shown.current?.dispose();
      shown.current = null;
    };
  }, [model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was just made needs its size
  useEffect(() => {
    if (size.width > 0) shown.current?.resize(size.width, size.height);
  }, [size, model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was just made needs its body
  useEffect(() => {
    shown.current?.show(fit);
    measureDraw('body', studio.getState().gesture?.fitTiming);
  }, [fit, model]);
  const ellipsoids = useEllipsoids(model);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was just made needs them
  useEffect(() => shown.current?.showEllipsoids(ellipsoids), [ellipsoids, model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was just made looks there
  useEffect(() => shown.current?.look(view), [view, model]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a view that was just made shows its rings
  useEffect(() => shown.current?.choose(handle), [handle, model]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it takes keys
    <div ref={stage} className="stage" tabIndex={0} data-body-view>
      <canvas ref={canvas} role="img" aria-label={`Body from the ${view}; arrows turn it`} />
      {fit !== null && <BodyHandles view={shown} />}
    </div>
  );
}
