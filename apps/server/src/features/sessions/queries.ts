import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';

const sessionsShown = 100;

/** A user's sessions that still live, the one used last first. */
export async function listLiveSessions(db: Kysely<Database>, userId: string, at: number, usedAfter: number) {
  return await db
    .selectFrom('sessions')
    .select(['id', 'address', 'user_agent', 'created_at', 'used_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', at)
    .where('used_at', '>', usedAfter)
    .orderBy('used_at', 'desc')
    .limit(sessionsShown)
    .execute();
}

/** By which provider a session began. */
export async function findProviderOfSession(db: Kysely<Database>, id: string): Promise<string | null> {
  const row = await db.selectFrom('sessions').select('provider').where('id', '=', id).executeTakeFirst();
  return row?.provider ?? null;
}
