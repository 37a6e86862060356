import { randomBytes } from 'node:crypto';
import { type Database, newId, type WharfDatabase } from '@wharf/db';
import type { Provenance } from '@wharf/policies/access';
import type { DeleteQueryBuilder, DeleteResult, Kysely, Transaction } from 'kysely';
import { revoke, type Standing, type UserRevocations, userRevocations, userStanding } from './revocations.ts';
import { hashSecret } from './secrets.ts';
import { actorColumns, type UserActor, userActor } from './user-actor.ts';

/** The session by which a request comes: who, and what the console needs to know of it. */
export interface CurrentSession {
  id: string;
  actor: UserActor;
  /** Name of the user's account. */
  account: string;
  csrfToken: string;
  /** Somebody else set his password: until he changes it, the session is good for nothing else. */
  mustChangePassword: boolean;
  /** For registry tokens that the console gets. */
  standing: Standing;
}

interface SessionWorld {
  database: WharfDatabase;
  config: { sessionIdleMinutes: number; sessionHours: number };
  now(): Date;
}

const minute = 60_000;

/** Sessions that a user may have at once: as many as the console lists. */
export const sessionsAtOnce = 100;

/**
 * A new session of a user; of too many, those end that were used longest ago. Only the sha256 of its secret is stored, so that who reads the database cannot become its users.
 * @returns the secret for the cookie; it can never be had again.
 */
export async function startSession(
  trx: Transaction<Database>,
  { config, now }: Pick<SessionWorld, 'config' | 'now'>,
  userId: string,
  from: { address: string; userAgent: string; provider?: string | null },
): Promise<{ id: string; secret: string; csrfToken: string }> {
  const at = now().getTime();
  const secret = randomBytes(32).toString('base64url');
  const csrfToken = randomBytes(32).toString('base64url');
  const id = newId();
  await trx.deleteFrom('sessions').where('user_id', '=', userId).where('expires_at', '<=', at).execute();
  const kept = trx.selectFrom('sessions').select('id').where('user_id', '=', userId);
  const newest = kept
    .orderBy('used_at', 'desc')
    .orderBy('id', 'desc')
    .limit(sessionsAtOnce - 1);
  await trx.deleteFrom('sessions').where('user_id', '=', userId).where('id', 'not in', newest).execute();
  await trx
    .insertInto('sessions')
    .values({
      id,
      user_id: userId,
      secret_hash: hashSecret(secret),
      csrf_token: csrfToken,
      address: from.address,
      user_agent: from.userAgent,
      provider: from.provider ?? null,
      created_at: at,
      used_at: at,
      expires_at: at + config.sessionHours * 60 * minute,
    })
    .execute();
  return { id, secret, csrfToken };
}

/** Of the request that a session's secret came with. */
interface SessionRequest {
  address: string;
  requestId: string;
}

/** The live session that `secret` opens, and counts as its use; undefined when there is none (any more). */
export async function findSession(
  world: SessionWorld,
  secret: string,
  request: SessionRequest,
): Promise<CurrentSession | undefined> {
  const at = world.now().getTime();
  const row = await liveSessions(world, at).where('sessions.secret_hash', '=', hashSecret(secret)).executeTakeFirst();
  if (!row) return undefined;
  const idle = world.config.sessionIdleMinutes * minute;
  // Not each request writes; but often enough that a session in use does not count as idle.
  if (at - row.used_at >= Math.min(minute, idle / 2)) await recordUse(world.database, row.id, at);
  return asSession(row, request);
}

/** Those of the sessions that still live, by id. Does not count as use. */
export async function findLiveSessions(world: SessionWorld, ids: string[]): Promise<Map<string, CurrentSession>> {
  if (ids.length === 0) return new Map();
  const rows = await liveSessions(world, world.now().getTime()).where('sessions.id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, asSession(row, undefined)]));
}

function liveSessions({ database, config }: SessionWorld, at: number) {
  return database.db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select([
      'sessions.id',
      'sessions.csrf_token',
      'sessions.used_at',
      ...actorColumns,
      'accounts.name as account_name',
      'users.must_change_password',
      ...userRevocations(),
    ])
    .where('sessions.expires_at', '>', at)
    .where('sessions.used_at', '>', at - config.sessionIdleMinutes * minute)
    .where('users.disabled_at', 'is', null)
    .where('users.console_access', '=', 1)
    .where('accounts.disabled_at', 'is', null);
}

async function recordUse(database: WharfDatabase, id: string, at: number): Promise<void> {
  // Losing this write to a power cut shortens a session by a minute at most.
  await database.relaxed((trx) =>
    trx.updateTable('sessions').set({ used_at: at }).where('id', '=', id).where('used_at', '<', at).execute(),
  );
}

/** Ends one session of a user, and says whether there was one. */
export async function endSession(trx: Kysely<Database>, userId: string, id: string, at: Date): Promise<boolean> {
  const ended = trx.deleteFrom('sessions').where('id', '=', id).where('user_id', '=', userId);
  return (await end(trx, ended, at)) > 0;
}

/** Ends a user's sessions, but for `except`; with `provider` only those that began there. */
export async function endSessionsOf(
  trx: Kysely<Database>,
  userId: string,
  at: Date,
  { except, provider }: { except?: string | undefined; provider?: string } = {},
): Promise<void> {
  let ended = trx.deleteFrom('sessions').where('user_id', '=', userId);
  if (except !== undefined) ended = ended.where('id', '!=', except);
  if (provider !== undefined) ended = ended.where('provider', '=', provider);
  await end(trx, ended, at);
}

/** The registry tokens that the console got in them end as well. */
async function end(
  trx: Kysely<Database>,
  sessions: DeleteQueryBuilder<Database, 'sessions', DeleteResult>,
  at: Date,
): Promise<number> {
  const rows = await sessions.returning('id').execute();
  for (const { id } of rows) await revoke(trx, `credential:${id}`, at);
  return rows.length;
}

function asSession(
  row: { id: string; csrf_token: string; account_name: string; must_change_password: 0 | 1 } & Parameters<
    typeof userActor
  >[0] &
    UserRevocations,
  request: SessionRequest | undefined,
): CurrentSession {
  const { id, csrf_token: csrfToken, account_name: account } = row;
  const came = request && provenanceOf(id, request);
  const mustChangePassword = row.must_change_password === 1;
  // It is revoked once, when it ends.
  const standing = { ...userStanding(row), [`credential:${id}`]: 0 } as const;
  return { id, csrfToken, account, mustChangePassword, actor: userActor(row, came), standing };
}

/** What is done in a session, on the record. */
export function provenanceOf(id: string, { address, requestId }: SessionRequest): Provenance {
  return { address, requestId, credential: { kind: 'session', id, name: id } };
}
