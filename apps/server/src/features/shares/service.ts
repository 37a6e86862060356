import { type Body, type Result, shareLimits } from '@wharf/api';
import type { Database } from '@wharf/db';
import { decideSharing, type SharingDecision } from '@wharf/policies/sharing';
import type { Transaction } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { type AllowedRepository, authorizeRepository } from '../authorize.ts';
import { deleteShare, findAccounts, findShare, listSharesOf, lockRepository } from './queries.ts';
import { recordShare, type ShareChange } from './record-share.ts';

export interface RepositoryPlace {
  organization: string;
  repository: string;
}

type Trx = Transaction<Database>;

interface Wanted {
  accounts: string[];
  /** ms since 1970; null is for ever. */
  expiresAt: number | null;
  description: string;
}

/**
 * Shares a repository with accounts, or changes the shares that are there: all of them or none.
 * @throws ApiError `not-found`, `forbidden`, `image-public`, `quota-used-up`; `invalid-input` names the entry that is wrong
 */
export async function putShares(
  services: Services,
  actor: UserActor,
  place: RepositoryPlace,
  given: Required<Body<'putShares'>>,
): Promise<Result<'putShares'>> {
  const expiresAt = given.expiresAt === null ? null : Date.parse(given.expiresAt);
  const wanted: Wanted = { accounts: [...new Set(given.accounts)], expiresAt, description: given.description };
  return await services.database.db.transaction().execute(async (trx) => {
    const now = services.now();
    const allowed = await authorizeRepository(trx, actor, place, 'manage', now);
    const repository = await lockRepository(trx, allowed.id);
    if (!repository?.pushed_at) throw notFound(`the image ${place.organization}/${place.repository}`);
    const before = new Map((await listSharesOf(trx, allowed.id)).map((row) => [row.account_id, row]));
    const ids = await findEach(trx, given.accounts);
    const decision = decideSharing(
      {
        visibility: repository.visibility,
        ownAccountId: allowed.organization.accountId,
        sharedWith: new Set(before.keys()),
      },
      { accountIds: [...ids.values()], expiresAt },
      { limit: shareLimits.perRepository, now: now.getTime() },
    );
    if (!decision.allowed) throw refusal(repository.name, decision, given.accounts, ids, allowed);
    const changed = decision.changed.filter((id) => {
      const share = before.get(id);
      return share?.expires_at !== expiresAt || share.description !== wanted.description;
    });
    await write(trx, allowed.id, repository.name, [...decision.created, ...changed], wanted, actor, now);
    const names = new Map([...ids].map(([name, id]) => [id, name]));
    const receiver = (id: string) => ({ id, name: names.get(id) ?? '' });
    const changes: ShareChange[] = [
      ...decision.created.map((id) => ({ what: 'created' as const, receiver: receiver(id), expiresAt })),
      ...changed.map((id) => {
        const previousExpiresAt = before.get(id)?.expires_at ?? null;
        return { what: 'changed' as const, receiver: receiver(id), expiresAt, previousExpiresAt };
      }),
    ];
    await recordShare(trx, { ...allowed, name: repository.name }, changes, { actor, at: now });
    return { created: decision.created.length, changed: changed.length };
  });
}

/** Ids by name. @throws ApiError `invalid-input` that names each one that is unknown */
async function findEach(trx: Trx, names: readonly string[]): Promise<Map<string, string>> {
  const ids = await findAccounts(trx, [...new Set(names)]);
  const unknown = names.flatMap((name, index) => (ids.has(name) ? [] : [wrongAccount(index, 'account-unknown')]));
  if (unknown.length === 0) return ids;
  const wrong = names.filter((name) => !ids.has(name)).join(', ');
  throw new ApiError('invalid-input', `there is no account with this exact name: ${wrong}`, { fields: unknown });
}

function wrongAccount(index: number, problem: 'account-unknown' | 'own-account') {
  return { field: `body.accounts.${index}`, problem };
}

function refusal(
  name: string,
  decision: Extract<SharingDecision, { allowed: false }>,
  accounts: readonly string[],
  ids: ReadonlyMap<string, string>,
  { organization }: AllowedRepository,
): ApiError {
  switch (decision.reason) {
    case 'image-public': {
      const text = `${name} is public, so everybody can pull it already; make it private to share it with some accounts only`;
      return new ApiError('image-public', text, { detail: { reason: decision.reason } });
    }
    case 'in-the-past':
      return new ApiError('invalid-input', 'the end of a share lies in the future', {
        fields: [{ field: 'body.expiresAt', problem: decision.reason }],
      });
    case 'own-account': {
      const own = accounts.findIndex((account) => ids.get(account) === organization.accountId);
      const text = `${name} belongs to the account ${accounts[own]}: its users get a permission, not a share`;
      return new ApiError('invalid-input', text, { fields: [wrongAccount(own, decision.reason)] });
    }
    case 'too-many-shares': {
      const { used, limit } = decision;
      const text = `${name} is shared with ${used} accounts, ended shares included, and ${limit} are allowed; remove some first`;
      return new ApiError('quota-used-up', text, { detail: { reason: 'share-limit', used, limit } });
    }
  }
}

async function write(
  trx: Trx,
  repositoryId: string,
  name: string,
  accountIds: readonly string[],
  { expiresAt, description }: Wanted,
  actor: UserActor,
  now: Date,
): Promise<void> {
  if (accountIds.length === 0) return;
  const change = { expires_at: expiresAt, description };
  await trx
    .insertInto('shares')
    .values(
      accountIds.map((account_id) => ({
        repository_id: repositoryId,
        account_id,
        repository_name: name,
        ...change,
        created_at: now.getTime(),
        created_by: actor.name,
      })),
    )
    .onConflict((conflict) => conflict.columns(['repository_id', 'account_id']).doUpdateSet(change))
    .execute();
}

/** @throws ApiError `not-found` (also when there is no such share), `forbidden` */
export async function removeShare(
  services: Services,
  actor: UserActor,
  { account: accountId, ...place }: RepositoryPlace & { account: string },
): Promise<void> {
  await services.database.db.transaction().execute(async (trx) => {
    const at = services.now();
    const allowed = await authorizeRepository(trx, actor, place, 'manage', at);
    const share = await findShare(trx, allowed.id, accountId);
    if (!share) throw notFound('this share');
    await deleteShare(trx, allowed.id, accountId);
    const receiver = { id: accountId, name: share.name };
    const name = `${place.organization}/${place.repository}`;
    const change = { what: 'removed', receiver, previousExpiresAt: share.expires_at } as const;
    await recordShare(trx, { ...allowed, name }, [change], { actor, at });
  });
}
