import type { Kysely, Transaction } from 'kysely';
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
  close(): Promise<void>;
}

export interface DatabaseLocation {
  /** `postgresql://...`; wins over `file`. */
  url?: string | undefined;
  /** Path of the SQLite file; its folder is made when absent. */
  file: string;
}

/**
 * Opens the database and brings its tables up to date; safe when several processes start at once.
 * @throws Error when it cannot be reached, or when a newer version of the program has migrated it
 */
export async function openDatabase(location: DatabaseLocation): Promise<WharfDatabase> {
  const database = location.url ? openPostgres(location.url) : await openSqlite(location.file);
  try {
    await migrate(database.db, database.dialect);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
