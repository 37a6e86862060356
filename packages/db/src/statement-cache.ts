import type { Database, Statement } from 'better-sqlite3';

/** Lists of varying length make many texts: beyond this the oldest statement is dropped. */
const capacity = 400;

/** Prepares each SQL text once per handle. */
export class StatementCache {
  readonly handle: Database;
  readonly #statements = new Map<string, Statement<unknown[]>>();

  constructor(handle: Database) {
    this.handle = handle;
  }

  get(sql: string): Statement<unknown[]> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.handle.prepare<unknown[]>(sql);
    if (this.#statements.size >= capacity) {
      for (const oldest of this.#statements.keys()) {
        this.#statements.delete(oldest);
        break;
      }
    }
    this.#statements.set(sql, statement);
    return statement;
  }
}
