import type { CompiledQuery } from 'kysely';
import type { WharfDatabase } from '../database.ts';
import { planOf } from './query-plan.ts';

/**
 * Fails when the database would read a whole table for `query`. Run it in both dialects: they plan differently.
 * @param options.order `by-index` also fails when rows are sorted after reading, as a list's page must not be.
 * @throws Error with the plan
 */
export async function expectIndexed(
  database: WharfDatabase,
  query: { compile(): CompiledQuery },
  { order = 'any' }: { order?: 'any' | 'by-index' } = {},
): Promise<void> {
  const compiled = query.compile();
  const plan = await planOf(database, compiled);
  const fault =
    plan.fullScans.length > 0
      ? `reads all of ${plan.fullScans.join(', ')}`
      : order === 'by-index' && plan.sorts
        ? 'sorts what it read'
        : undefined;
  if (fault) throw new Error(`On ${database.dialect} this query ${fault}:\n${compiled.sql}\n\n${plan.text}`);
}
