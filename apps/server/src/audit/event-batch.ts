import type { Database, WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import type { Transaction } from 'kysely';

/** Collects what no transaction did, so that telling of it is never on the path of a request. */
export interface EventBatch<T> {
  /** Cheap, and never throws. What comes while too much waits is lost: false, and the log says how much. */
  add(item: T): boolean;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Flushes a last time. */
  stop(): Promise<void>;
}

const flushEveryMs = 2000;

/** @param parts.write its events, in one transaction */
export function createEventBatch<T>(parts: {
  database: WharfDatabase;
  log: Log;
  /** How many may wait. */
  limit: number;
  write(trx: Transaction<Database>, items: T[]): Promise<void>;
}): EventBatch<T> {
  const { database, log, limit, write } = parts;
  let waiting: T[] = [];
  let lost = 0;
  let running: Promise<void> = Promise.resolve();

  async function writeWaiting(): Promise<void> {
    if (lost > 0) log.warn({ lost }, 'more happened than could be recorded as events');
    lost = 0;
    if (waiting.length === 0) return;
    const taken = waiting;
    waiting = [];
    try {
      await database.db.transaction().execute((trx) => write(trx, taken));
    } catch (error) {
      // A deadlock with another node or a short absence of the database: the next turn takes these along.
      log.warn({ err: error }, 'events could not be written; trying again');
      waiting = [...taken, ...waiting].slice(0, limit);
    }
  }

  function flush(): Promise<void> {
    running = running.then(writeWaiting);
    return running;
  }

  const timer = setInterval(flush, flushEveryMs);
  timer.unref();
  return {
    add(item) {
      const room = waiting.length < limit;
      if (room) waiting.push(item);
      else lost += 1;
      return room;
    },
    flush,
    stop() {
      clearInterval(timer);
      return flush();
    },
  };
}
