import type { Database } from '@wharf/db';
import type { Actor } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { organizationHeld, organizationInSight, repositoryInSight } from '../sight.ts';

/** Counts over the organizations that `actor` sees. */
export async function countContent(db: Kysely<Database>, actor: Actor) {
  const [organizations, repositories] = await Promise.all([
    db
      .selectFrom('organizations')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where(organizationInSight<'organizations'>(actor, (eb) => eb.ref('organizations.id')))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('repositories')
      .select((eb) => [
        eb.fn.countAll<number>().as('count'),
        eb.fn.coalesce(eb.fn.sum<number>('tag_count'), eb.lit(0)).as('tags'),
      ])
      .where('pushed_at', 'is not', null)
      .where(repositoryInSight(actor))
      .executeTakeFirstOrThrow(),
  ]);
  return { organizations: organizations.count, images: repositories.count, tags: repositories.tags };
}

/** Bytes that the content in sight takes in storage: what several repositories share counts once. */
export async function sumBytes(db: Kysely<Database>, actor: Actor): Promise<number> {
  const repositories = db.selectFrom('repositories').select('repositories.id').where(repositoryInSight(actor));
  const blobs = db
    .selectFrom('blobs')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size'), eb.lit(0)).as('bytes'))
    .where(
      'digest',
      'in',
      db.selectFrom('repository_blobs').select('digest').where('repository_id', 'in', repositories),
    );
  const manifests = db
    .selectFrom(
      db
        .selectFrom('manifests')
        .select(['digest', (eb) => eb.fn.max<number>('size').as('size')])
        .where('repository_id', 'in', repositories)
        .groupBy('digest')
        .as('distinct_manifests'),
    )
    .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('size'), eb.lit(0)).as('bytes'));
  const [first, second] = await Promise.all([blobs.executeTakeFirstOrThrow(), manifests.executeTakeFirstOrThrow()]);
  return first.bytes + second.bytes;
}

/** Traffic of each day from `since` (`2026-11-24`, UTC) on that had any. */
export async function listTraffic(db: Kysely<Database>, actor: Actor, since: string) {
  return await db
    .selectFrom('traffic_days')
    .select((eb) => [
      'day',
      eb.fn.sum<number>('pulls').as('pulls'),
      eb.fn.sum<number>('pulled_bytes').as('pulledBytes'),
      eb.fn.sum<number>('pushed_bytes').as('pushedBytes'),
    ])
    .where('day', '>=', since)
    .where(organizationHeld<'traffic_days'>(actor, (eb) => eb.ref('traffic_days.organization_id')))
    .groupBy('day')
    .execute();
}
