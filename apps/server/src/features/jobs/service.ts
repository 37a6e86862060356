import type { Job } from '@wharf/api';
import { cancelJob as cancel } from '@wharf/jobs';
import type { UserActor } from '../../auth/user-actor.ts';
import { notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { recordEvent } from '../record-event.ts';
import { presentJob } from './present.ts';
import { findJob } from './queries.ts';

/** @throws ApiError `not-found`, for one out of the actor's sight too */
export async function getJob({ database: { db }, now }: Services, actor: UserActor, id: string): Promise<Job> {
  const row = await findJob(db, actor, id);
  if (!row) throw notFound(`the task ${id}`);
  return presentJob(row, now());
}

/**
 * Asks for its end; one that has ended, or was asked before, stays as it is.
 * @throws ApiError `not-found`
 */
export async function cancelJob(services: Services, actor: UserActor, id: string): Promise<Job> {
  const at = services.now();
  await services.database.db.transaction().execute(async (trx) => {
    const row = await findJob(trx, actor, id);
    if (!row) throw notFound(`the task ${id}`);
    if (row.cancel_requested_at !== null || !(await cancel(trx, id, at))) return;
    await recordEvent(trx, {
      type: 'JobCancelled',
      accountId: row.account_id ?? actor.accountId,
      ...(row.organization_id !== null && { organizationId: row.organization_id }),
      payload: { job: id, kind: row.kind, author: row.author_name },
      author: actor,
      at,
    });
  });
  // What runs in this process hears of it now.
  services.wakeJobs();
  return await getJob(services, actor, id);
}
