/** What can be in front; each stays as it was left. Export will stand here too. */
import { enterReview } from '../state/review.ts';
import { studio, type WorkspaceName } from '../state/studio-state.ts';

export const WORKSPACES = [
  { name: 'annotate', title: 'Annotate', key: '1' },
  { name: 'review', title: 'Review', key: '2' },
  { name: 'train', title: 'Train', key: '3' },
] as const satisfies readonly { name: WorkspaceName; title: string; key: string }[];

/** Brings it to the front and the focus into it. */
export function showWorkspace(workspace: WorkspaceName): void {
  studio.setState({ workspace });
  if (workspace === 'review') void enterReview();
  // After the page has taken `inert` off: before, nothing in there can have the focus.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-workspace~=${workspace}] [data-first]`)?.focus();
  });
}
