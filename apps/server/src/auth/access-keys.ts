import { createHmac, randomInt } from 'node:crypto';
import type { Database } from '@wharf/db';
import type { Kysely } from 'kysely';
import { entryColumns } from './entry.ts';
import { lastRevocation, userRevocations } from './revocations.ts';
import { hashSecret, secretMatches } from './secrets.ts';
import { actorColumns } from './user-actor.ts';

const idLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const secretLetters = `${idLetters}abcdefghijklmnopqrstuvwxyz`;

/** Whether a login name has the form of an access key's id. No user's name does: those are lowercase. */
export function isAccessKeyId(name: string): boolean {
  return /^WK[A-Z0-9]{18}$/.test(name);
}

function newAccessKeyId(): string {
  return `WK${randomWord(idLetters, 18)}`;
}

/** 40 letters and digits: 238 bits, and nothing that a shell, a CSV or `openssl -hmac` reads otherwise. */
function newAccessKeySecret(): string {
  return randomWord(secretLetters, 40);
}

/** What clients log in with instead of the secret, which they cannot learn from it: hex of HMAC-SHA256(message = id, key = secret). */
export function loginKeyOf(id: string, secret: string): string {
  return createHmac('sha256', secret).update(id).digest('hex');
}

/** The key that `loginKey` is right for; `secret-typed` when it is the secret itself. */
export async function verifyAccessKey(
  db: Kysely<Database>,
  id: string,
  loginKey: string,
): Promise<{ hash: string } | 'secret-typed' | undefined> {
  const row = await db.selectFrom('access_keys').select('key_hash').where('id', '=', id).executeTakeFirst();
  if (!row) return undefined;
  if (secretMatches(loginKey, row.key_hash)) return { hash: row.key_hash };
  return secretMatches(loginKeyOf(id, loginKey), row.key_hash) ? 'secret-typed' : undefined;
}

/** The key and its user as they are now; undefined when the key is gone, or is another one by now. */
export async function findAccessKeyUser(db: Kysely<Database>, id: string, hash: string) {
  return await db
    .selectFrom('access_keys')
    .innerJoin('users', 'users.id', 'access_keys.user_id')
    .innerJoin('accounts', 'accounts.id', 'users.account_id')
    .select([
      ...actorColumns,
      ...userRevocations(),
      lastRevocation('credential', 'access_keys.id').as('credential_revocation'),
      ...entryColumns,
      'access_keys.disabled_at as key_disabled_at',
    ])
    .where('access_keys.id', '=', id)
    .where('access_keys.key_hash', '=', hash)
    .executeTakeFirst();
}

/** @returns what to store, and the secret, which is stored nowhere. */
export function makeAccessKey(): { id: string; secret: string; keyHash: string } {
  const [id, secret] = [newAccessKeyId(), newAccessKeySecret()];
  return { id, secret, keyHash: hashSecret(loginKeyOf(id, secret)) };
}

function randomWord(letters: string, length: number): string {
  return Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');
}
