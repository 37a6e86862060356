import { createHash } from 'node:crypto';
import type { Database, WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import { sql, type Transaction } from 'kysely';
import { type Attempts, createAttempts, type Failures, forgetAfterMs, freeFailures } from './attempts.ts';

export interface SharedAttempts extends Attempts {
  /** Tells the other processes what failed here, and learns what failed there. */
  sync(): Promise<void>;
  stop(): Promise<void>;
}

const syncEveryMs = 2000;
// For clocks that differ and for writes that took their time.
const overlapMs = 60 * 1000;
const sweepEveryMs = 10 * 60 * 1000;
const rowsAStatement = 500;

/** What this process has not told yet: failures to add, or that all is forgiven (`added` 0). */
interface Change extends Failures {
  added: number;
  forgiven: boolean;
}

/**
 * Attempts that all processes of all nodes count together. Each decides at once by what it knows and syncs every two
 * seconds, so an attacker gains the free failures of each process once, and only what fails costs a write. Keys are stored
 * as hashes: people type their password into the wrong field.
 */
export function startSharedAttempts(database: WharfDatabase, log: Log, now: () => Date): SharedAttempts {
  const time = () => now().getTime();
  const local = createAttempts(time);
  let changes = new Map<string, Change>();
  let readUntil = 0;
  let seenVersion: number | undefined;
  let sweptAt = time();
  let running: Promise<void> = Promise.resolve();

  async function tellAndLearn(): Promise<void> {
    const told = changes;
    changes = new Map();
    try {
      if (told.size > 0) await database.relaxed((trx) => write(trx, told));
      await learn();
      if (time() - sweptAt < sweepEveryMs) return;
      await database.db
        .deleteFrom('failed_logins')
        .where('at', '<', time() - forgetAfterMs)
        .execute();
      sweptAt = time();
    } catch (error) {
      // This process goes on by itself; what was not told is known here all the same.
      log.warn({ err: error }, 'failed logins could not be shared with other processes; trying again');
    }
  }

  async function learn(): Promise<void> {
    const version = database.version?.();
    if (version !== undefined && version === seenVersion) return;
    const rows = await database.db
      .selectFrom('failed_logins')
      .select(['key', 'count', 'free', 'at'])
      .where('at', '>', Math.max(readUntil - overlapMs, time() - forgetAfterMs))
      .execute();
    for (const { key, ...failures } of rows) {
      if (!changes.has(key)) local.put(key, failures);
      readUntil = Math.max(readUntil, failures.at);
    }
    // A clock that is ahead must not hide what others tell.
    readUntil = Math.min(readUntil, time());
    seenVersion = version;
  }

  function sync(): Promise<void> {
    running = running.then(tellAndLearn);
    return running;
  }

  const timer = setInterval(sync, syncEveryMs);
  timer.unref();
  return {
    blockedFor: (key) => local.blockedFor(hashed(key)),
    failed(key, free = freeFailures) {
      const id = hashed(key);
      local.failed(id, free);
      const before = changes.get(id);
      const added = (before?.added ?? 0) + 1;
      changes.set(id, { count: added, free, at: time(), added, forgiven: before?.forgiven ?? false });
    },
    succeeded(key) {
      const id = hashed(key);
      // Most who come have failed nowhere: then there is nothing to tell.
      if (!local.of(id)) return;
      local.succeeded(id);
      changes.set(id, { count: 0, free: 0, at: time(), added: 0, forgiven: true });
    },
    sync,
    stop() {
      clearInterval(timer);
      return sync();
    },
  };
}

async function write(trx: Transaction<Database>, told: Map<string, Change>): Promise<void> {
  // Sorted, so that nodes lock rows in the same order.
  const rows = [...told].sort(([one], [other]) => (one < other ? -1 : 1));
  for (const forgiven of [true, false]) {
    const values = rows
      .filter(([, change]) => change.forgiven === forgiven)
      .map(([key, { count, free, at }]) => ({ key, count, free, at }));
    for (let start = 0; start < values.length; start += rowsAStatement) {
      await trx
        .insertInto('failed_logins')
        .values(values.slice(start, start + rowsAStatement))
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: forgiven ? sql`excluded.count` : countNow,
            free: sql`excluded.free`,
            at: sql`excluded.at`,
          }),
        )
        .execute();
    }
  }
}

const countNow = sql<number>`excluded.count + case when failed_logins.at > excluded.at - ${sql.lit(forgetAfterMs)} then failed_logins.count else 0 end`;

function hashed(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
