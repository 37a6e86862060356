import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import type { WharfDatabase } from './database.ts';
import type { DatabaseError } from './database-error.ts';
import { LogFlusher } from './log-flusher.ts';
import type { Database } from './schema.ts';
import { WharfSqliteDialect } from './sqlite-dialect.ts';
import { WriteTurn } from './sqlite-driver.ts';
import { StatementCache } from './statement-cache.ts';

/** How long a statement waits for another process that writes. It blocks this process meanwhile: writes are short. */
const busyTimeout = 5_000;

/**
 * Opens a SQLite file with two handles: one only reads (in WAL mode it never waits for a writer), one writes.
 *
 * As durable as `synchronous = FULL`, which flushes the log inside each commit and blocks the process for it: here a
 * commit leaves the log unflushed, and its promise resolves after a flush off the main thread, shared by all commits
 * that wait for one. NORMAL still flushes in the right order around checkpoints, so a crash leaves a whole database.
 */
export async function openSqlite(file: string, flushFailed?: (error: DatabaseError) => void): Promise<WharfDatabase> {
  await mkdir(dirname(file), { recursive: true });
  const writer = new Sqlite(file, { timeout: busyTimeout });
  await enterWalMode(writer);
  writer.pragma('synchronous = NORMAL');
  writer.pragma('foreign_keys = ON');
  const reader = new Sqlite(file, { readonly: true, timeout: busyTimeout });
  reader.pragma('cache_size = -8000');
  const version = reader.prepare<[], number>('pragma data_version').pluck();
  const handles = {
    reads: new StatementCache(reader),
    writes: new StatementCache(writer),
    turn: new WriteTurn(),
  };
  const log = new WriteAheadLog(file);
  const flusher = new LogFlusher(() => log.sync(), flushFailed);
  const db = new Kysely<Database>({
    dialect: new WharfSqliteDialect({ ...handles, committed: () => flusher.flush() }),
  });
  const relaxedDb = new Kysely<Database>({ dialect: new WharfSqliteDialect({ ...handles, committed: undefined }) });
  return {
    db,
    dialect: 'sqlite',
    // Of the handle that only reads: so every commit is another connection's, and moves it.
    version: () => version.get() ?? 0,
    relaxed: (work) => relaxedDb.transaction().execute(work),
    relaxedStatement: (statement) => statement(relaxedDb),
    close: async () => {
      const release = await handles.turn.take();
      await flusher.settled();
      await Promise.all([db.destroy(), relaxedDb.destroy()]);
      reader.close();
      // Last, because the last handle to close folds the log into the file.
      writer.close();
      await log.close();
      release();
    },
  };
}

/** Processes that open a new file at once collide here, and SQLite does not wait by itself on this statement. */
async function enterWalMode(handle: Sqlite.Database): Promise<void> {
  for (const end = Date.now() + busyTimeout; ; await pause(10)) {
    try {
      handle.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || Date.now() > end) throw error;
    }
  }
}

/** The file that SQLite writes commits to, held open to flush it. */
class WriteAheadLog {
  readonly #file: string;
  #handle: FileHandle | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Only after a commit: the first one makes the log, and its name has to last as well. */
  async sync(): Promise<void> {
    if (!this.#handle) {
      const folder = await open(dirname(this.#file), 'r');
      await folder.sync().finally(() => folder.close());
      // Closing this handle later releases no lock of SQLite's: those lie on the database and the shared memory.
      this.#handle = await open(`${this.#file}-wal`, 'r');
    }
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle?.close();
  }
}
