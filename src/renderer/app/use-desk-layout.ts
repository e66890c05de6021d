import { useLayoutEffect } from 'react';
import { type GroupProps, useGroupRef } from 'react-resizable-panels';
import { useStore } from 'zustand';
import { type DeskName, type Desks, deskLayout, keepSizes } from './desk-layout.ts';

type GroupSizes = Required<Pick<GroupProps, 'groupRef' | 'defaultLayout' | 'onLayoutChanged'>>;

/** Each workspace on the desk has borders of its own, which stay as they were left. @returns what the group takes */
export function useDeskLayout(name: DeskName, part: keyof Desks[DeskName]): GroupSizes {
  const sizes = useStore(deskLayout, (desks) => desks[name][part]);
  const groupRef = useGroupRef();
  useLayoutEffect(() => {
    groupRef.current?.setLayout(sizes);
  }, [sizes, groupRef]);
  return {
    groupRef,
    defaultLayout: sizes,
    onLayoutChanged: (layout, { isUserInteraction }) => {
      if (isUserInteraction) keepSizes(name, { [part]: layout });
    },
  };
}
