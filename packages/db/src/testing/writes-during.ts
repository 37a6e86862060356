import pg from 'pg';
import type { WharfDatabase } from '../database.ts';

/**
 * What this process had the database do during `work` but read: on PostgreSQL the statements, on SQLite that there were some.
 * `work` reads at least once.
 */
export async function writesDuring({ version }: WharfDatabase, work: () => Promise<unknown>): Promise<string[]> {
  if (version) {
    const before = version();
    await work();
    return version() === before ? [] : ['a commit'];
  }
  const statements: string[] = [];
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function (this: pg.Client, ...told: unknown[]) {
    const [statement] = told;
    statements.push(typeof statement === 'string' ? statement : (statement as { text: string }).text);
    return Reflect.apply(query, this, told);
  } as typeof query;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = query;
  }
  if (statements.length === 0) throw new Error('no statement was seen: this is not how PostgreSQL is asked any more');
  return statements.filter((text) => !/^select/i.test(text));
}
