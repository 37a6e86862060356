import type { Organization } from '@wharf/api';
import { type Database, newId } from '@wharf/db';
import { decideOrganization, type Level, type Visibility } from '@wharf/policies/access';
import { decideQuota, quotaText } from '@wharf/policies/quota';
import type { Transaction } from 'kysely';
import { revoke } from '../../auth/revocations.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { authorizeOrganization } from '../authorize.ts';
import { isoTime } from '../iso-time.ts';
import { libraryName } from '../library.ts';
import { lockAccount } from '../lock-account.ts';
import { newGrant } from '../new-grant.ts';
import { recordEvent } from '../record-event.ts';
import { getQuota, holdsDeletions, holdsImages, listMemberIds, lockOrganization } from './queries.ts';

/**
 * Whoever creates an organization manages it.
 * @throws ApiError `name-taken` (by any account of the server, or kept for the server), `quota-used-up`
 */
export async function createOrganization(
  services: Services,
  actor: UserActor,
  { name, visibility }: { name: string; visibility: Visibility },
): Promise<Organization> {
  if (name === libraryName && actor.role !== 'system-administrator') throw nameTaken(name);
  return await services.database.db.transaction().execute(async (trx) => {
    // Counted under the lock: two creations at the same time cannot both be the last one that fits.
    await lockAccount(trx, actor.accountId);
    if (name !== libraryName) await refuseAboveQuota(trx, actor.accountId);
    const at = services.now();
    const row = {
      id: newId(),
      account_id: actor.accountId,
      name,
      created_at: at.getTime(),
      created_by: actor.name,
      visibility,
    };
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('organizations')
      .values(row)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw nameTaken(name);
    await grantUnlessManaging(trx, actor, row);
    await recordEvent(trx, {
      type: 'OrganizationCreated',
      accountId: actor.accountId,
      organizationId: row.id,
      payload: { organization: name, visibility },
      author: actor,
      at,
    });
    const level: Level = 'manage';
    return {
      id: row.id,
      name,
      level,
      visibility,
      imageCount: 0,
      bytes: 0,
      createdAt: isoTime(row.created_at),
      createdBy: actor.name,
      resourceTags: [],
    };
  });
}

// Administrators manage by their role; a grant would outlive it.
async function grantUnlessManaging(
  trx: Transaction<Database>,
  actor: UserActor,
  organization: { id: string; name: string; created_at: number },
): Promise<void> {
  const facts = { id: organization.id, accountId: actor.accountId, visibility: 'private', grants: [] } as const;
  if (decideOrganization(actor, facts, 'manage').allowed) return;
  const grant = { organization, holder: actor, level: 'manage', by: actor.name, at: organization.created_at } as const;
  await trx.insertInto('grants').values(newGrant(grant)).execute();
}

async function refuseAboveQuota(trx: Transaction<Database>, accountId: string): Promise<void> {
  const { account, used, limit } = await getQuota(trx, accountId);
  const decision = decideQuota({ kind: 'organizations', limit, used, wanted: 1 });
  if (decision.allowed) return;
  const { message, remedy, help } = quotaText(decision, account);
  const { reason, kind } = decision;
  throw new ApiError('quota-used-up', message, { detail: { reason, rule: kind, used, limit, remedy, help } });
}

function nameTaken(name: string): ApiError {
  return new ApiError(
    'name-taken',
    `the organization ${name} exists already, possibly in another account: names are unique on the server`,
    { detail: { name, reason: 'unique-on-server' }, fields: [{ field: 'body.name', problem: 'name-taken' }] },
  );
}

/** @throws ApiError `not-found`, `forbidden` */
export async function updateOrganization(
  services: Services,
  actor: UserActor,
  name: string,
  { visibility }: { visibility: Visibility },
): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const { id, accountId } = await authorizeOrganization(trx, actor, name, 'manage');
    await trx.updateTable('organizations').set({ visibility }).where('id', '=', id).execute();
    await recordEvent(trx, {
      type: 'OrganizationUpdated',
      accountId,
      organizationId: id,
      payload: { organization: name, visibility },
      author: actor,
      at: services.now(),
    });
  });
}

/** @throws ApiError `not-found`, `forbidden`, `not-empty` while it holds images */
export async function removeOrganization(services: Services, actor: UserActor, name: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const organization = await authorizeOrganization(trx, actor, name, 'manage');
    await lockOrganization(trx, organization.id);
    if (await holdsImages(trx, organization.id)) {
      throw new ApiError('not-empty', `the organization ${name} still holds images: remove them first`, {
        detail: { name, reason: 'images' },
      });
    }
    if (await holdsDeletions(trx, organization.id, services.now())) {
      throw new ApiError(
        'not-empty',
        `deleted content of the organization ${name} lies in its recycle bin: restore it or delete it for good`,
        { detail: { name, reason: 'recycle-bin' } },
      );
    }
    const members = await listMemberIds(trx, organization.id);
    await trx.deleteFrom('organizations').where('id', '=', organization.id).execute();
    const at = services.now();
    // Its name may be another account's next, and a token names what it lets pull.
    await revoke(trx, `organization:${organization.id}`, at);
    await recordEvent(trx, {
      type: 'OrganizationRemoved',
      accountId: organization.accountId,
      organizationId: organization.id,
      // Whose lists it leaves: their grants went with it.
      payload: { organization: name, audience: members },
      author: actor,
      at,
    });
  });
}
