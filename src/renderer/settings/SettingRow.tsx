import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';

interface Props {
  readonly title: string;
  /** What it does, in a sentence. */
  readonly about: string;
  /** Of the default, as it is shown; undefined while it is chosen. */
  readonly resetTo: string | undefined;
  onReset(): void;
  /** The control, which gets the title's id as its label. */
  children(labelId: string): ReactNode;
}

/** One setting with its way back to the default. */
export function SettingRow({ title, about, resetTo, onReset, children }: Props) {
  const id = useId();
  return (
    <div className="setting">
      <div className="setting-text">
        <span id={id}>{title}</span>
        <p className="note">{about}</p>
      </div>
      {resetTo !== undefined && (
        <button
          type="button"
          className="icon"
          aria-label={`${title}: back to ${resetTo}`}
          title={`Back to ${resetTo}`}
          onClick={onReset}
        >
          <RotateCcw size={14} aria-hidden="true" />
        </button>
      )}
      {children(id)}
    </div>
  );
}
