import {
  type Counted,
  CursorError,
  countUpTo,
  type Database,
  type KeysetPage,
  type KeysetSort,
  pageOf,
} from '@wharf/db';
import { type Kysely, type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import { ApiError } from '../bff/problem.ts';

/** What every list's query carries, beside its filters. */
export interface PageQuery {
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
}

/**
 * One page of `rows` with the number of all of them.
 * @param counted the same rows without what only dresses them up, counted up to the contract's bound; or what counts them,
 *   where that can be had for less
 * @throws ApiError `invalid-input` for a cursor of another list
 */
export async function listPage<TB extends keyof Database, Row, CTB extends keyof Database, CRow>(
  db: Kysely<Database>,
  rows: SelectQueryBuilder<Database, TB, Row>,
  counted: SelectQueryBuilder<Database, CTB, CRow> | (() => Promise<Counted>),
  sort: KeysetSort<Database, TB, Row>,
  query: PageQuery,
): Promise<KeysetPage<Row> & Counted> {
  try {
    const { cursor, carried } = readCounted(query.cursor);
    const page = await pageOf(rows, sort, { cursor, limit: query.limit });
    const count =
      wholeList(page) ??
      carried ??
      atLeast(page, await (typeof counted === 'function' ? counted() : countUpTo(db, counted, countedUpTo)));
    const carry = (place: string | null) => place && withCount(place, count);
    return { items: page.items, next: carry(page.next), previous: carry(page.previous), ...count };
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw new ApiError('invalid-input', error.message, { fields: [{ field: 'query.cursor', problem: 'cursor' }] });
  }
}

/** `Page.total` of the contract. */
export const countedUpTo = 10_000;

export function bounded(count: number): Counted {
  return { total: Math.min(count, countedUpTo), totalIsExact: count <= countedUpTo };
}

/** A page without neighbours has counted the list. */
function wholeList({ items, next, previous }: KeysetPage<unknown>): Counted | undefined {
  return next === null && previous === null ? { total: items.length, totalIsExact: true } : undefined;
}

/** Counting that did not look at all rows may have found fewer than the page shows. */
function atLeast({ items, next }: KeysetPage<unknown>, { total, totalIsExact }: Counted): Counted {
  const seen = items.length + (next === null ? 0 : 1);
  return { total: totalIsExact ? total : Math.max(total, seen), totalIsExact };
}

/**
 * Counting costs more than a page, so the first page's count goes along in the cursor and stays as it was while pages are
 * turned. It is only shown: whoever writes another number into a cursor misleads himself.
 */
function withCount(place: string, { total, totalIsExact }: Counted): string {
  return `${total}${totalIsExact ? '' : '+'}.${place}`;
}

/** A place alone is base64url and holds no dot. */
function readCounted(text: string | undefined): { cursor: string | undefined; carried: Counted | undefined } {
  const [, total, more, cursor] = /^(\d{1,5})(\+?)\.(.*)$/.exec(text ?? '') ?? [];
  if (total === undefined || Number(total) > countedUpTo) return { cursor: text, carried: undefined };
  return { cursor, carried: { total: Number(total), totalIsExact: more === '' } };
}

/** `-pushedAt` is the key `pushedAt`, falling. */
export function readSort<K extends string>(sort: K | `-${K}`): { key: K; direction: 'asc' | 'desc' } {
  return sort.startsWith('-') ? { key: sort.slice(1) as K, direction: 'desc' } : { key: sort as K, direction: 'asc' };
}

/** Whether `column` holds `text` anywhere, in any case (ASCII: names have no other letters). */
export function contains(column: string, text: string) {
  const pattern = `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<SqlBool>`lower(${sql.ref(column)}) like ${pattern} escape '\\'`;
}
