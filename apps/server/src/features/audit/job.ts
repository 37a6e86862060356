import { type Database, firstIdAt } from '@wharf/db';
import type { JobKind } from '@wharf/jobs';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Services } from '../../bff/services.ts';

export const removeEventsKind = 'remove-events';
/** Once a day is enough for a time of days; away from the hour at which everything begins. */
export const removeEventsCron = '41 2 * * *';

/** Of one statement: pushes write to the same table. */
const removedAtOnce = 1_000;
const dayMs = 24 * 60 * 60_000;

/** Removes events that are older than the record is kept, but for those that a follower has not read yet. */
export function removeEventsJob({ database: { db }, config, now }: Services): JobKind<Record<string, never>> {
  return {
    kind: removeEventsKind,
    params: z.object({}),
    maxAttempts: 5,
    async run({ signal, progress }) {
      const before = firstIdAt(now().getTime() - config.auditDays * dayMs);
      for (let events = 0; ; ) {
        signal.throwIfAborted();
        progress({ done: events, total: null, unit: 'items', step: 'remove' });
        const removed = await removeSome(db, before);
        events += removed;
        if (removed < removedAtOnce) return { events };
      }
    },
  };
}

async function removeSome(db: Kysely<Database>, before: string): Promise<number> {
  const { read } = await db
    .selectFrom('event_followers')
    .select((eb) => eb.fn.min('last_event_id').as('read'))
    .executeTakeFirstOrThrow();
  const found = db.selectFrom('events').select('id').where('id', '<', before).orderBy('id').limit(removedAtOnce);
  const rows = await (read === null ? found : found.where('id', '<=', read)).execute();
  if (rows.length > 0) {
    const ids = rows.map(({ id }) => id);
    await db.deleteFrom('events').where('id', 'in', ids).execute();
  }
  return rows.length;
}
