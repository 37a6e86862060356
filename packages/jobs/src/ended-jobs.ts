import type { Database } from '@wharf/db';
import type { Kysely, SelectQueryBuilder } from 'kysely';

const keptMs = 30 * 24 * 60 * 60 * 1000;
// Of each kind: many small tasks must not push the rare ones out.
const keptCount = 2_000;
const removedAtOnce = 500;

/** Forgets jobs that ended more than 30 days ago, and of each of these kinds all but the last 2 000. */
export async function removeEndedJobs(db: Kysely<Database>, kinds: readonly string[], now: Date): Promise<void> {
  const tooOld = now.getTime() - keptMs;
  await removeAll(db, endedByTime(db).where('ended_at', '<=', tooOld));
  for (const kind of kinds) {
    const firstTooMany = await endedOfKind(db, kind, 'desc').offset(keptCount).limit(1).executeTakeFirst();
    if (firstTooMany) await removeAll(db, endedOfKind(db, kind, 'asc').where('id', '<=', firstTooMany.id));
  }
}

async function removeAll(db: Kysely<Database>, found: SelectQueryBuilder<Database, 'jobs', { id: string }>) {
  for (;;) {
    const rows = await found.limit(removedAtOnce).execute();
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await db.deleteFrom('jobs').where('id', 'in', ids).execute();
    if (ids.length < removedAtOnce) return;
  }
}

export function endedByTime(db: Kysely<Database>) {
  return db.selectFrom('jobs').select('id').where('ended_at', 'is not', null).orderBy('ended_at').orderBy('id');
}

export function endedOfKind(db: Kysely<Database>, kind: string, direction: 'asc' | 'desc') {
  return db
    .selectFrom('jobs')
    .select('id')
    .where('kind', '=', kind)
    .where('ended_at', 'is not', null)
    .orderBy('id', direction);
}
