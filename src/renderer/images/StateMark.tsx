import type { ImageState } from '../../contract/image.ts';

const WORDS: Readonly<Record<ImageState, string>> = {
  unlabelled: 'unlabelled',
  predicted: 'predicted',
  edited: 'edited',
  fitted: 'fitted',
  accepted: 'accepted',
  rejected: 'rejected',
  nobody: 'nobody found',
  empty: 'nobody here',
  problem: 'cannot be used',
};

/** One shape for each state: told by form and word, not by colour alone. */
export function StateMark({ state }: { state: ImageState }) {
  return (
    <svg className={`state-mark ${state}`} viewBox="0 0 16 16" role="img" aria-label={WORDS[state]}>
      <title>{WORDS[state]}</title>
      {shapeOf(state)}
    </svg>
  );
}

function shapeOf(state: ImageState) {
  switch (state) {
    case 'unlabelled':
      return <circle cx="8" cy="8" r="5" />;
    case 'predicted':
      return <circle cx="8" cy="8" r="5" strokeDasharray="2 2.2" />;
    case 'edited':
      return <path d="M3 13l1-3 6.5-6.5 2 2L6 12z" />;
    case 'fitted':
      return (
        <>
          <circle cx="8" cy="8" r="5" />
          <path className="filled" d="M8 3a5 5 0 0 0 0 10z" />
        </>
      );
    case 'accepted':
      return <path d="M3 8.5l3.5 3.5L13 4.5" />;
    case 'rejected':
      return <path d="M4 4l8 8M12 4l-8 8" />;
    case 'nobody':
      return (
        <>
          <circle cx="8" cy="8" r="5" />
          <path d="M8 5.5v3M8 10.5v.1" />
        </>
      );
    case 'empty':
      return <path d="M3 8h10" />;
    case 'problem':
      return <path d="M8 2.5L14 13H2zM8 6.5v3M8 11.4v.1" />;
  }
}
