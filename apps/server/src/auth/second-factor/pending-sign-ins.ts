import { randomBytes } from 'node:crypto';
import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import { hashSecret } from '../secrets.ts';

const minutes = 5;
// Whoever has the password could else fill the table.
const perUser = 20;

/** Remembers that a password was right. @returns the ticket by which the second step names it */
export async function beginPendingSignIn(
  trx: Transaction<Database>,
  user: { id: string; passwordHash: string },
  at: Date,
): Promise<string> {
  const ticket = randomBytes(32).toString('base64url');
  await trx
    .deleteFrom('pending_sign_ins')
    .where('user_id', '=', user.id)
    .where('expires_at', '<=', at.getTime())
    .execute();
  const kept = await trx
    .selectFrom('pending_sign_ins')
    .select('ticket_hash')
    .where('user_id', '=', user.id)
    .orderBy('expires_at', 'desc')
    .offset(perUser - 1)
    .limit(perUser)
    .execute();
  const tooMany = kept.map(({ ticket_hash }) => ticket_hash);
  if (tooMany.length > 0) await trx.deleteFrom('pending_sign_ins').where('ticket_hash', 'in', tooMany).execute();
  const row = { ticket_hash: hashSecret(ticket), user_id: user.id, password_hash: user.passwordHash };
  await trx
    .insertInto('pending_sign_ins')
    .values({ ...row, expires_at: at.getTime() + minutes * 60_000 })
    .execute();
  return ticket;
}

/** Whose sign-in a ticket goes on with, while it holds. */
export async function findPendingSignIn(trx: Transaction<Database>, ticket: string, at: Date) {
  return await trx
    .selectFrom('pending_sign_ins')
    .select(['user_id', 'password_hash'])
    .where('ticket_hash', '=', hashSecret(ticket))
    .where('expires_at', '>', at.getTime())
    .executeTakeFirst();
}

/** Uses a ticket up, and says whether it was still there. */
export async function endPendingSignIn(trx: Transaction<Database>, ticket: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('pending_sign_ins')
    .where('ticket_hash', '=', hashSecret(ticket))
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
