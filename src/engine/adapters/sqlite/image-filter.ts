/** A search and an order of the list, as SQL. */
import type { DatabaseSync } from 'node:sqlite';
import { parseSearch, type SearchTerm } from '../../../core/search/parse-search.ts';
import type { ImageQuery } from '../../services/store.ts';

type Values = (string | number)[];

/** SQLite has the operator but not the function. */
export function addRegularExpressions(database: DatabaseSync): void {
  let known = { source: '', expression: /(?:)/ };
  database.function('matches', { deterministic: true }, (source, name) => {
    if (known.source !== source) {
      known = { source: String(source), expression: new RegExp(String(source), 'i') };
    }
    return known.expression.test(String(name)) ? 1 : 0;
  });
}

/** @throws StudioError `search/invalid` */
export function filterOf({ text, states }: Pick<ImageQuery, 'text' | 'states'>): {
  where: string;
  values: Values;
} {
  const parts = ['position >= 0'];
  const values: Values = [];
  for (const term of parseSearch(text)) {
    const { sql, value } = conditionOf(term);
    parts.push(term.isNot ? `NOT (${sql})` : sql);
    if (value !== undefined) values.push(value);
  }
  if (states.length > 0) {
    parts.push(`state IN (${states.map(() => '?').join(', ')})`);
    values.push(...states);
  }
  return { where: parts.join(' AND '), values };
}

const PEOPLE = `EXISTS (SELECT 1 FROM person JOIN revision ON revision.id = person.head
  LEFT JOIN review ON review.revision = revision.id WHERE person.image = image.id AND`;
const FLAGS = {
  marked: 'revision.marked = 1',
  noted: 'revision.note IS NOT NULL',
  suspect: "review.rules <> ''",
};

function conditionOf(term: SearchTerm): { sql: string; value?: string | number } {
  switch (term.kind) {
    case 'word':
      return { sql: 'instr(lower(name), ?) > 0', value: term.text };
    case 'regex':
      return { sql: 'matches(?, name)', value: term.source };
    case 'number':
      return { sql: 'position = ?', value: term.number - 1 };
    case 'state':
      return { sql: 'state = ?', value: term.state };
    case 'is':
      return { sql: `${PEOPLE} ${FLAGS[term.flag]})` };
    case 'people':
      return { sql: `people ${term.comparison} ?`, value: term.value };
    case 'error':
      return { sql: `${PEOPLE} review.error_px ${term.comparison} ?)`, value: term.value };
  }
}

const HEADS =
  'FROM person JOIN review ON review.revision = person.head WHERE person.image = image.id';

/** Of the image's people; who has none comes last. */
export const ORDERS: Readonly<Record<ImageQuery['sort'] & string, string>> = {
  name: 'position',
  worst: `(SELECT max(review.error_px) ${HEADS}) DESC NULLS LAST, position`,
  newest: '(SELECT max(head) FROM person WHERE person.image = image.id) DESC NULLS LAST, position',
};
