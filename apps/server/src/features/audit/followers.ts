import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

/** A new one begins with what happens from now on. */
export async function openFollower(db: Kysely<Database>, name: string): Promise<void> {
  const known = await db.selectFrom('event_followers').select('name').where('name', '=', name).executeTakeFirst();
  if (known) return;
  const last = await db.selectFrom('events').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst();
  await db
    .insertInto('event_followers')
    .values({ name, last_event_id: last?.id ?? '' })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}

/** Makes `node` the follower's only process until `until`; gives how far it has come, undefined while another one is at it. */
export async function claimFollower(
  db: Kysely<Database>,
  name: string,
  node: string,
  at: Date,
  until: Date,
): Promise<string | undefined> {
  const claimed = await db
    .updateTable('event_followers')
    .set({ leased_by: node, leased_until: until.getTime() })
    .where('name', '=', name)
    .where((eb) =>
      eb.or([eb('leased_until', 'is', null), eb('leased_until', '<=', at.getTime()), eb('leased_by', '=', node)]),
    )
    .returning('last_event_id')
    .executeTakeFirst();
  return claimed?.last_event_id;
}

export async function moveFollower(
  db: Kysely<Database>,
  name: string,
  { node, from, to }: { node: string; from: string; to: string },
): Promise<void> {
  await db
    .updateTable('event_followers')
    .set({ last_event_id: to, error: null, error_at: null })
    .where('name', '=', name)
    .where('leased_by', '=', node)
    .where('last_event_id', '=', from)
    .execute();
}

export async function tellFollowerError(db: Kysely<Database>, name: string, error: string, at: Date): Promise<void> {
  await db.updateTable('event_followers').set({ error, error_at: at.getTime() }).where('name', '=', name).execute();
}

/** Forgets forwarders that the configuration no longer names: events must not be kept for them. */
export async function dropForwarders(db: Kysely<Database>, except: readonly string[]): Promise<void> {
  const dropped = db.deleteFrom('event_followers').where('name', 'like', 'forward-%');
  await (except.length > 0 ? dropped.where('name', 'not in', except) : dropped).execute();
}

export async function findFollowers(db: Kysely<Database>, names: readonly string[]) {
  if (names.length === 0) return [];
  return await db.selectFrom('event_followers').selectAll().where('name', 'in', names).execute();
}
