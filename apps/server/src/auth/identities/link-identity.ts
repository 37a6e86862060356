import type { Database } from '@wharf/db';
import { decideLink, type LinkDecision } from '@wharf/policies/identity';
import type { Kysely, Transaction } from 'kysely';
import { recordEvent } from '../../features/record-event.ts';
import { noPassword } from '../passwords.ts';
import { endSessionsOf } from '../sessions.ts';
import { ldapProvider } from '../sign-in-method.ts';
import type { UserActor } from '../user-actor.ts';
import type { Vouched } from './admit-identity.ts';

/** A user's password and identity, as far as linking goes; the directory's users have no identity that could be linked. */
export async function findOwnIdentity(db: Kysely<Database>, userId: string) {
  const { password_hash, ...row } = await db
    .selectFrom('users')
    .leftJoin('identities', (join) =>
      join.onRef('identities.user_id', '=', 'users.id').on('identities.provider', '!=', ldapProvider),
    )
    .select([
      'users.password_hash',
      'identities.provider',
      'identities.subject',
      'identities.linked',
      'identities.created_at',
      'identities.seen_at',
    ])
    .where('users.id', '=', userId)
    .executeTakeFirstOrThrow();
  return { ...row, ownPassword: password_hash !== noPassword };
}

/** Makes an identity for which the provider vouched just now a further way in for a user, unless it is somebody else's. */
export async function linkIdentity(
  trx: Transaction<Database>,
  actor: UserActor,
  { provider, subject }: Vouched,
  at: Date,
): Promise<LinkDecision> {
  const times = { created_at: at.getTime(), seen_at: at.getTime() };
  const { numInsertedOrUpdatedRows: made } = await trx
    .insertInto('identities')
    .values({ provider, subject, user_id: actor.id, linked: 1, ...times })
    // Both one identity and one user are in one row at most.
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  const own = await findOwnIdentity(trx, actor.id);
  const holder = await trx
    .selectFrom('identities')
    .select('user_id')
    .where('provider', '=', provider)
    .where('subject', '=', subject)
    .executeTakeFirst();
  const decision = decideLink({
    userId: actor.id,
    ownPassword: own.ownPassword,
    hasOther: own.provider !== null && (own.provider !== provider || own.subject !== subject),
    owner: holder?.user_id,
  });
  if (!decision.allowed && made === 1n) throw new Error(`an identity was linked that must not be: ${decision.reason}`);
  if (made === 1n) {
    const payload = { user: actor.name, provider };
    await recordEvent(trx, { type: 'IdentityLinked', accountId: actor.accountId, payload, author: actor, at });
  }
  return decision;
}

/**
 * Ends what a user linked himself, and the sessions that began by it but for `exceptSession`.
 * @returns the provider; undefined when nothing was linked
 */
export async function unlinkIdentity(
  trx: Transaction<Database>,
  userId: string,
  at: Date,
  exceptSession?: string,
): Promise<string | undefined> {
  const gone = await trx
    .deleteFrom('identities')
    .where('user_id', '=', userId)
    .where('linked', '=', 1)
    .returning('provider')
    .executeTakeFirst();
  if (!gone) return undefined;
  await endSessionsOf(trx, userId, at, { except: exceptSession, provider: gone.provider });
  return gone.provider;
}
