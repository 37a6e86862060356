import type { Account, Quotas, Result } from '@wharf/api';
import { type Database, newId } from '@wharf/db';
import {
  type AccountDecision,
  decideAccountAdministration,
  decideAccountChange,
  decideAccountRemoval,
} from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { hashPassword } from '../../auth/passwords.ts';
import { revoke } from '../../auth/revocations.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import type { Config } from '../../config.ts';
import { insertUser } from '../insert-user.ts';
import { lockActor } from '../lock-account.ts';
import { recordEvent } from '../record-event.ts';
import { presentAccount, presentQuota } from './present.ts';
import { findAccount } from './queries.ts';

/** @throws ApiError `forbidden` */
export function authorizeAccounts(actor: UserActor): void {
  refuseUnlessAllowed(decideAccountAdministration(actor), '');
}

/** What a new account may have unless somebody says otherwise. */
export function defaultQuotas(config: Config): Quotas {
  return {
    organizations: config.organizationQuota,
    repositories: config.repositoryQuota,
    tags: config.tagQuota,
    bytes: config.byteQuota,
  };
}

/** @throws ApiError `forbidden`, `not-found` */
export async function getAccount(services: Services, actor: UserActor, name: string): Promise<Account> {
  authorizeAccounts(actor);
  return presentAccount(await getRow(services.database.db, name));
}

export async function getQuota({ database: { db } }: Services, actor: UserActor): Promise<Result<'getQuota'>> {
  const row = await findAccount(db, { id: actor.accountId });
  if (!row) throw notFound('this account');
  return { account: row.name, ...presentQuota(row) };
}

/**
 * Makes an account and its first administrator, both or neither.
 * @throws ApiError `forbidden`, `name-taken`
 */
export async function createAccount(
  services: Services,
  actor: UserActor,
  input: {
    name: string;
    administrator: { name: string; password: string; mustChangePassword: boolean };
    quotas: Partial<Quotas>;
  },
): Promise<Account> {
  authorizeAccounts(actor);
  const passwordHash = await hashPassword(input.administrator.password);
  return await services.database.db.transaction().execute(async (trx) => {
    authorizeAccounts(await lockActor(trx, actor));
    const at = services.now();
    const id = newId();
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('accounts')
      .values({
        id,
        name: input.name,
        created_at: at.getTime(),
        ...quotaColumns({ ...defaultQuotas(services.config), ...input.quotas }),
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) throw nameTaken(input.name);
    const { name, mustChangePassword } = input.administrator;
    await insertUser(trx, {
      field: 'body.administrator.name',
      user: {
        id: newId(),
        account_id: id,
        name,
        password_hash: passwordHash,
        role: 'account-administrator',
        disabled_at: null,
        created_at: at.getTime(),
        last_signed_in_at: null,
        console_access: 1,
        programmatic_access: 1,
        must_change_password: mustChangePassword ? 1 : 0,
      },
    });
    const payload = { account: input.name, administrator: name, quotas: input.quotas };
    await recordEvent(trx, { type: 'AccountCreated', accountId: id, payload, author: actor, at });
    return presentAccount(await getRow(trx, input.name));
  });
}

/**
 * A disabled account's sessions and tokens end at once, its credentials rest; its images stay.
 * @throws ApiError `forbidden`, `not-found`, `not-on-own-account`
 */
export async function updateAccount(
  services: Services,
  actor: UserActor,
  name: string,
  change: { disabled?: boolean | undefined; quotas: Partial<Quotas> },
): Promise<Account> {
  authorizeAccounts(actor);
  return await services.database.db.transaction().execute(async (trx) => {
    const { id, disabled_at } = await getRow(trx, name);
    const by = await lockActor(trx, actor, id);
    refuseUnlessAllowed(decideAccountChange(by, id, change), name);
    const at = services.now();
    const set = { disabled_at: disabledAt(disabled_at, change.disabled, at), ...quotaColumns(change.quotas) };
    await trx.updateTable('accounts').set(set).where('id', '=', id).execute();
    if (set.disabled_at !== null) {
      const users = trx.selectFrom('users').select('id').where('account_id', '=', id);
      await trx.deleteFrom('sessions').where('user_id', 'in', users).execute();
      await revoke(trx, `account:${id}`, at);
    }
    const payload = { account: name, disabled: set.disabled_at !== null, quotas: change.quotas };
    await recordEvent(trx, { type: 'AccountUpdated', accountId: id, payload, author: actor, at });
    return presentAccount(await getRow(trx, name));
  });
}

/** @throws ApiError `forbidden`, `not-found`, `not-on-own-account`, `not-empty` while it has organizations */
export async function removeAccount(services: Services, actor: UserActor, name: string): Promise<void> {
  authorizeAccounts(actor);
  await services.database.db.transaction().execute(async (trx) => {
    const { id } = await getRow(trx, name);
    const by = await lockActor(trx, actor, id);
    // Counted under the lock: making an organization takes it too.
    const account = await getRow(trx, name);
    const facts = { id, organizations: account.organizations ?? 0 };
    refuseUnlessAllowed(decideAccountRemoval(by, facts), name);
    await trx.deleteFrom('accounts').where('id', '=', id).execute();
    const at = services.now();
    await revoke(trx, `account:${id}`, at);
    const payload = { account: name, users: account.users ?? 0 };
    await recordEvent(trx, { type: 'AccountRemoved', accountId: id, payload, author: actor, at });
  });
}

async function getRow(db: Kysely<Database>, name: string) {
  const row = await findAccount(db, { name });
  if (!row) throw notFound(`the account ${name}`);
  return row;
}

function quotaColumns(quotas: Partial<Quotas>) {
  const { organizations, repositories, tags, bytes } = quotas;
  return {
    ...(organizations === undefined ? {} : { organization_quota: organizations }),
    ...(repositories === undefined ? {} : { repository_quota: repositories }),
    ...(tags === undefined ? {} : { tag_quota: tags }),
    ...(bytes === undefined ? {} : { byte_quota: bytes }),
  };
}

function disabledAt(before: number | null, disabled: boolean | undefined, at: Date): number | null {
  if (disabled === undefined) return before;
  return disabled ? (before ?? at.getTime()) : null;
}

function nameTaken(name: string): ApiError {
  return new ApiError('name-taken', `there is an account ${name} already`, {
    detail: { name },
    fields: [{ field: 'body.name', problem: 'name-taken' }],
  });
}

function refuseUnlessAllowed(decision: AccountDecision, name: string): void {
  if (decision.allowed) return;
  const { reason } = decision;
  switch (reason) {
    case 'system-administrators-only':
      throw new ApiError('forbidden', 'only a system administrator sees and changes the accounts of the server', {
        detail: { reason, wanted: 'system-administrator' },
      });
    case 'on-own-account':
      throw new ApiError('not-on-own-account', 'nobody disables or deletes the account that he belongs to himself', {
        detail: { reason, name },
      });
    case 'account-not-empty':
      throw new ApiError('not-empty', `the account ${name} still has organizations: delete them first`, {
        detail: { reason: 'organizations', name },
      });
  }
}
