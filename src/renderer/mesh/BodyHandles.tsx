/** The body's joints over its view: buttons for keys and readers, marks for the eye. */
import type { RefObject } from 'react';
import type { Constraints } from '../../contract/constraints.ts';
import { landmarkName } from '../state/posing.ts';
import { selectedPerson, shownPerson, studio, useStudio } from '../state/studio-state.ts';
import type { BodyView } from './body-view.ts';
import { HANDLES } from './handles.ts';
import { shortfall } from './missed-places.ts';
import { type Place, panelPoint } from './view-geometry.ts';

export function BodyHandles({ view }: { view: RefObject<BodyView | null> }) {
  const chosen = useStudio((state) => state.handle);
  const isHidden = useStudio((state) => !state.showOverlays || state.isPeeking);
  const constraints = useStudio((state) => {
    const person = selectedPerson(state);
    return person && shownPerson(state, person).constraints;
  });
  const { current } = view;
  if (current === null || constraints === undefined || isHidden) return null;
  const { targets } = constraints;
  return (
    <div className="body-handles">
      <svg aria-hidden="true">
        {targets.map((target) => (
          <Pin key={target.landmark} view={current} target={target} />
        ))}
      </svg>
      {HANDLES.map((joint) => (
        <Handle key={joint} view={current} joint={joint} chosen={chosen} />
      ))}
      {targets.map((target) => (
        <Short key={target.landmark} view={current} target={target} />
      ))}
    </div>
  );
}

function Handle(props: { view: BodyView; joint: number; chosen: number | null }) {
  const { view, joint, chosen } = props;
  const point = panelPoint(view.eye, view.panel, view.place(joint));
  if (point === undefined) return null;
  const name = landmarkName(joint);
  const side = name.split(' ')[0] ?? '';
  return (
    <button
      type="button"
      className={`body-handle ${side}${joint === chosen ? ' chosen' : ''}`}
      style={{ translate: `${point.x}px ${point.y}px` }}
      tabIndex={joint === (chosen ?? HANDLES[0]) ? 0 : -1}
      aria-label={`${name} in 3D`}
      aria-pressed={joint === chosen}
      data-joint={joint}
      onFocus={() => studio.setState({ handle: joint })}
    >
      <span className="name">{name}</span>
    </button>
  );
}

interface Target {
  readonly view: BodyView;
  readonly target: Constraints['targets'][number];
}

/** Where the joint was put, and the way that it has not come. */
function Pin({ view, target }: Target) {
  const pin = panelPoint(view.eye, view.panel, placeOf(view, target));
  const joint = panelPoint(view.eye, view.panel, view.place(target.landmark));
  if (pin === undefined || joint === undefined) return null;
  return (
    <>
      <line className="pin-line" x1={joint.x} y1={joint.y} x2={pin.x} y2={pin.y} />
      <path
        className="pin"
        d="M0 -5 L5 0 L0 5 L-5 0 Z"
        transform={`translate(${pin.x} ${pin.y})`}
      />
    </>
  );
}

function Short({ view, target }: Target) {
  const place = view.place(target.landmark);
  const wanted = placeOf(view, target);
  const words = shortfall(Math.hypot(...wanted.map((value, i) => value - (place[i] ?? 0))));
  const joint = panelPoint(view.eye, view.panel, place);
  if (words === undefined || joint === undefined) return null;
  return (
    <output className="short-chip" style={{ translate: `${joint.x}px ${joint.y}px` }}>
      {landmarkName(target.landmark)}: {words}
    </output>
  );
}

function placeOf(view: BodyView, { landmark, position }: Target['target']): Place {
  return view.toCamera(landmark, position);
}
