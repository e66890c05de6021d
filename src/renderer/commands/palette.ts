/** What the palette lists: every command that works without a held key, the newest used first. */
import { matchSorter } from 'match-sorter';
import { type Command, scopeOf } from './command.ts';

const KEPT = 'recent-commands';
const REMEMBERED = 8;

/**
 * @param text letters of a title in their order, gaps allowed; empty for all
 * @param recent ids, newest first
 * @returns the nearest to the text first, among equals the newest used, then in the order given
 */
export function paletteRows(
  commands: readonly Command[],
  text: string,
  recent: readonly string[],
): Command[] {
  const listed = recentFirst(commands.filter(isListed), recent);
  return matchSorter(listed, text.trim(), {
    keys: ['title', 'group'],
    baseSort: (one, other) => one.index - other.index,
  });
}

/** What is held would never be let go, and on the body's joints the focus says which. */
function isListed(command: Command): boolean {
  const isOfBodyView = ['joint3d', 'view3d'].includes(scopeOf(command));
  return command.id !== 'app.palette' && command.release === undefined && !isOfBodyView;
}

function recentFirst(commands: readonly Command[], recent: readonly string[]): Command[] {
  const rank = ({ id }: Command) => (recent.includes(id) ? recent.indexOf(id) : recent.length);
  return commands.toSorted((one, other) => rank(one) - rank(other));
}

/** Ids, newest first. */
export function recentCommands(): string[] {
  return (localStorage.getItem(KEPT) ?? '').split(' ').filter(Boolean);
}

export function rememberCommand(id: string): void {
  const others = recentCommands().filter((other) => other !== id);
  localStorage.setItem(KEPT, [id, ...others].slice(0, REMEMBERED).join(' '));
}
