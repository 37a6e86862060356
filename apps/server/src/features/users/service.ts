import type { Body, User } from '@wharf/api';
import { type Database, newId, type UsersTable } from '@wharf/db';
import { decideUserChange, decideUserCreation, decideUserRemoval, type Role } from '@wharf/policies/access';
import type { Selectable, Transaction } from 'kysely';
import { unlinkIdentity } from '../../auth/identities/link-identity.ts';
import { hashPassword } from '../../auth/passwords.ts';
import { revoke } from '../../auth/revocations.ts';
import { removeSecondFactor } from '../../auth/second-factor/second-factor.ts';
import { endSessionsOf } from '../../auth/sessions.ts';
import { endTemporaryLoginsOf } from '../../auth/temporary-logins.ts';
import type { UserActor } from '../../auth/user-actor.ts';
import { ApiError, notFound } from '../../bff/problem.ts';
import type { Services } from '../../bff/services.ts';
import { insertUser } from '../insert-user.ts';
import { lockActor } from '../lock-account.ts';
import { recordEvent } from '../record-event.ts';
import { authorizeUserList, refuseUnlessAllowed } from './authorize-users.ts';
import { presentUser } from './present.ts';
import { findUser } from './queries.ts';

type UserRow = Selectable<UsersTable>;
type NewUser = {
  account?: string | undefined;
  name: string;
  password: string;
  role: Role;
  consoleAccess: boolean;
  programmaticAccess: boolean;
  mustChangePassword: boolean;
};

/** @throws ApiError `forbidden`, `not-found` for the account, `name-taken` */
export async function createUser(services: Services, actor: UserActor, input: NewUser): Promise<User> {
  const accountId = await authorizeUserList(services.database.db, actor, input.account);
  refuseUnlessAllowed(decideUserCreation(actor, accountId, input.role), input.name);
  const passwordHash = await hashPassword(input.password);
  return await services.database.db.transaction().execute(async (trx) => {
    const by = await lockActor(trx, actor, accountId);
    refuseUnlessAllowed(decideUserCreation(by, accountId, input.role), input.name);
    const at = services.now();
    const user: UserRow = {
      id: newId(),
      account_id: accountId,
      name: input.name,
      password_hash: passwordHash,
      role: input.role,
      disabled_at: null,
      created_at: at.getTime(),
      last_signed_in_at: null,
      console_access: input.consoleAccess ? 1 : 0,
      programmatic_access: input.programmaticAccess ? 1 : 0,
      must_change_password: input.mustChangePassword ? 1 : 0,
    };
    await insertUser(trx, { user, field: 'body.name' });
    const payload = { user: user.name, role: user.role, ...accessOf(user) };
    await recordEvent(trx, { type: 'UserCreated', accountId, payload, author: actor, at });
    return presentUser({ ...user, provider: null, second_factor_at: null });
  });
}

/**
 * A new password or `disabled` ends the user's sessions and temporary logins, a new password the identity that he linked too; console access off, his sessions; the other off, his
 * registry tokens (his credentials rest).
 * @throws ApiError `not-found`, `forbidden`, `not-on-yourself`, `no-password`
 */
export async function updateUser(
  services: Services,
  actor: UserActor,
  userId: string,
  change: Body<'updateUser'>,
): Promise<User> {
  await authorizeUserList(services.database.db, actor, undefined);
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);
  return await services.database.db.transaction().execute(async (trx) => {
    const place = await findUser(trx, userId);
    const by = await lockActor(trx, actor, place?.account_id);
    const user = place && (await findUser(trx, userId));
    if (!user) throw notFound('this user');
    const facts = { id: user.id, accountId: user.account_id, role: user.role };
    refuseUnlessAllowed(decideUserChange(by, facts, { ...change, password: passwordHash !== undefined }), user.name);
    if (passwordHash !== undefined && user.provider !== null) {
      throw new ApiError('no-password', 'the provider that signs this user in keeps the password: it is changed there');
    }
    const at = services.now();
    const set = changedColumns(user, change, passwordHash, at);
    await trx.updateTable('users').set(set).where('id', '=', user.id).execute();
    const shutOut = passwordHash !== undefined || set.disabled_at !== null;
    if (shutOut || set.console_access === 0) await endSessionsOf(trx, user.id, at);
    if (passwordHash !== undefined) await dropLinked(trx, actor, user, at);
    if (shutOut) await endTemporaryLoginsOf(trx, user.id, at);
    else if (set.programmatic_access === 0 || set.role !== user.role) await revoke(trx, `user:${user.id}`, at);
    const payload = {
      user: user.name,
      role: set.role,
      disabled: set.disabled_at !== null,
      passwordChanged: passwordHash !== undefined,
      ...accessOf(set),
    };
    await recordEvent(trx, { type: 'UserUpdated', accountId: user.account_id, payload, author: actor, at });
    return presentUser({ ...user, ...set });
  });
}

/** @throws ApiError `not-found`, `forbidden`, `not-on-yourself` */
export async function removeUser(services: Services, actor: UserActor, userId: string): Promise<void> {
  await authorizeUserList(services.database.db, actor, undefined);
  await services.database.db.transaction().execute(async (trx) => {
    const place = await findUser(trx, userId);
    const by = await lockActor(trx, actor, place?.account_id);
    const user = place && (await findUser(trx, userId));
    if (!user) throw notFound('this user');
    const facts = { id: user.id, accountId: user.account_id, role: user.role };
    refuseUnlessAllowed(decideUserRemoval(by, facts), user.name);
    // Sessions, credentials and grants go with the row; events keep the name.
    await trx.deleteFrom('users').where('id', '=', user.id).execute();
    const at = services.now();
    await revoke(trx, `user:${user.id}`, at);
    const payload = { user: user.name, role: user.role };
    await recordEvent(trx, { type: 'UserRemoved', accountId: user.account_id, payload, author: actor, at });
  });
}

/**
 * For who lost his device and his recovery codes. Ends his sessions, and asks for no code from then on.
 * @throws ApiError `not-found`, `forbidden`, `not-on-yourself`
 */
export async function resetSecondFactor(services: Services, actor: UserActor, userId: string): Promise<void> {
  await authorizeUserList(services.database.db, actor, undefined);
  await services.database.db.transaction().execute(async (trx) => {
    const place = await findUser(trx, userId);
    const by = await lockActor(trx, actor, place?.account_id);
    const user = place && (await findUser(trx, userId));
    if (!user) throw notFound('this user');
    const facts = { id: user.id, accountId: user.account_id, role: user.role };
    refuseUnlessAllowed(decideUserChange(by, facts, { secondFactor: true }), user.name);
    if (!(await removeSecondFactor(trx, user.id))) return;
    const at = services.now();
    await endSessionsOf(trx, user.id, at);
    const payload = { user: user.name };
    await recordEvent(trx, { type: 'SecondFactorRemoved', accountId: user.account_id, payload, author: actor, at });
  });
}

/** Who needs a new password of somebody else may have lost the old one to a third, who then added a way in of his own. */
async function dropLinked(trx: Transaction<Database>, author: UserActor, user: UserRow, at: Date): Promise<void> {
  const provider = await unlinkIdentity(trx, user.id, at);
  if (provider === undefined) return;
  const payload = { user: user.name, provider };
  await recordEvent(trx, { type: 'IdentityUnlinked', accountId: user.account_id, payload, author, at });
}

function changedColumns(user: UserRow, change: Body<'updateUser'>, passwordHash: string | undefined, at: Date) {
  const flag = (wanted: boolean | undefined, before: 0 | 1): 0 | 1 => (wanted === undefined ? before : wanted ? 1 : 0);
  return {
    role: change.role ?? user.role,
    disabled_at: disabledAt(user.disabled_at, change.disabled, at),
    console_access: flag(change.consoleAccess, user.console_access),
    programmatic_access: flag(change.programmaticAccess, user.programmatic_access),
    ...(passwordHash === undefined
      ? {}
      : { password_hash: passwordHash, must_change_password: flag(change.mustChangePassword ?? false, 0) }),
  };
}

function accessOf(row: Pick<UserRow, 'console_access' | 'programmatic_access'>) {
  return { consoleAccess: row.console_access === 1, programmaticAccess: row.programmatic_access === 1 };
}

function disabledAt(before: number | null, disabled: boolean | undefined, at: Date): number | null {
  if (disabled === undefined) return before;
  return disabled ? (before ?? at.getTime()) : null;
}
