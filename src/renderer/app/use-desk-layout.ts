import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { GroupImperativeHandle } from 'react-resizable-panels';

type Handle = RefObject<GroupImperativeHandle | null>;
type Sizes = Record<string, number>;

/** Percent of the desk, where nobody has moved a border yet. */
const REVIEW: readonly [Sizes, Sizes] = [
  { images: 16, canvas: 42, details: 42 },
  { body: 78, person: 22 },
];

/** Each workspace on the desk has borders of its own, which stay as they were left. */
export function useDeskLayout(isReview: boolean, columns: Handle, details: Handle): void {
  const kept = useRef<{ review: readonly [Sizes, Sizes]; annotate?: readonly [Sizes, Sizes] }>({
    review: REVIEW,
  });
  const was = useRef(isReview);
  useLayoutEffect(() => {
    const groups = [columns.current, details.current] as const;
    const [outer, inner] = groups;
    if (was.current === isReview || outer === null || inner === null) return;
    kept.current[was.current ? 'review' : 'annotate'] = [outer.getLayout(), inner.getLayout()];
    was.current = isReview;
    const wanted = kept.current[isReview ? 'review' : 'annotate'];
    if (wanted === undefined) return;
    outer.setLayout(wanted[0]);
    inner.setLayout(wanted[1]);
  }, [isReview, columns, details]);
}
