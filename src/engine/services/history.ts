import type { HistoryState } from '../../contract/project.ts';
import type { EventHub } from './event-hub.ts';
import { publishImage, type Session } from './session.ts';
import type { Store } from './store.ts';

export interface History {
  state(): HistoryState;
  undo(): HistoryState;
  redo(): HistoryState;
}

export function createHistory(session: Session, hub: EventHub): History {
  const step = (move: (history: Store['history']) => readonly number[]) => {
    const project = session.current();
    const [imageId, ...others] = move(project.store.history);
    if (imageId !== undefined) publishImage(hub, project, imageId);
    if (others.length > 0) hub.publish({ kind: 'list' });
    return project.store.history.state();
  };
  return {
    state: () => session.current().store.history.state(),
    undo: () => step((history) => history.undo()),
    redo: () => step((history) => history.redo()),
  };
}
