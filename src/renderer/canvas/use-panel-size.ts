import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './viewport.ts';

/** Size of an element, CSS pixels; zero until it was measured. */
export function usePanelSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    const { current } = element;
    if (current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) {
        const { width, height } = entry.contentRect;
        setSize({ width: Math.round(width), height: Math.round(height) });
      }
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
