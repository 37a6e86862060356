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
 * @param counted the same rows without what only dresses them up, counted up to the contract's bound; or how many there
 *   are, where a row keeps that number
 * @throws ApiError `invalid-input` for a cursor of another list
 */
export async function listPage<TB extends keyof Database, Row, CTB extends keyof Database, CRow>(
  db: Kysely<Database>,
  rows: SelectQueryBuilder<Database, TB, Row>,
  counted: SelectQueryBuilder<Database, CTB, CRow> | Promise<number>,
  sort: KeysetSort<Database, TB, Row>,
  query: PageQuery,
): Promise<KeysetPage<Row> & Counted> {
  try {
    const counting = counted instanceof Promise ? counted.then(bounded) : countUpTo(db, counted, countedUpTo);
    const [page, count] = await Promise.all([pageOf(rows, sort, query), counting]);
    return { ...page, ...count };
  } catch (error) {
    if (!(error instanceof CursorError)) throw error;
    throw new ApiError('invalid-input', error.message, { fields: [{ field: 'query.cursor', problem: 'cursor' }] });
  }
}

/** `Page.totalIsExact` of the contract. */
const countedUpTo = 10_000;

function bounded(count: number): Counted {
  return { total: Math.min(count, countedUpTo), totalIsExact: count <= countedUpTo };
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
