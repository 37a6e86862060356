import { type Kysely, sql, type Transaction } from 'kysely';
import { DatabaseError, shownUrl } from './database-error.ts';
import { migrate } from './migrations/migrate.ts';
import { openPostgres } from './postgres.ts';
import type { Database } from './schema.ts';
import { openSqlite } from './sqlite.ts';

export interface WharfDatabase {
  db: Kysely<Database>;
  dialect: 'sqlite' | 'postgres';
  /**
   * A transaction whose commit may skip the disk flush: whole or absent after a loss of power, never half, but possibly
   * absent although it resolved. Only for what nobody was promised.
   */
  relaxed<T>(work: (trx: Transaction<Database>) => Promise<T>): Promise<T>;
  /** As `relaxed`, for work that is one statement: it costs no transaction where one statement is one anyhow. */
  relaxedStatement<T>(statement: (db: Kysely<Database>) => Promise<T>): Promise<T>;
  /** Where that is cheap to ask (SQLite): another number after each commit of any process. */
  version?: () => number;
  close(): Promise<void>;
}

export interface DatabaseLocation {
  /** `postgresql://...`; wins over `file`. */
  url?: string | undefined;
  /** Path of the SQLite file; its folder is made when absent. */
  file: string;
  /** Told once when the disk refuses SQLite's log: from then on no commit succeeds, until the process starts anew. */
  flushFailed?: ((error: DatabaseError) => void) | undefined;
}

/**
 * Opens the database and brings its tables up to date; safe when several processes start at once.
 * @throws DatabaseError
 */
export async function openDatabase(location: DatabaseLocation): Promise<WharfDatabase> {
  const database = location.url ? await reach(location.url) : await openFile(location);
  try {
    await migrate(database.db, database.dialect);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

async function openFile({ file, flushFailed }: DatabaseLocation): Promise<WharfDatabase> {
  try {
    return await openSqlite(file, flushFailed);
  } catch (cause) {
    const remedy = 'The folder must be writable for the user that runs the server, and the file a SQLite database.';
    throw new DatabaseError('unreachable', `Cannot open the database ${file}: ${textOf(cause)}. ${remedy}`, { cause });
  }
}

async function reach(url: string): Promise<WharfDatabase> {
  try {
    const database = openPostgres(url);
    await sql`select 1`.execute(database.db).catch(async (error: unknown) => {
      await database.close();
      throw error;
    });
    return database;
  } catch (cause) {
    const remedy = 'Check DATABASE_URL, and that PostgreSQL runs and lets this user in.';
    throw new DatabaseError('unreachable', `Cannot reach ${shownUrl(url)}: ${textOf(cause)}. ${remedy}`, { cause });
  }
}

/** Node reports a refused connection to several addresses as an AggregateError without a message. */
function textOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(textOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
}
