import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { credentialRefusal } from '../auth/credential-refusals.ts';
import type { UserActor } from '../auth/user-actor.ts';
import { ApiError } from '../bff/problem.ts';

/** @throws ApiError `entry-refused`: whoever may not log in with clients gets no credential that would be refused there */
export async function requireProgrammaticAccess(db: Kysely<Database>, actor: UserActor): Promise<void> {
  const user = await db.selectFrom('users').select('programmatic_access').where('id', '=', actor.id).executeTakeFirst();
  if (user?.programmatic_access === 1) return;
  const reason = 'no-programmatic-access';
  throw new ApiError('entry-refused', credentialRefusal(reason), { detail: { reason } });
}
