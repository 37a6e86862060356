import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { StatementCache } from './statement-cache.ts';

/** Hands the right to write to one transaction after the other, in the order of asking. */
export class WriteTurn {
  #last: Promise<void> = Promise.resolve();

  /** Resolves when it is the caller's turn; the function that it gives ends the turn. */
  async take(): Promise<() => void> {
    const before = this.#last;
    let release = (): void => undefined;
    this.#last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }
}

export interface SqliteHandles {
  reads: StatementCache;
  writes: StatementCache;
  turn: WriteTurn;
  /** What a commit waits for after it let the next writer go; undefined when it need not last. */
  committed: (() => Promise<void>) | undefined;
}

/**
 * Kysely's own driver has one connection, so that every read waits for the transaction under way. Here a statement
 * outside of a transaction that only reads runs at once, on the handle for reading; everything else takes its turn.
 */
export class WharfSqliteDriver implements Driver {
  readonly #handles: SqliteHandles;
  readonly #idle: WharfSqliteConnection[] = [];

  constructor(handles: SqliteHandles) {
    this.#handles = handles;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<WharfSqliteConnection> {
    return this.#idle.pop() ?? new WharfSqliteConnection(this.#handles);
  }

  async beginTransaction(connection: WharfSqliteConnection): Promise<void> {
    await connection.begin();
  }

  async commitTransaction(connection: WharfSqliteConnection): Promise<void> {
    await connection.commit();
  }

  async rollbackTransaction(connection: WharfSqliteConnection): Promise<void> {
    connection.rollback();
  }

  async releaseConnection(connection: WharfSqliteConnection): Promise<void> {
    this.#idle.push(connection);
  }

  async destroy(): Promise<void> {}
}

export class WharfSqliteConnection implements DatabaseConnection {
  readonly #handles: SqliteHandles;
  #endTurn: (() => void) | undefined;

  constructor(handles: SqliteHandles) {
    this.#handles = handles;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { reads, writes, turn, committed } = this.#handles;
    if (this.#endTurn) return run<R>(writes, query);
    if (reads.get(query.sql).readonly) return run<R>(reads, query);
    const endTurn = await turn.take();
    let result: QueryResult<R>;
    try {
      result = run<R>(writes, query);
    } finally {
      endTurn();
    }
    await committed?.();
    return result;
  }

  // biome-ignore lint/correctness/useYield: the interface asks for a generator; nothing here streams.
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not supported on SQLite: page by keyset instead');
  }

  async begin(): Promise<void> {
    const endTurn = await this.#handles.turn.take();
    try {
      // IMMEDIATE, because a transaction that reads first and writes later fails when another process wrote in between.
      this.#handles.writes.get('begin immediate').run();
    } catch (error) {
      endTurn();
      throw error;
    }
    this.#endTurn = endTurn;
  }

  /** When it throws, the transaction is still open and waits for its rollback. */
  async commit(): Promise<void> {
    this.#handles.writes.get('commit').run();
    this.#finish();
    await this.#handles.committed?.();
  }

  rollback(): void {
    // Kysely also rolls back when the flush after the commit failed: by then the handle may be in another's transaction.
    if (!this.#endTurn) return;
    try {
      // SQLite rolls back by itself on a full disk and the like.
      if (this.#handles.writes.handle.inTransaction) this.#handles.writes.get('rollback').run();
    } finally {
      this.#finish();
    }
  }

  #finish(): void {
    this.#endTurn?.();
    this.#endTurn = undefined;
  }
}

function run<R>(statements: StatementCache, query: CompiledQuery): QueryResult<R> {
  const statement = statements.get(query.sql);
  if (statement.reader) return { rows: statement.all(query.parameters as unknown[]) as R[] };
  const { changes } = statement.run(query.parameters as unknown[]);
  return { rows: [], numAffectedRows: BigInt(changes) };
}
