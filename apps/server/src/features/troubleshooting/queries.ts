import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import type { UserActor } from '../../auth/user-actor.ts';

export interface OwnCredential {
  kind: 'password' | 'temporary-login' | 'access-key' | 'robot';
  expiresAt: number | null;
  lastUsedAt: number | null;
  /** Why it does not work any more, unless it has expired. */
  revoked: 'revoked' | 'key-disabled' | 'robot-disabled' | undefined;
}

/** A login of the caller himself or, for an administrator, of a robot of his account; undefined for all others alike. */
export async function findOwnCredential(
  db: Kysely<Database>,
  actor: UserActor,
  login: string,
): Promise<OwnCredential | undefined> {
  if (login === actor.name) return { kind: 'password', expiresAt: null, lastUsedAt: null, revoked: undefined };
  const temporary = await db
    .selectFrom('temporary_credentials')
    .select(['expires_at', 'last_used_at', 'revoked_at'])
    .where('login', '=', login)
    .where('user_id', '=', actor.id)
    .executeTakeFirst();
  if (temporary) {
    const revoked = temporary.revoked_at === null ? undefined : 'revoked';
    return { kind: 'temporary-login', expiresAt: temporary.expires_at, lastUsedAt: temporary.last_used_at, revoked };
  }
  const key = await db
    .selectFrom('access_keys')
    .select(['disabled_at', 'last_used_at'])
    .where('id', '=', login)
    .where('user_id', '=', actor.id)
    .executeTakeFirst();
  if (key) {
    const revoked = key.disabled_at === null ? undefined : 'key-disabled';
    return { kind: 'access-key', expiresAt: null, lastUsedAt: key.last_used_at, revoked };
  }
  if (actor.role === 'member') return undefined;
  const robot = await db
    .selectFrom('robots')
    .select(['expires_at', 'last_used_at', 'disabled_at'])
    .where('login', '=', login)
    .where('account_id', '=', actor.accountId)
    .executeTakeFirst();
  if (!robot) return undefined;
  const revoked = robot.disabled_at === null ? undefined : 'robot-disabled';
  return { kind: 'robot', expiresAt: robot.expires_at, lastUsedAt: robot.last_used_at, revoked };
}
