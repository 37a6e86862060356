import type { Database } from '@wharf/db';
import { Cron } from 'croner';
import type { Kysely } from 'kysely';
import { enqueueJob } from './enqueue-job.ts';

/** A job that comes back. */
export interface JobSchedule {
  kind: string;
  params: Record<string, unknown>;
  /** Five fields, in the time zone of the process; undefined: never. */
  cron: string | undefined;
}

const uniqueKey = 'schedule';

/** Whether `text` is a cron expression of five fields that comes due at all. */
export function isSchedule(text: string): boolean {
  try {
    return cronOf(text).nextRun() !== null;
  } catch {
    return false;
  }
}

function cronOf(text: string): Cron {
  return new Cron(text, { mode: '5-part' });
}

/**
 * Sees to it that the schedule's next run waits in the queue, at the time that the expression says now. A run that was
 * missed while no server ran is made up for, once; one that somebody cancelled is left out.
 */
export async function keepSchedule(db: Kysely<Database>, schedule: JobSchedule, now: Date): Promise<void> {
  const last = await db
    .selectFrom('jobs')
    .select(['id', 'state', 'run_at', 'attempts', 'ended_at'])
    .where('kind', '=', schedule.kind)
    .where('unique_key', '=', uniqueKey)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  const unbegun = last?.state === 'waiting' && last.attempts === 0;
  if (schedule.cron === undefined) {
    // A missed run too: whoever says never does not want one.
    if (unbegun) await db.deleteFrom('jobs').where('id', '=', last.id).where('state', '=', 'waiting').execute();
    return;
  }
  const waits = unbegun && last.run_at > now.getTime();
  if (last && last.ended_at === null && !waits) return;
  const after = waits || !last ? now : new Date(Math.max(now.getTime(), last.run_at));
  const runAt = cronOf(schedule.cron).nextRun(after);
  if (!waits) {
    const { kind, params } = schedule;
    if (runAt) await enqueueJob(db, { kind, params, uniqueKey, runAt, author: { id: null, name: 'schedule' } }, now);
    return;
  }
  // Else the expression was changed.
  if (runAt && runAt.getTime() !== last.run_at) await postpone(db, last.id, runAt);
}

async function postpone(db: Kysely<Database>, id: string, runAt: Date): Promise<void> {
  const columns = { run_at: runAt.getTime() };
  await db.updateTable('jobs').set(columns).where('id', '=', id).where('state', '=', 'waiting').execute();
}
