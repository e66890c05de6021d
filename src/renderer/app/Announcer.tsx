import { useEffect, useState } from 'react';
import { studio } from '../state/studio-state.ts';
import { announcement } from './announcements.ts';

/** A live region: nobody sees it. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(
    () =>
      studio.subscribe((state, before) => {
        const said = announcement(state, before);
        if (said !== undefined) setText(said);
      }),
    [],
  );
  return (
    <div className="visually-hidden" role="status" aria-label="What has changed">
      {text}
    </div>
  );
}
