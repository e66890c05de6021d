/** What is said beside the state: mark, note, and why somebody was rejected. */
import { Flag, NotebookPen } from 'lucide-react';
import { useState } from 'react';
import { closeNote, giveReason, openNote, REASONS, setNote, toggleMark } from '../state/review.ts';
import { selectedPerson, useStudio } from '../state/studio-state.ts';

export function Flags() {
  const person = useStudio(selectedPerson);
  const isNoting = useStudio((state) => state.isNoting);
  if (person === undefined) return null;
  return (
    <>
      <button
        type="button"
        aria-pressed={person.marked === true}
        title="To come back to (M)"
        onClick={() => void toggleMark()}
      >
        <Flag size={15} aria-hidden="true" /> {person.marked ? 'Marked' : 'Mark'} <kbd>M</kbd>
      </button>
      {isNoting ? (
        <NoteField key={person.id} note={person.note ?? ''} />
      ) : (
        <button
          type="button"
          className="note"
          title={person.note ?? 'A note on this person (N)'}
          onClick={() => openNote()}
        >
          <NotebookPen size={15} aria-hidden="true" />
          <span className="note-text">{person.note ?? 'Note'}</span> <kbd>N</kbd>
        </button>
      )}
    </>
  );
}

function NoteField({ note }: { note: string }) {
  const [text, setText] = useState(note);
  const close = (isKept: boolean) => {
    if (isKept) void setNote(text);
    closeNote();
  };
  return (
    <input
      className="note-field"
      aria-label="Note on this person"
      placeholder="Note, Enter keeps it"
      maxLength={2000}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: N asks for it
      autoFocus
      onChange={(event) => setText(event.target.value)}
      onBlur={() => close(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter' || event.key === 'Escape') close(event.key === 'Enter');
      }}
    />
  );
}

/** Why, after the fact. */
export function Reasons() {
  const reason = useStudio((state) => selectedPerson(state)?.reason);
  return (
    <select
      aria-label="Reason of the rejection"
      title="Shift+1 … 6"
      value={reason ?? ''}
      onChange={({ target }) => void giveReason(target.selectedIndex - 1)}
    >
      <option value="" disabled>
        why?
      </option>
      {REASONS.map((text, i) => (
        <option key={text} value={text}>
          {text} (Shift+{i + 1})
        </option>
      ))}
    </select>
  );
}
