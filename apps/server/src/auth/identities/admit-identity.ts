import { type Database, newId, type UsersTable, type WharfDatabase } from '@wharf/db';
import {
  decideIdentity,
  type IdentityDecision,
  type IdentityPolicy,
  type OutsideIdentity,
} from '@wharf/policies/identity';
import type { Selectable, Transaction } from 'kysely';
import { lockAccount } from '../../features/lock-account.ts';
import { recordEvent } from '../../features/record-event.ts';
import { noPassword } from '../passwords.ts';
import { revoke } from '../revocations.ts';
import { endSessionsOf } from '../sessions.ts';
import { endTemporaryLoginsOf } from '../temporary-logins.ts';
import { putIdentityGrants } from './identity-grants.ts';

/** Somebody for whom a provider outside vouched just now. */
export interface Vouched extends OutsideIdentity {
  /** The issuer, or `ldap`. */
  provider: string;
  subject: string;
}

export const admissionRefusals = ['name-unfit', 'no-account', 'account-absent', 'user-name-taken'] as const;
export type AdmissionRefusal = (typeof admissionRefusals)[number];

/** `name`: of the user whose identity it is, or whose name it would have had; undefined where there is none. */
export type Admission =
  | { admitted: true; userId: string; name: string }
  | { admitted: false; reason: AdmissionRefusal; name: string | undefined };

interface World {
  database: WharfDatabase;
  policy: IdentityPolicy;
  now(): Date;
}

type Allowed = Extract<IdentityDecision, { allowed: true }>;

/**
 * The user of an outside identity, made at its first sign-in. At each one, account, role and grants follow what the provider
 * says now. A user of that name who is not this identity's is never handed over: `user-name-taken`. Whoever linked the identity
 * himself is known by it, and no more: what he may do is decided here.
 */
export function admitIdentity({ database, policy, now }: World, vouched: Vouched): Promise<Admission> {
  return database.db.transaction().execute(async (trx) => {
    const at = now();
    const linked = await seeLinked(trx, vouched, at);
    if (linked) return { admitted: true, userId: linked.id, name: linked.name };
    const decision = decideIdentity(vouched, policy);
    if (!decision.allowed) {
      const known = await findIdentityUser(trx, vouched);
      if (known && decision.reason === 'no-account') await shutOut(trx, vouched, known, at);
      return { admitted: false, reason: decision.reason, name: known?.name };
    }
    const account = await trx
      .selectFrom('accounts')
      .select('id')
      .where('name', '=', decision.account)
      .executeTakeFirst();
    if (!account) {
      const known = await findIdentityUser(trx, vouched);
      return { admitted: false, reason: 'account-absent', name: known?.name };
    }
    // One person may come by several ways at once: a client that pulls, and a browser.
    await lockAccount(trx, account.id);
    const user = (await findIdentityUser(trx, vouched)) ?? (await createUser(trx, vouched, decision, account.id, at));
    if (!user) return { admitted: false, reason: 'user-name-taken', name: decision.name };
    await see(trx, vouched, at);
    await follow(trx, vouched, user, decision, account.id, at);
    const holder = { id: user.id, name: user.name, accountId: account.id };
    const lost = await putIdentityGrants(trx, holder, decision.grants, { by: vouched.provider, at });
    if (lost) await revoke(trx, `user:${user.id}`, at);
    return { admitted: true, userId: user.id, name: user.name };
  });
}

async function seeLinked(trx: Transaction<Database>, vouched: Vouched, at: Date) {
  const user = await findIdentityUser(trx, vouched);
  if (user?.linked !== 1) return undefined;
  await see(trx, vouched, at);
  return user;
}

async function see(trx: Transaction<Database>, { provider, subject }: Vouched, at: Date): Promise<void> {
  await trx
    .updateTable('identities')
    .set({ seen_at: at.getTime() })
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .execute();
}

async function findIdentityUser(trx: Transaction<Database>, { provider, subject }: Vouched) {
  return await trx
    .selectFrom('identities')
    .innerJoin('users', 'users.id', 'identities.user_id')
    .selectAll('users')
    .select('identities.linked')
    .where('identities.provider', '=', provider)
    .where('identities.subject', '=', subject)
    .executeTakeFirst();
}

async function createUser(
  trx: Transaction<Database>,
  vouched: Vouched,
  { name, role = 'member' }: Allowed,
  accountId: string,
  at: Date,
): Promise<Selectable<UsersTable> | undefined> {
  const user = {
    id: newId(),
    account_id: accountId,
    name,
    password_hash: noPassword,
    role,
    created_at: at.getTime(),
  };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('users')
    .values(user)
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirst();
  // Taken by this very person's other sign-in, which committed meanwhile, or by somebody else.
  if (numInsertedOrUpdatedRows !== 1n) return await findIdentityUser(trx, vouched);
  const { provider, subject } = vouched;
  const seen = { created_at: at.getTime(), seen_at: at.getTime() };
  await trx
    .insertInto('identities')
    .values({ provider, subject, user_id: user.id, ...seen })
    .execute();
  const payload = { user: name, role, provider };
  await recordEvent(trx, { type: 'UserCreated', accountId, payload, author: { id: null, name: provider }, at });
  return await findIdentityUser(trx, vouched);
}

/** Account and role as the provider says now. Whoever changes the account leaves all grants behind. */
async function follow(
  trx: Transaction<Database>,
  { provider }: Vouched,
  user: Selectable<UsersTable>,
  { role = user.role }: Allowed,
  accountId: string,
  at: Date,
): Promise<void> {
  if (user.account_id === accountId && user.role === role) return;
  await trx.updateTable('users').set({ account_id: accountId, role }).where('id', '=', user.id).execute();
  await revoke(trx, `user:${user.id}`, at);
  if (user.account_id !== accountId) {
    await trx.deleteFrom('grants').where('user_id', '=', user.id).execute();
    await endSessionsOf(trx, user.id, at);
    await endTemporaryLoginsOf(trx, user.id, at);
  }
  const payload = { user: user.name, role, provider, moved: user.account_id !== accountId };
  const author = { id: null, name: provider };
  for (const place of new Set([user.account_id, accountId])) {
    await recordEvent(trx, { type: 'UserUpdated', accountId: place, payload, author, at });
  }
}

/** The provider knows the person still, but no rule wants him here any more: what he could come by ends, his access keys too. */
async function shutOut(
  trx: Transaction<Database>,
  vouched: Vouched,
  user: Selectable<UsersTable>,
  at: Date,
): Promise<void> {
  const holder = { id: user.id, name: user.name, accountId: user.account_id };
  await putIdentityGrants(trx, holder, [], { by: vouched.provider, at });
  await endSessionsOf(trx, user.id, at);
  const keys = await trx
    .updateTable('access_keys')
    .set({ disabled_at: at.getTime() })
    .where('user_id', '=', user.id)
    .where('disabled_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of keys) {
    const payload = { accessKey: id, disabled: true, user: user.name };
    const author = { id: null, name: vouched.provider };
    await recordEvent(trx, { type: 'AccessKeyUpdated', accountId: user.account_id, payload, author, at });
  }
  // Ends the tokens of all his credentials.
  await endTemporaryLoginsOf(trx, user.id, at);
}
