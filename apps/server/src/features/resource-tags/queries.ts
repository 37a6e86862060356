import type { Database } from '@wharf/db';
import type { ResourceTag } from '@wharf/oci';
import type { Actor } from '@wharf/policies/access';
import type { Kysely, Transaction } from 'kysely';
import { organizationHeld, repositoryHeld } from '../sight.ts';

export interface Resource {
  kind: 'organization' | 'repository';
  id: string;
}

/** Makes two changes of one resource's tags wait for each other: only so can they be counted. False when it is not there. */
export async function lockResource(trx: Transaction<Database>, { kind, id }: Resource): Promise<boolean> {
  const row =
    kind === 'organization'
      ? await trx.selectFrom('organizations').select('id').where('id', '=', id).forUpdate().executeTakeFirst()
      : await trx
          .selectFrom('repositories')
          .select('id')
          .where('id', '=', id)
          .where('pushed_at', 'is not', null)
          .forUpdate()
          .executeTakeFirst();
  return row !== undefined;
}

export async function removeTags(trx: Transaction<Database>, resourceId: string, keys: string[]): Promise<void> {
  if (keys.length === 0) return;
  await trx.deleteFrom('resource_tags').where('resource_id', '=', resourceId).where('key', 'in', keys).execute();
}

export async function putTags(trx: Transaction<Database>, { kind, id }: Resource, tags: ResourceTag[]): Promise<void> {
  if (tags.length === 0) return;
  const owner = {
    resource_id: id,
    organization_id: kind === 'organization' ? id : null,
    repository_id: kind === 'repository' ? id : null,
  };
  await trx
    .insertInto('resource_tags')
    .values(tags.map((tag) => ({ ...owner, ...tag })))
    .onConflict((conflict) =>
      conflict.columns(['resource_id', 'key']).doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })),
    )
    .execute();
}

/** Different keys and values on what `actor` holds a level on, in order. */
export async function listPairs(
  db: Kysely<Database>,
  actor: Actor,
  on: 'organizations' | 'repositories',
  limit: number,
): Promise<ResourceTag[]> {
  const pairs = db
    .selectFrom('resource_tags')
    .select(['resource_tags.key', 'resource_tags.value'])
    .distinct()
    .orderBy('resource_tags.key')
    .orderBy('resource_tags.value')
    .limit(limit);
  if (on === 'organizations') {
    return await pairs
      .where('resource_tags.organization_id', 'is not', null)
      .where(
        organizationHeld<'resource_tags'>(actor, (eb) => eb.ref('resource_tags.organization_id').$castTo<string>()),
      )
      .execute();
  }
  return await pairs
    .where('resource_tags.repository_id', 'is not', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('repositories')
          .select('repositories.id')
          .whereRef('repositories.id', '=', 'resource_tags.repository_id')
          .where(repositoryHeld<'repositories' | 'resource_tags'>(actor)),
      ),
    )
    .execute();
}
