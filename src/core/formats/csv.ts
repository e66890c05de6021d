/** Comma-separated values (RFC 4180), lines ending in LF. */

export type Cell = string | number | undefined;

export function csv(lines: readonly (readonly Cell[])[]): string {
  return lines.map((cells) => `${cells.map(cellText).join(',')}\n`).join('');
}

/** Quoted where a comma, a quote or a line's end would be taken for the table's own. */
function cellText(cell: Cell): string {
  const text = String(cell ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
