/** Who is next and why: the queue in place of the list of pictures. */
import { useEffect, useState } from 'react';
import type { ReviewEntry, ReviewIssue } from '../../contract/review.ts';
import { StateMark } from '../images/StateMark.tsx';
import { goToEntry, setOrder, toggleIssue } from '../state/review.ts';
import { useStudio } from '../state/studio-state.ts';
import { useRem } from '../styles/use-rem.ts';
import { BulkAccept } from './BulkAccept.tsx';
import { Pace } from './Pace.tsx';
import { useQueuePage } from './use-queue-page.ts';

const ORDERS = [
  ['worst', 'Worst first'],
  ['useful', 'Most useful'],
  ['random', 'Random'],
] as const;

const ISSUE_WORDS: Readonly<Record<ReviewIssue, string>> = {
  'left-right-swap': 'left/right',
  duplicate: 'twice',
  'limb-ratio': 'limb length',
  'joint-limit': 'joint limit',
  'outside-image': 'outside',
  marked: 'marked',
  noted: 'noted',
  stale: 'stale',
};

export function ReviewQueue() {
  const queue = useStudio(({ review }) => review.queue);
  const audit = useStudio(({ review }) => review.audit);
  return (
    <section className="panel review-queue" aria-label="Review queue">
      <header className="panel-header">
        <h2>{audit === null ? 'Queue' : 'Audit sample'}</h2>
        <span className="count">{queue?.total.toLocaleString('en') ?? ''}</span>
      </header>
      {audit === null && <Choice />}
      <Pace />
      <Rows />
      <BulkAccept />
    </section>
  );
}

function Choice() {
  const order = useStudio(({ review }) => review.choice.order);
  return (
    <div className="filter">
      <select
        aria-label="Order"
        value={order}
        onChange={({ target }) => void setOrder(ORDERS[target.selectedIndex]?.[0] ?? 'worst')}
      >
        {ORDERS.map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
      <Issues />
    </div>
  );
}

function Issues() {
  const issues = useStudio(({ review }) => review.queue?.issues);
  const chosen = useStudio(({ review }) => review.choice.issues);
  const present = (Object.keys(ISSUE_WORDS) as ReviewIssue[]).filter(
    (issue) => (issues?.[issue] ?? 0) > 0 || chosen.includes(issue),
  );
  return (
    <fieldset className="chips" aria-label="Issues">
      {present.map((issue) => (
        <button
          key={issue}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(issue)}
          onClick={() => void toggleIssue(issue)}
        >
          {ISSUE_WORDS[issue]} {issues?.[issue] ?? 0}
        </button>
      ))}
    </fieldset>
  );
}

const ROW_REM = 3.625;

/** A window on the queue round the place that is scrolled to. */
function Rows() {
  const total = useStudio(({ review }) => review.queue?.total ?? 0);
  const openIndex = useStudio(({ review }) => review.entry?.index);
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const [top, setTop] = useState(0);
  const rowPx = ROW_REM * useRem();
  const rows = useQueuePage(Math.floor(top / rowPx));
  useEffect(() => {
    if (list === null || openIndex === undefined) return;
    const [from, to] = [list.scrollTop, list.scrollTop + list.clientHeight - rowPx];
    const at = openIndex * rowPx;
    if (at < from || at > to) list.scrollTop = at - rowPx;
  }, [list, openIndex, rowPx]);
  if (total === 0) return <p className="hint">Nobody is left here. Export, or audit 20.</p>;
  return (
    <div
      ref={setList}
      className="rows"
      role="listbox"
      aria-label="People to review"
      tabIndex={0}
      aria-activedescendant={openIndex === undefined ? undefined : `queued-${openIndex}`}
      data-canvas
      onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}
    >
      <div style={{ height: total * rowPx, position: 'relative' }}>
        {rows.map((entry) => (
          <Row
            key={entry.personId}
            entry={entry}
            isOpen={entry.index === openIndex}
            total={total}
          />
        ))}
      </div>
    </div>
  );
}

function Row({ entry, isOpen, total }: { entry: ReviewEntry; isOpen: boolean; total: number }) {
  const isDone = entry.state === 'accepted' || entry.state === 'rejected';
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, the option is active in it
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter, X and U go through the queue
    <div
      id={`queued-${entry.index}`}
      role="option"
      aria-selected={isOpen}
      aria-posinset={entry.index + 1}
      aria-setsize={total}
      className={isDone ? 'row done' : 'row'}
      style={{ transform: `translateY(${entry.index * ROW_REM}rem)` }}
      onClick={() => void goToEntry(entry)}
    >
      <img src={`/images/${entry.imageId}?side=160`} alt="" loading="lazy" decoding="async" />
      <div className="row-text">
        <span className="row-name" title={entry.imageName}>
          {entry.imageName.split('/').at(-1)}
        </span>
        <span className="row-why" title={entry.why}>
          {entry.why}
        </span>
      </div>
      {entry.issues.includes('marked') && <span className="flag" title="marked" />}
      <StateMark state={entry.state} />
    </div>
  );
}
