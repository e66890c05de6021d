import { type KeyboardEvent, useEffect, useState } from 'react';

interface Props {
  readonly label: string;
  /** Undefined when nothing is set. */
  readonly value: number | undefined;
  readonly step: number;
  /** Undefined when the field was emptied. */
  onCommit(value: number | undefined): void;
}

/** A positive number: Enter or leaving sets it, an empty field releases it, Escape takes the typing back. */
export function NumberField({ label, value, step, onCommit }: Props) {
  const stored = value === undefined ? '' : String(Number(value.toFixed(2)));
  const [text, setText] = useState(stored);
  useEffect(() => setText(stored), [stored]);
  const commit = () => {
    if (text === stored) return;
    if (text !== '' && !(Number(text) > 0)) return setText(stored);
    onCommit(text === '' ? undefined : Number(text));
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key === 'Enter') commit();
    if (key === 'Escape') setText(stored);
  };
  return (
    <input
      type="number"
      className="number-field"
      min="0"
      step={step}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={onKeyDown}
      onBlur={commit}
    />
  );
}
