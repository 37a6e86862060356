import { type Kysely, type ReferenceExpression, type SelectQueryBuilder, sql } from 'kysely';
import { type Cursor, decodeCursor, encodeCursor, type KeysetValue } from './keyset-cursor.ts';

export { CursorError } from './keyset-cursor.ts';

/** A column of the sort. It may not hold NULL, and its index should hold the sort's columns in this order. */
export interface SortColumn<DB, TB extends keyof DB, Row> {
  /** As in SQL, `tags.pushed_at`. */
  column: ReferenceExpression<DB, TB> & string;
  /** The name under which the query selects it: the cursor takes the value from the row. */
  output: keyof Row & string;
  type: 'text' | 'number';
}

/** The last column makes rows unique (an id, or a name that is unique in the list). */
export interface KeysetSort<DB, TB extends keyof DB, Row> {
  columns: readonly SortColumn<DB, TB, Row>[];
  direction: 'asc' | 'desc';
}

export interface KeysetPage<Row> {
  items: Row[];
  /** Cursor of the page after this one, or null at the end. */
  next: string | null;
  previous: string | null;
}

/**
 * One page of `query` in the order of `sort`: an index range and a limit, never an offset. `query` has no order and no
 * limit of its own. All columns go in one direction, so that both dialects compare them as one row against the index.
 * @throws CursorError when `cursor` is malformed or was given out for another sort
 */
export async function pageOf<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  sort: KeysetSort<DB, TB, Row>,
  { cursor: text, limit }: { cursor?: string | undefined; limit: number },
): Promise<KeysetPage<Row>> {
  const name = sortName(sort);
  const types = sort.columns.map((column) => column.type);
  const cursor = text === undefined ? undefined : decodeCursor(name, types, text);
  const rows = await pageQuery(query, sort, cursor, limit + 1).execute();
  const more = rows.length > limit;
  const items = more ? rows.slice(0, limit) : rows;
  const backward = cursor?.go === 'backward';
  if (backward) items.reverse();

  const to = (go: Cursor['go'], row: Row | undefined): string | null => {
    if (row) return encodeCursor(name, { go, inclusive: false, values: valuesOf(sort, row) });
    // The page's rows went away: turning back begins with the row that the cursor names.
    return cursor ? encodeCursor(name, { go, inclusive: true, values: cursor.values }) : null;
  };
  return {
    items,
    next: backward || more ? to('forward', items.at(-1)) : null,
    previous: backward ? (more ? to('backward', items[0]) : null) : cursor ? to('backward', items[0]) : null,
  };
}

/** The statement behind `pageOf`, for a look at its plan. */
export function pageQuery<DB, TB extends keyof DB, Row>(
  query: SelectQueryBuilder<DB, TB, Row>,
  { columns, direction }: KeysetSort<DB, TB, Row>,
  cursor: Cursor | undefined,
  limit: number,
): SelectQueryBuilder<DB, TB, Row> {
  const ascending = (direction === 'asc') !== (cursor?.go === 'backward');
  const references = columns.map(({ column }) => sql.ref(column));
  let page = query;
  if (cursor) {
    const operator = sql.raw((ascending ? '>' : '<') + (cursor.inclusive ? '=' : ''));
    page = page.where(sql<boolean>`(${sql.join(references)}) ${operator} (${sql.join(cursor.values)})`);
  }
  for (const reference of references) page = page.orderBy(reference, ascending ? 'asc' : 'desc');
  return page.limit(limit);
}

function valuesOf<DB, TB extends keyof DB, Row>({ columns }: KeysetSort<DB, TB, Row>, row: Row): KeysetValue[] {
  return columns.map(({ output }) => {
    const value: unknown = row[output];
    if (typeof value === 'string' || typeof value === 'number') return value;
    throw new TypeError(`the sort column ${output} holds ${value === null ? 'NULL' : typeof value}`);
  });
}

function sortName<DB, TB extends keyof DB, Row>({ columns, direction }: KeysetSort<DB, TB, Row>): string {
  return `${direction} ${columns.map((column) => column.output).join(' ')}`;
}

export interface Counted {
  total: number;
  /** False when there are more than `total`. */
  totalIsExact: boolean;
}

/** Counts the rows of `query`, but stops above `limit`: the cost does not grow with the table. */
export async function countUpTo<DB, TB extends keyof DB, Row>(
  db: Kysely<DB>,
  query: SelectQueryBuilder<DB, TB, Row>,
  limit = 10_000,
): Promise<Counted> {
  const rows = query
    .clearSelect()
    .clearOrderBy()
    .select(sql.lit(1).as('one'))
    .limit(limit + 1);
  const counted = await sql<{ n: number }>`select count(*) as n from ${rows.as('counted')}`.execute(db);
  const found = counted.rows[0]?.n ?? 0;
  return { total: Math.min(found, limit), totalIsExact: found <= limit };
}
