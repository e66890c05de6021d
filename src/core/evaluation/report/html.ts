/** Text for a page: a template that escapes what is put into it. */

/** HTML that is written as it is. */
export interface Html {
  readonly html: string;
}

type Piece = string | number | Html | readonly Html[] | undefined;

export function html(texts: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  return { html: texts.map((text, i) => text + textOf(pieces[i])).join('') };
}

function textOf(piece: Piece): string {
  if (piece === undefined) return '';
  if (typeof piece === 'object')
    return [piece]
      .flat()
      .map(({ html: own }) => own)
      .join('');
  return escaped(String(piece));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
