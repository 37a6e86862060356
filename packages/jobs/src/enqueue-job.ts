import { type Database, newId } from '@wharf/db';
import { type Kysely, sql } from 'kysely';
import type { JobAuthor } from './job-kind.ts';

export interface NewJob {
  kind: string;
  params: Record<string, unknown>;
  /** Whose it is; with an organization alone, that one's account. Without both, the server's own. */
  accountId?: string;
  organizationId?: string;
  /** Not two unended jobs of the same kind and key. */
  uniqueKey?: string;
  /** Not before then. */
  runAt?: Date;
  author: JobAuthor;
}

/**
 * Writes a job down; in a transaction, it comes to be with what else that does.
 * @returns the job's id; `created` false when an unended job of the same key is there, whose id it is
 */
export async function enqueueJob(
  db: Kysely<Database>,
  job: NewJob,
  now: Date,
): Promise<{ id: string; created: boolean }> {
  for (;;) {
    const id = newId();
    const inserted = await insertJob(db, id, job, now);
    if (inserted) return { id, created: true };
    const there = await unendedJob(db, job.kind, job.uniqueKey ?? '');
    // Else it ended just now.
    if (there) return { id: there, created: false };
  }
}

async function insertJob(db: Kysely<Database>, id: string, job: NewJob, now: Date): Promise<boolean> {
  const runAt = Math.max(job.runAt?.getTime() ?? 0, now.getTime());
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('jobs')
    .values((eb) => ({
      id,
      kind: job.kind,
      params: JSON.stringify(job.params),
      account_id:
        job.accountId === undefined && job.organizationId !== undefined
          ? eb.selectFrom('organizations').select('account_id').where('id', '=', job.organizationId)
          : (job.accountId ?? null),
      organization_id: job.organizationId ?? null,
      unique_key: job.uniqueKey ?? null,
      state: sql.lit('waiting' as const),
      waits_for: runAt > now.getTime() ? 'start-time' : null,
      attempts: 0,
      // The kind's own number is written when an attempt begins.
      max_attempts: 1,
      run_at: runAt,
      author_id: job.author.id,
      author_name: job.author.name,
      created_at: now.getTime(),
    }))
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'unique_key'])
        .where('ended_at', 'is', null)
        .where('unique_key', 'is not', null)
        .doNothing(),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

async function unendedJob(db: Kysely<Database>, kind: string, uniqueKey: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('jobs')
    .select('id')
    .where('kind', '=', kind)
    .where('unique_key', '=', uniqueKey)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row?.id;
}
