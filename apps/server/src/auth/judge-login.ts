import type { Database } from '@wharf/db';
import { decideEntry } from '@wharf/policies/access';
import type { Kysely } from 'kysely';
import { findAccessKeyUser } from './access-keys.ts';
import { type KnownActor, robotActor, robotColumns } from './actors.ts';
import type { CredentialRefusal } from './credential-refusals.ts';
import { entryColumns, entryFacts } from './entry.ts';
import { lastRevocation, type Standing, userRevocations, userStanding } from './revocations.ts';
import { actorColumns, userActor } from './user-actor.ts';
import type { Verified } from './verify-login.ts';

export type Judgement =
  /** `standing` goes into the tokens that he gets, which end at `until` (UTC milliseconds; null: the credential has no end). */
  | { ok: true; actor: KnownActor; standing: Standing; until: number | null }
  | { ok: false; reason: Exclude<CredentialRefusal, 'too-many-attempts'> };

type Judge = (db: Kysely<Database>, found: Verified, address: string, at: Date) => Promise<Judgement | undefined>;

const judges: Record<Verified['kind'], Judge> = {
  password: judgeUser,
  'temporary-login': judgeTemporaryLogin,
  'access-key': judgeAccessKey,
  robot: judgeRobot,
};

/**
 * What the credential's row and its user's say now, read in one statement with their last revocations.
 * @param address the client's, empty where it is not known.
 * @returns undefined when the credential is no longer that of the row.
 */
export function judgeLogin(...[db, found, address, at]: Parameters<Judge>): ReturnType<Judge> {
  return judges[found.kind](db, found, address, at);
}

async function judgeUser(...[db, { id, hash }, address]: Parameters<Judge>): ReturnType<Judge> {
  const row = await db
    .selectFrom('users')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .leftJoin('second_factors', (join) =>
      join.onRef('second_factors.user_id', '=', 'users.id').on('second_factors.confirmed_at', 'is not', null),
    )
    .select([...actorColumns, ...userRevocations(), ...entryColumns, 'second_factors.confirmed_at as second_factor_at'])
    .where('users.id', '=', id)
    .where('users.password_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return undefined;
  const entry = decideEntry(entryFacts(row), 'password');
  if (!entry.allowed) return { ok: false, reason: entry.reason };
  // No client of a registry can be asked for a code: the password alone must not be enough here either.
  if (row.second_factor_at !== null) return { ok: false, reason: 'second-factor' };
  const credential = { kind: 'password', id, name: row.user_name } as const;
  return { ok: true, actor: userActor(row, { address, credential }), standing: userStanding(row), until: null };
}

async function judgeTemporaryLogin(...[db, { id, hash }, address, at]: Parameters<Judge>): ReturnType<Judge> {
  const row = await db
    .selectFrom('temporary_credentials')
    .innerJoin('users', 'users.id', 'temporary_credentials.user_id')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select([
      ...actorColumns,
      ...userRevocations(),
      lastRevocation('credential', 'temporary_credentials.id').as('credential_revocation'),
      ...entryColumns,
      'temporary_credentials.login',
      'temporary_credentials.expires_at',
      'temporary_credentials.revoked_at',
    ])
    .where('temporary_credentials.id', '=', id)
    .where('temporary_credentials.secret_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.revoked_at !== null) return { ok: false, reason: 'revoked' };
  if (row.expires_at <= at.getTime()) return { ok: false, reason: 'expired' };
  const entry = decideEntry(entryFacts(row), 'credential');
  if (!entry.allowed) return { ok: false, reason: entry.reason };
  const standing = { ...userStanding(row), [`credential:${id}`]: row.credential_revocation };
  const credential = { kind: 'temporary-login', id, name: row.login } as const;
  return { ok: true, actor: userActor(row, { address, credential }), standing, until: row.expires_at };
}

async function judgeAccessKey(...[db, { id, hash }, address]: Parameters<Judge>): ReturnType<Judge> {
  const row = await findAccessKeyUser(db, id, hash);
  if (!row) return undefined;
  if (row.key_disabled_at !== null) return { ok: false, reason: 'key-disabled' };
  const entry = decideEntry(entryFacts(row), 'credential');
  if (!entry.allowed) return { ok: false, reason: entry.reason };
  const standing = { ...userStanding(row), [`credential:${id}`]: row.credential_revocation };
  const credential = { kind: 'access-key', id, name: id } as const;
  return { ok: true, actor: userActor(row, { address, credential }), standing, until: null };
}

async function judgeRobot(...[db, { id, hash }, address, at]: Parameters<Judge>): ReturnType<Judge> {
  const row = await db
    .selectFrom('robots')
    .innerJoin('accounts', 'accounts.id', 'robots.account_id')
    .select([
      ...robotColumns,
      lastRevocation('robot', 'robots.id').as('robot_revocation'),
      lastRevocation('account', 'robots.account_id').as('account_revocation'),
      'robots.expires_at',
      'robots.disabled_at',
      'accounts.disabled_at as account_disabled_at',
    ])
    .where('robots.id', '=', id)
    .where('robots.secret_hash', '=', hash)
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.account_disabled_at !== null) return { ok: false, reason: 'account-disabled' };
  if (row.disabled_at !== null) return { ok: false, reason: 'robot-disabled' };
  if (row.expires_at !== null && row.expires_at <= at.getTime()) return { ok: false, reason: 'robot-expired' };
  const standing = { [`robot:${id}`]: row.robot_revocation, [`account:${row.account_id}`]: row.account_revocation };
  const credential = { kind: 'robot', id, name: row.login } as const;
  return { ok: true, actor: robotActor(row, { address, credential }), standing, until: row.expires_at };
}
