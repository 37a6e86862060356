import type { Result } from '@wharf/api';
import type { Database } from '@wharf/db';
import { type ResourceTag, resourceTagLimits } from '@wharf/oci';
import type { Kysely, Transaction } from 'kysely';
import type { FoundOrganization } from '../../auth/facts.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization, authorizeRepository } from '../authorize.ts';
import { recordEvent } from '../record-event.ts';
import { listResourceTags } from '../resource-tag-filter.ts';
import { listPairs, lockResource, putTags, type Resource, removeTags } from './queries.ts';

/** An organization, or an image in it. */
export interface Place {
  organization: string;
  repository?: string;
}

interface Marked extends Resource {
  name: string;
  organization: FoundOrganization;
}

/**
 * Images are marked by who may edit them, organizations by who manages them. Marks tell of owners and costs: who only may
 * pull a public image does not see them.
 * @throws ApiError `not-found`, `forbidden`
 */
async function authorize(
  db: Kysely<Database>,
  actor: UserActor,
  { organization: name, repository }: Place,
  to: 'see' | 'change',
  at: Date,
): Promise<Marked> {
  if (repository === undefined) {
    const organization = await authorizeOrganization(db, actor, name, to === 'see' ? 'read' : 'manage');
    return { kind: 'organization', id: organization.id, name, organization };
  }
  const place = { organization: name, repository };
  const { id, organization, held } = await authorizeRepository(db, actor, place, to === 'see' ? 'read' : 'edit', at);
  if (!held) throw notFound(`the resource tags of the image ${name}/${repository}`);
  return { kind: 'repository', id, name: `${name}/${repository}`, organization };
}

async function tagsOf(db: Kysely<Database>, id: string): Promise<ResourceTag[]> {
  return (await listResourceTags(db, [id])).get(id) ?? [];
}

export async function getTags(
  { database: { db }, now }: Services,
  actor: UserActor,
  place: Place,
): Promise<ResourceTag[]> {
  const { id } = await authorize(db, actor, place, 'see', now());
  return await tagsOf(db, id);
}

/** @throws ApiError `not-found`, `forbidden`, `quota-used-up` */
export async function updateTags(
  services: Services,
  actor: UserActor,
  place: Place,
  change: { remove: string[]; put: ResourceTag[] },
): Promise<ResourceTag[]> {
  return await services.database.db.transaction().execute(async (trx) => {
    const resource = await authorize(trx, actor, place, 'change', services.now());
    if (!(await lockResource(trx, resource))) throw notFound(`the image ${resource.name}`);
    const before = await tagsOf(trx, resource.id);
    await removeTags(trx, resource.id, change.remove);
    await putTags(trx, resource, change.put);
    const after = await tagsOf(trx, resource.id);
    if (after.length > resourceTagLimits.perResource) throw tooMany(resource.name, after.length);
    if (JSON.stringify(after) !== JSON.stringify(before)) await record(trx, services, actor, resource, before, after);
    return after;
  });
}

function tooMany(name: string, count: number): ApiError {
  const limit = resourceTagLimits.perResource;
  return new ApiError('quota-used-up', `${name} would have ${count} resource tags; at most ${limit} are allowed`, {
    detail: { reason: 'resource-tags', used: count, limit },
  });
}

async function record(
  trx: Transaction<Database>,
  services: Services,
  actor: UserActor,
  { kind, id, name, organization }: Marked,
  before: ResourceTag[],
  after: ResourceTag[],
): Promise<void> {
  await recordEvent(trx, {
    type: 'ResourceTagsUpdated',
    accountId: organization.accountId,
    organizationId: organization.id,
    ...(kind === 'repository' && { repositoryId: id }),
    payload: { [kind]: name, resourceTags: after, previous: before },
    author: actor,
    at: services.now(),
  });
}

const keysShown = 100;
const valuesShown = 50;
const pairsRead = 2000;

/** What a filter can offer. */
export async function listKeys(
  db: Kysely<Database>,
  actor: UserActor,
  on: 'organizations' | 'repositories',
): Promise<Result<'listResourceTagKeys'>> {
  const pairs = await listPairs(db, actor, on, pairsRead + 1);
  const byKey = new Map<string, string[]>();
  for (const { key, value } of pairs) {
    const values = byKey.get(key);
    if (values) values.push(value);
    else byKey.set(key, [value]);
  }
  const items = [...byKey].slice(0, keysShown).map(([key, values]) => ({
    key,
    values: values.slice(0, valuesShown),
    more: values.length > valuesShown,
  }));
  return { items, more: pairs.length > pairsRead || byKey.size > keysShown };
}
