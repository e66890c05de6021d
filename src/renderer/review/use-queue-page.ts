import { useEffect, useState } from 'react';
import type { ReviewEntry } from '../../contract/review.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

const PAGE = 60;

/** Rows of the queue round a place, as their people are now. */
export function useQueuePage(place: number): readonly ReviewEntry[] {
  const queueId = useStudio(({ review }) => review.queue?.queueId);
  const version = useStudio(({ review }) => review.version);
  const [rows, setRows] = useState<readonly ReviewEntry[]>([]);
  const offset = Math.max(0, PAGE * Math.floor(place / PAGE) - PAGE / 2);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another version is another content
  useEffect(() => {
    if (queueId === undefined) return;
    let isCurrent = true;
    void attempt(client.review.page({ queueId, offset, limit: 2 * PAGE })).then((page) => {
      if (isCurrent && page !== undefined) setRows(page.rows);
    });
    return () => {
      isCurrent = false;
    };
  }, [queueId, version, offset]);
  return rows;
}
