import type { Database, JobsTable, WharfDatabase } from '@wharf/db';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { JobProgress } from './job-kind.ts';

export type JobRow = Selectable<JobsTable>;

/** A lease that ran out more often than this, beyond the kind's own attempts, is the job's fault: it ends its process. */
export const lostLeases = 10;

/** Those whose time has come, and those whose lease has run out: only who runs has one. */
export function dueJobs(db: Kysely<Database>, kinds: readonly string[], at: number) {
  return (
    db
      .selectFrom('jobs')
      .selectAll()
      .where('ended_at', 'is', null)
      // Not by the kind's own index, which SQLite would take: it holds all that ever ended.
      .where(sql<string>`kind || ''`, 'in', kinds)
      .where('run_at', '<=', at)
      .where((eb) => eb(eb.fn.coalesce('leased_until', 'run_at'), '<=', at))
      .orderBy('run_at')
      .orderBy('id')
      .limit(1)
  );
}

/**
 * Takes the first job that is due for `holder`, or that a process left behind.
 * @returns the row as it was before
 */
export async function leaseJob(
  { db }: WharfDatabase,
  kinds: readonly { kind: string; maxAttempts: number }[],
  holder: string,
  now: Date,
  leaseMs: number,
): Promise<JobRow | undefined> {
  const at = now.getTime();
  const names = kinds.map(({ kind }) => kind);
  // Mostly nothing is due: asked without a transaction, which would make writers wait.
  if (!(await dueJobs(db, names, at).executeTakeFirst())) return undefined;
  return await db.transaction().execute(async (trx) => {
    const row = await dueJobs(trx, names, at).forUpdate().skipLocked().executeTakeFirst();
    if (!row) return undefined;
    await trx
      .updateTable('jobs')
      .set({
        state: 'running',
        waits_for: null,
        attempts: row.attempts + 1,
        max_attempts: kinds.find(({ kind }) => kind === row.kind)?.maxAttempts ?? row.max_attempts,
        leased_by: holder,
        leased_until: at + leaseMs,
        started_at: row.started_at ?? at,
      })
      .where('id', '=', row.id)
      .execute();
    return row;
  });
}

/** Lets go of what earlier lives of this node's process held: they are gone. */
export async function releaseLeases(db: Kysely<Database>, node: string): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ leased_until: 0 })
    .where('ended_at', 'is', null)
    .where('state', '=', 'running')
    // Ids come after the colon.
    .where('leased_by', '>=', `${node}:`)
    .where('leased_by', '<', `${node};`)
    .execute();
}

/** How the held jobs stand; what is not among them was taken over or removed. */
export async function heldJobs(
  db: Kysely<Database>,
  holder: string,
  ids: readonly string[],
): Promise<Map<string, { cancelled: boolean }>> {
  const rows = await db
    .selectFrom('jobs')
    .select(['id', 'cancel_requested_at'])
    .where('id', 'in', ids)
    .where('leased_by', '=', holder)
    .where('state', '=', 'running')
    .execute();
  return new Map(rows.map((row) => [row.id, { cancelled: row.cancel_requested_at !== null }]));
}

/** A beat of the heart: the lease goes on. Nothing is lost when a loss of power takes it back. */
export async function renewLease(
  database: WharfDatabase,
  holder: string,
  id: string,
  until: number,
  progress: JobProgress | undefined,
): Promise<void> {
  await database.relaxed((trx) =>
    trx
      .updateTable('jobs')
      .set({ leased_until: until, ...(progress && { progress: JSON.stringify(progress) }) })
      .where('id', '=', id)
      .where('leased_by', '=', holder)
      .where('state', '=', 'running')
      .execute(),
  );
}
