/** The pictures of the folder: only what is in view is drawn, read and decoded. */

import { useVirtualizer } from '@tanstack/react-virtual';
import { Fragment, useEffect, useRef, useState } from 'react';
import { type ImageRow, type ImageState, imageSort, imageState } from '../../contract/image.ts';
import { counted } from '../../core/common/counted.ts';
import { parseSearch } from '../../core/search/parse-search.ts';
import { openImage, setFilter } from '../state/images.ts';
import { messageOf, useStudio } from '../state/studio-state.ts';
import { useRem } from '../styles/use-rem.ts';
import { type ImagePages, useImagePages } from './image-pages.ts';
import { StateMark } from './StateMark.tsx';

const ROW_REM = 4.75;
const THUMBNAIL_PX = 160;

export function ImageList() {
  const pages = useImagePages();
  const project = useStudio((state) => state.project);
  return (
    <section className="panel image-list" aria-label="Images">
      <header className="panel-header">
        <h2>Images</h2>
        <span className="count">{pages.total.toLocaleString('en')}</span>
      </header>
      <Filter />
      {pages.total === 0 && project !== null ? (
        <p className="hint">
          {project.imageCount === 0
            ? 'No images here. Looked for jpg, png, webp, avif, tif and gif in this folder and below.'
            : 'No image is like that.'}
        </p>
      ) : (
        <Rows pages={pages} />
      )}
    </section>
  );
}

function Filter() {
  const filter = useStudio((state) => state.filter);
  const counts = useStudio((state) => state.project?.counts);
  const present = imageState.options.filter((state) => (counts?.[state] ?? 0) > 0);
  const toggle = (state: ImageState) =>
    setFilter({
      states: filter.states.includes(state)
        ? filter.states.filter((other) => other !== state)
        : [...filter.states, state],
    });
  return (
    <div className="filter">
      <SearchField />
      <select
        aria-label="Order of the list"
        value={filter.sort}
        onChange={({ target }) => setFilter({ sort: imageSort.parse(target.value) })}
      >
        <option value="name">By name</option>
        <option value="worst">Worst first</option>
        <option value="newest">Newest change first</option>
      </select>
      <div className="chips">
        {present.map((state) => (
          <button
            key={state}
            type="button"
            className="chip"
            aria-pressed={filter.states.includes(state)}
            onClick={() => toggle(state)}
          >
            <StateMark state={state} /> {counts?.[state]}
          </button>
        ))}
      </div>
    </div>
  );
}

const SEARCH_HELP =
  'Words of the name, /regular expression/, #12, state:accepted, error:>4, people:>1, is:marked, is:noted, is:suspect; - before any of them: not so';

/** What cannot be understood yet is said below; the list stays as it was until it can be. */
function SearchField() {
  const [text, setText] = useState('');
  const problem = problemOf(text);
  return (
    <>
      <input
        type="search"
        placeholder="Name, state:, error:>4 …"
        aria-label="Filter by name"
        aria-invalid={problem !== undefined}
        title={SEARCH_HELP}
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          if (problemOf(target.value) === undefined) setFilter({ text: target.value });
        }}
        data-filter
      />
      {problem !== undefined && (
        <p className="search-problem" role="status">
          {problem}
        </p>
      )}
    </>
  );
}

function problemOf(text: string): string | undefined {
  try {
    parseSearch(text);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function Rows({ pages }: { pages: ImagePages }) {
  const list = useRef<HTMLDivElement>(null);
  const openId = useStudio((state) => state.image?.id);
  const rem = useRem();
  const virtual = useVirtualizer({
    count: pages.total,
    getScrollElement: () => list.current,
    estimateSize: () => ROW_REM * rem,
    overscan: 6,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are as high as their text wants
  useEffect(() => virtual.measure(), [rem, virtual]);
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => pages.want(first, last), [pages, first, last]);
  const openIndex = items.find(({ index }) => pages.row(index)?.id === openId)?.index;
  useEffect(() => {
    if (openIndex !== undefined) virtual.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, virtual]);
  return (
    <div
      ref={list}
      className="rows"
      role="listbox"
      aria-label="Images of the folder"
      tabIndex={0}
      aria-activedescendant={openId === undefined ? undefined : `image-${openId}`}
      data-canvas
    >
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {items.map(({ index, start, key }) => {
          const row = pages.row(index);
          return (
            <div key={key} className="row-place" style={{ transform: `translateY(${start}px)` }}>
              {row && (
                <Row
                  row={row}
                  isOpen={row.id === openId}
                  position={index + 1}
                  total={pages.total}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface RowProps {
  readonly row: ImageRow;
  readonly isOpen: boolean;
  readonly position: number;
  readonly total: number;
}

function Row({ row, isOpen, position, total }: RowProps) {
  const folder = row.name.split('/').slice(0, -1).join('/');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus, the option is active in it
    // biome-ignore lint/a11y/useKeyWithClickEvents: A and D move through the list
    <div
      id={`image-${row.id}`}
      role="option"
      aria-selected={isOpen}
      aria-posinset={position}
      aria-setsize={total}
      className="row"
      onClick={() => void openImage(row.id)}
    >
      <img
        src={row.problem === null ? `/images/${row.id}?side=${THUMBNAIL_PX}` : undefined}
        alt=""
        loading="lazy"
        decoding="async"
      />
      <div className="row-text">
        <span className="row-name" title={row.name}>
          <Breakable name={row.name.split('/').at(-1) ?? ''} />
        </span>
        {folder !== '' && <span className="row-folder">{folder}</span>}
        <span className="row-people">
          {row.problem ?? (row.people === 0 ? '' : counted(row.people, 'person', 'people'))}
        </span>
      </div>
      <StateMark state={row.state} />
    </div>
  );
}

/** A name too long for its line breaks between its parts first. */
function Breakable({ name }: { readonly name: string }) {
  return [...name.matchAll(/[^_-]+[_-]*|[_-]+/g)].map(({ 0: part, index }) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}
