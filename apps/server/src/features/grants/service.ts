import type { Grant } from '@wharf/api';
import type { Database } from '@wharf/db';
import { decideGrant, type Level, type NameRange, rangeOf } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { type FoundOrganization, findOrganizationFacts } from '../../auth/facts.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { levelTooLow } from '../authorize.ts';
import { newGrant } from '../new-grant.ts';
import { recordEvent } from '../record-event.ts';
import { holderOf, presentGrant } from './present.ts';
import { findGrant, findGrantOf, findHolder, holdOrganization, holdsGrants } from './queries.ts';

type Holder = { kind: 'user' | 'robot'; id: string };

/** What one user or robot may hold on all organizations together: each list that he sees looks through them. */
const grantsPerHolder = 1000;

/**
 * The organization, where `actor` may give or take grants on the range that `pattern` covers.
 * @throws ApiError `not-found`, `forbidden`, `not-on-yourself`
 */
export async function authorizeGrant(
  db: Kysely<Database>,
  actor: UserActor,
  name: string,
  rangeIn: (organization: string) => NameRange,
  holder: Holder = { kind: 'user', id: '' },
): Promise<FoundOrganization> {
  const organization = await findOrganizationFacts(db, actor, name);
  if (!organization) throw notFound(`the organization ${name}`);
  const decision = decideGrant(actor, organization, rangeIn(name), holder);
  if (decision.allowed) return organization;
  switch (decision.reason) {
    case 'organization-hidden':
      throw notFound(`the organization ${name}`);
    case 'level-too-low':
      throw await levelTooLow(db, organization, decision.held, 'manage');
    case 'on-yourself':
      throw new ApiError('not-on-yourself', 'nobody changes his own grant: another manager or an administrator can', {
        detail: { reason: 'on-yourself' },
      });
  }
}

/**
 * @throws ApiError `not-found` (organization, or no such user or robot in its account), `forbidden`, `not-on-yourself`,
 *   `quota-used-up` with the reason `grant-limit`
 */
export async function putGrant(
  services: Services,
  actor: UserActor,
  name: string,
  { holder, pattern, level }: { holder: Holder; pattern: string; level: Level },
): Promise<Grant> {
  return await services.database.db.transaction().execute(async (trx) => {
    const organization = await authorizeGrant(trx, actor, name, (of) => rangeOf(of, pattern), holder);
    if (!(await holdOrganization(trx, organization.id))) throw notFound(`the organization ${name}`);
    const found = await findHolder(trx, organization, holder);
    if (!found) throw notFound(`this ${holder.kind}`);
    const changes = (await findGrantOf(trx, organization.id, holder, pattern)) !== undefined;
    if (!changes && (await holdsGrants(trx, holder, grantsPerHolder))) throw tooManyGrants(found);
    const at = services.now();
    const row = newGrant({ organization, holder: found, pattern, level, by: actor.name, at: at.getTime() });
    const column = `${holder.kind}_id` as const;
    await trx
      .insertInto('grants')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns([column, 'organization_id', 'pattern']).where(column, 'is not', null).doUpdateSet({ level }),
      )
      .execute();
    await recordEvent(trx, {
      type: 'GrantPut',
      accountId: organization.accountId,
      organizationId: organization.id,
      payload: { organization: organization.name, [holder.kind]: found.name, pattern, level },
      author: actor,
      at,
    });
    const grant = await findGrantOf(trx, organization.id, holder, pattern);
    if (!grant) throw new Error('a grant that was just put is not there');
    return presentGrant(grant);
  });
}

function tooManyGrants({ kind, name }: Holder & { name: string }): ApiError {
  const limit = grantsPerHolder;
  const text = `the ${kind} ${name} holds ${limit} grants, and no more are allowed: remove some, or give one on a whole organization or on names that begin alike (team-a/*) instead of many`;
  const detail = { reason: 'grant-limit', rule: 'grants', holder: name, used: limit, limit } as const;
  return new ApiError('quota-used-up', text, { detail });
}

/** @throws ApiError `not-found`, `forbidden`, `not-on-yourself` */
export async function removeGrant(services: Services, actor: UserActor, name: string, id: string): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const organization = await findOrganizationFacts(trx, actor, name);
    const grant = organization && (await findGrant(trx, organization.id, id));
    // Who may not know of the organization learns the same whether the grant is there or not.
    const pattern = grant?.pattern ?? '';
    await authorizeGrant(trx, actor, name, (of) => rangeOf(of, pattern), grant && holderOf(grant));
    if (!organization || !grant) throw notFound('this grant');
    await trx.deleteFrom('grants').where('id', '=', grant.id).execute();
    await recordEvent(trx, {
      type: 'GrantRemoved',
      accountId: organization.accountId,
      organizationId: organization.id,
      payload: {
        organization: organization.name,
        [holderOf(grant).kind]: grant.holder_name,
        pattern: grant.pattern,
        // He no longer sees it; his lists must learn that.
        audience: grant.user_id === null ? [] : [grant.user_id],
      },
      author: actor,
      at: services.now(),
    });
  });
}
