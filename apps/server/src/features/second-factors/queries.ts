import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

/** How a user signs in, and with what second factor. */
export async function getSignInFacts(db: Kysely<Database>, userId: string) {
  return await db
    .selectFrom('users')
    .leftJoin('identities', (join) => join.onRef('identities.user_id', '=', 'users.id').on('identities.linked', '=', 0))
    .leftJoin('second_factors', 'second_factors.user_id', 'users.id')
    .select((select) => [
      'identities.provider',
      'second_factors.confirmed_at',
      select
        .selectFrom('recovery_codes')
        .select((codes) => codes.fn.countAll<number | string>().as('count'))
        .whereRef('recovery_codes.user_id', '=', 'users.id')
        .where('recovery_codes.used_at', 'is', null)
        .as('codes_left'),
    ])
    .where('users.id', '=', userId)
    .executeTakeFirstOrThrow();
}
