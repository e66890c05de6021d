/** Rows of a long list, read page by page as they come into view. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ImageRow } from '../../contract/image.ts';
import { client } from '../client/connection.ts';
import { attempt, useStudio } from '../state/studio-state.ts';

const PAGE = 100;

export interface ImagePages {
  readonly total: number;
  /** Undefined until it was read; `want` asks for it. */
  row(index: number): ImageRow | undefined;
  want(first: number, last: number): void;
}

export function useImagePages(): ImagePages {
  const filter = useStudio((state) => state.filter);
  const listVersion = useStudio((state) => state.listVersion);
  const project = useStudio((state) => state.project?.name);
  const changed = useStudio((state) => state.changedRows);
  const [total, setTotal] = useState(0);
  const [pages, setPages] = useState<ReadonlyMap<number, ImageRow[]>>(new Map());
  const asked = useRef(new Set<number>());
  const generation = `${project} ${listVersion}`;
  const latest = useRef(generation);
  const fetchPage = useMemo(
    () => async (page: number) => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      const states = [...filter.states];
      const query = { ...filter, states, offset: page * PAGE, limit: PAGE };
      const answer = await attempt(client.images.page(query));
      if (answer === undefined || latest.current !== generation) return;
      setTotal(answer.total);
      setPages((known) => new Map(known).set(page, answer.rows));
    },
    [filter, generation],
  );
  useEffect(() => {
    latest.current = generation;
    asked.current.clear();
    setPages(new Map());
    void fetchPage(0);
  }, [fetchPage, generation]);
  return {
    total,
    row(index) {
      const read = pages.get(Math.floor(index / PAGE))?.[index % PAGE];
      return read && (changed.byId.get(read.id) ?? read);
    },
    want(first, last) {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
        void fetchPage(page);
      }
    },
  };
}
