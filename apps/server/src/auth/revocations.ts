import type { Database, WharfDatabase } from '@wharf/db';
import type { Log } from '@wharf/registry';
import { type Kysely, sql } from 'kysely';

/** What a registry token depends on. When it is revoked, the tokens made before hold no more. */
export type Subject = `${'user' | 'account' | 'credential' | 'robot' | 'organization'}:${string}`;

/**
 * A token's subjects, each with the last revocation of it that was in the database when its maker was judged (0: none).
 * Not the token's time: nodes' clocks differ, and what was revoked between judgement and issue must count.
 */
export type Standing = Partial<Record<Subject, number>>;

/** What this process knows of the revocations of all nodes. */
export interface Revocations {
  /** False when one of the subjects was revoked since. Looks only into memory. */
  hold(standing: Standing): boolean;
  stop(): Promise<void>;
}

const pollEveryMs = 2000;
// For clocks that differ, and for transactions that were committed long after they read theirs.
const recentMs = 10 * 60 * 1000;
/** Longer than any token lives (an hour at most). */
const knownMs = 2 * 60 * 60 * 1000;
// When a row goes, no process may know it any more: it would refuse the tokens made after, which name no revocation.
const keptMs = 3 * 60 * 60 * 1000;
const sweepEveryMs = 10 * 60 * 1000;

/**
 * Ends all tokens that depend on `subject` and were made before, within seconds on every node. Call it in the
 * transaction that takes the right away: who is judged after it commits may get a new token at once.
 */
export async function revoke(trx: Kysely<Database>, subject: Subject, at: Date): Promise<void> {
  await trx
    .insertInto('revocations')
    .values({ subject, at: at.getTime() })
    .onConflict((conflict) =>
      conflict.column('subject').doUpdateSet({
        // Two of one subject never look the same, even by clocks that go back.
        at: sql`case when excluded.at > revocations.at then excluded.at else revocations.at + 1 end`,
      }),
    )
    .execute();
}

/** SQL for the last revocation of a subject, to be read in the very statement that judges: both see the same moment. */
export function lastRevocation(kind: 'user' | 'account' | 'credential' | 'robot', idColumn: string) {
  return sql<number>`coalesce((select at from revocations where subject = ${sql.lit(`${kind}:`)} || ${sql.ref(idColumn)}), 0)`;
}

/** Columns of a statement over `users`, for `userStanding`. */
export function userRevocations() {
  return [
    lastRevocation('user', 'users.id').as('user_revocation'),
    lastRevocation('account', 'users.account_id').as('account_revocation'),
  ] as const;
}

export interface UserRevocations {
  user_id: string;
  account_id: string;
  user_revocation: number;
  account_revocation: number;
}

export function userStanding(row: UserRevocations): Standing {
  return { [`user:${row.user_id}`]: row.user_revocation, [`account:${row.account_id}`]: row.account_revocation };
}

/**
 * Reads the revocations of all nodes every two seconds into memory, so that a pull asks nobody.
 * @returns when those that there are have been read: a process that starts knows them.
 */
export async function startRevocations(
  database: WharfDatabase,
  log: Log,
  now: () => Date,
  everyMs = pollEveryMs,
): Promise<Revocations> {
  const { db } = database;
  const known = new Map<string, number>();
  let sweptAt = now().getTime();
  let seenVersion: number | undefined;

  async function read(since: number): Promise<void> {
    // SQLite tells cheaply that nobody wrote anything.
    const version = database.version?.();
    if (version !== undefined && version === seenVersion) return;
    const rows = await db.selectFrom('revocations').select(['subject', 'at']).where('at', '>', since).execute();
    for (const { subject, at } of rows) known.set(subject, at);
    seenVersion = version;
  }

  async function sweep(): Promise<void> {
    const time = now().getTime();
    for (const [subject, at] of known) if (at < time - knownMs) known.delete(subject);
    await db
      .deleteFrom('revocations')
      .where('at', '<', time - keptMs)
      .execute();
    sweptAt = time;
  }

  async function poll(): Promise<void> {
    try {
      await read(now().getTime() - recentMs);
      if (now().getTime() - sweptAt >= sweepEveryMs) await sweep();
    } catch (error) {
      // Without the database no manifest is found either, so nothing is pulled meanwhile by what was revoked.
      log.warn({ err: error }, 'revocations could not be read; trying again');
    }
  }

  await read(now().getTime() - knownMs);
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  function schedule(): void {
    timer = setTimeout(() => {
      running = poll().then(() => {
        if (!stopped) schedule();
      });
    }, everyMs);
    timer.unref();
  }
  schedule();
  return {
    hold(standing) {
      for (const subject in standing) {
        const at = known.get(subject);
        if (at !== undefined && at > (standing[subject as Subject] ?? 0)) return false;
      }
      return true;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      return running;
    },
  };
}
