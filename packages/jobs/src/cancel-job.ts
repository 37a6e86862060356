import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

/**
 * Asks for a job's end: one that waits ends at once, one that runs when its process has seen it, within a second or two.
 * @returns false when the job is not there or has ended
 */
export async function cancelJob(db: Kysely<Database>, id: string, now: Date): Promise<boolean> {
  const at = now.getTime();
  // In one statement, because the job may begin or end at this moment. Nobody is left to end one whose lease has run out.
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set((eb) => {
      const idle = eb.or([eb('state', '=', 'waiting'), eb('leased_until', '<', at)]);
      return {
        cancel_requested_at: eb.fn.coalesce('cancel_requested_at', eb.val(at)),
        state: eb
          .case()
          .when(idle)
          .then(eb.val('cancelled' as const))
          .else(eb.ref('state'))
          .end(),
        ended_at: eb.case().when(idle).then(eb.val(at)).else(eb.ref('ended_at')).end(),
      };
    })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
