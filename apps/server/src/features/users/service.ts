import type { User } from '@wharf/api';
import { type Database, newId } from '@wharf/db';
import {
  decideUserChange,
  decideUserCreation,
  decideUserList,
  type Role,
  type UserDecision,
} from '@wharf/policies/access';
import type { Transaction } from 'kysely';
import { hashPassword } from '../../auth/passwords.ts';
import { endSessionsOf } from '../../auth/sessions.ts';
import { endTemporaryLoginsOf } from '../../auth/temporary-logins.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { lockAccount } from '../lock-account.ts';
import { recordEvent } from '../record-event.ts';
import { presentUser } from './present.ts';
import { findUser } from './queries.ts';

/** @throws ApiError `forbidden` for who does not administer his account's users */
export function authorizeUserList(actor: UserActor): void {
  refuseUnlessAllowed(decideUserList(actor), '');
}

/** @throws ApiError `forbidden`, `name-taken` */
export async function createUser(
  services: Services,
  actor: UserActor,
  input: { name: string; password: string; role: Role },
): Promise<User> {
  refuseUnlessAllowed(decideUserCreation(actor, input.role), input.name);
  const passwordHash = await hashPassword(input.password);
  return await services.database.db.transaction().execute(async (trx) => {
    const by = await lockAdministrator(trx, actor);
    refuseUnlessAllowed(decideUserCreation(by, input.role), input.name);
    const at = services.now();
    const user = {
      id: newId(),
      account_id: actor.accountId,
      name: input.name,
      password_hash: passwordHash,
      role: input.role,
      disabled_at: null,
      created_at: at.getTime(),
      last_signed_in_at: null,
    };
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('users')
      .values(user)
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst();
    if (numInsertedOrUpdatedRows !== 1n) {
      throw new ApiError('name-taken', `the user name ${input.name} is taken; names are unique on the server`, {
        detail: { name: input.name },
        fields: [{ field: 'body.name', problem: 'name-taken' }],
      });
    }
    const payload = { user: user.name, role: user.role };
    await recordEvent(trx, { type: 'UserCreated', accountId: actor.accountId, payload, author: actor, at });
    return presentUser(user);
  });
}

/**
 * A new password or `disabled` ends the user's sessions and temporary logins.
 * @throws ApiError `not-found`, `forbidden`, `not-on-yourself`
 */
export async function updateUser(
  services: Services,
  actor: UserActor,
  userId: string,
  change: { role?: Role | undefined; disabled?: boolean | undefined; password?: string | undefined },
): Promise<User> {
  authorizeUserList(actor);
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);
  return await services.database.db.transaction().execute(async (trx) => {
    const by = await lockAdministrator(trx, actor);
    const user = await findUser(trx, actor.accountId, userId);
    if (!user) throw notFound('this user');
    const facts = { id: user.id, accountId: user.account_id, role: user.role };
    refuseUnlessAllowed(decideUserChange(by, facts, { ...change, password: passwordHash !== undefined }), user.name);
    const at = services.now();
    const after = {
      ...user,
      role: change.role ?? user.role,
      disabled_at: disabledAt(user.disabled_at, change.disabled, at),
      password_hash: passwordHash ?? user.password_hash,
    };
    const { role, disabled_at, password_hash } = after;
    await trx.updateTable('users').set({ role, disabled_at, password_hash }).where('id', '=', user.id).execute();
    if (passwordHash !== undefined || disabled_at !== null) {
      await endSessionsOf(trx, user.id);
      await endTemporaryLoginsOf(trx, user.id, at);
    }
    const payload = {
      user: user.name,
      role,
      disabled: disabled_at !== null,
      passwordChanged: passwordHash !== undefined,
    };
    await recordEvent(trx, { type: 'UserUpdated', accountId: actor.accountId, payload, author: actor, at });
    return presentUser(after);
  });
}

function disabledAt(before: number | null, disabled: boolean | undefined, at: Date): number | null {
  if (disabled === undefined) return before;
  return disabled ? (before ?? at.getTime()) : null;
}

/**
 * The actor as he is now, with his account locked: of two administrators who demote each other at the same time, the
 * second one is none any more.
 */
async function lockAdministrator(trx: Transaction<Database>, actor: UserActor): Promise<UserActor> {
  await lockAccount(trx, actor.accountId);
  const now = await findUser(trx, actor.accountId, actor.id);
  if (!now || now.disabled_at !== null) throw new ApiError('not-signed-in', 'sign in first');
  return { ...actor, role: now.role };
}

function refuseUnlessAllowed(decision: UserDecision, name: string): void {
  if (decision.allowed) return;
  const { reason } = decision;
  switch (reason) {
    case 'user-hidden':
      throw notFound('this user');
    case 'on-yourself':
      throw new ApiError('not-on-yourself', 'nobody disables or demotes himself, or sets his own password this way', {
        detail: { reason, name },
      });
    case 'administrators-only':
      throw new ApiError('forbidden', 'only administrators of the account see and change its users', {
        detail: { reason, wanted: 'account-administrator' },
      });
    case 'system-administrators-only':
      throw new ApiError('forbidden', 'only a system administrator gives that role, or changes who holds it', {
        detail: { reason, wanted: 'system-administrator', name },
      });
  }
}
