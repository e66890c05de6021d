/** The menu round a joint: press, move, release; or two clicks; or arrows and Enter. */
import { useEffect, useRef, useState } from 'react';
import { PIE, pieItemAt } from '../state/pie.ts';
import { studio, useStudio } from '../state/studio-state.ts';

const RADIUS_PX = 78;
const INNER_PX = 22;

export function PieMenu() {
  const pie = useStudio((state) => state.pie);
  return pie === null ? null : <OpenPie key={`${pie.x} ${pie.y}`} {...pie} />;
}

function close(item?: number): void {
  studio.setState({ pie: null });
  document.querySelector<HTMLElement>('section[data-canvas]')?.focus();
  if (item !== undefined) void PIE[item]?.run();
}

function OpenPie({ x, y, isHeld }: { x: number; y: number; isHeld: boolean }) {
  const menu = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(isHeld ? undefined : 0);
  const [openedAt] = useState(() => performance.now());
  useEffect(() => menu.current?.focus(), []);
  const itemUnder = (event: PointerEvent) => {
    const { left, top } = menu.current?.getBoundingClientRect() ?? { left: 0, top: 0 };
    return pieItemAt(event.clientX - left, event.clientY - top, INNER_PX);
  };
  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    window.addEventListener('pointermove', (event) => setChosen(itemUnder(event)), { signal });
    window.addEventListener(
      'pointerup',
      (event) => {
        const item = itemUnder(event);
        // Released in the middle it stays open for a second click.
        if (event.button === 2 && item !== undefined) close(item);
      },
      { signal },
    );
    window.addEventListener(
      'pointerdown',
      (event) => {
        // The press that has opened it comes by here too.
        if (event.timeStamp > openedAt) close(itemUnder(event));
      },
      { signal },
    );
    return () => ending.abort();
  });
  return (
    <div
      ref={menu}
      className="pie"
      role="menu"
      aria-label="Joint"
      aria-activedescendant={chosen === undefined ? undefined : `pie-${chosen}`}
      tabIndex={-1}
      style={{ left: x, top: y }}
      data-own-pointer
      onKeyDown={(event) => {
        event.stopPropagation();
        const by = STEPS[event.key];
        if (by !== undefined) setChosen(((chosen ?? 0) + by + PIE.length) % PIE.length);
        if (event.key === 'Enter' || event.key === ' ') close(chosen);
        if (event.key === 'Escape' || event.key === 'Tab') close();
        event.preventDefault();
      }}
    >
      {PIE.map(({ title, key }, i) => {
        const angle = (2 * Math.PI * i) / PIE.length;
        const place = `translate(-50%, -50%) translate(${RADIUS_PX * 1.25 * Math.sin(angle)}px, ${-RADIUS_PX * Math.cos(angle)}px)`;
        return (
          <div
            key={title}
            id={`pie-${i}`}
            role="menuitem"
            tabIndex={-1}
            className={i === chosen ? 'chosen' : undefined}
            style={{ transform: place }}
          >
            {title} <kbd>{key}</kbd>
          </div>
        );
      })}
    </div>
  );
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};
