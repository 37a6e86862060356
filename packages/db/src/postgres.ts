import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { WharfDatabase } from './database.ts';
import type { Database } from './schema.ts';

/** Connections that one process holds at most. */
const poolSize = 16;

/** Counts and sums stay below 2^53 here, so they are JS numbers, as in SQLite. */
const numericTypes = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

const types: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    numericTypes.has(oid) && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
};

export function openPostgres(url: string): WharfDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    application_name: 'wharf',
    // Also bounds the wait for a free connection of the pool, so it leaves room for a burst.
    connectionTimeoutMillis: 30_000,
    // A node that vanished in a transaction must not hold its repository for ever; no transaction here waits for I/O.
    idle_in_transaction_session_timeout: 60_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  const relaxed: WharfDatabase['relaxed'] = (work) =>
    db.transaction().execute(async (trx) => {
      await sql`set local synchronous_commit to off`.execute(trx);
      return work(trx);
    });
  return {
    db,
    dialect: 'postgres',
    relaxed,
    relaxedStatement: relaxed,
    close: () => db.destroy(),
  };
}
