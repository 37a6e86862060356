import { randomBytes } from 'node:crypto';
import type { Database } from '@wharf/db';
import type { Transaction } from 'kysely';
import { hashSecret } from '../secrets.ts';

const count = 10;
// 32 letters that nobody confuses (no i, l, o, u): 16 of them are 80 random bits, enough to be stored as a plain hash.
const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten new codes for a user, in place of all earlier ones. They can never be had again. */
export async function replaceRecoveryCodes(trx: Transaction<Database>, userId: string): Promise<string[]> {
  const codes = Array.from({ length: count }, newCode);
  await trx.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  await trx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashSecret(plain(code)) })))
    .execute();
  return codes;
}

/** Uses a code up, and says whether it was one. */
export async function takeRecoveryCode(trx: Transaction<Database>, userId: string, code: string, at: Date) {
  const { numUpdatedRows } = await trx
    .updateTable('recovery_codes')
    .set({ used_at: at.getTime() })
    .where('user_id', '=', userId)
    .where('code_hash', '=', hashSecret(plain(code)))
    .where('used_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** `xxxx-xxxx-xxxx-xxxx` */
function newCode(): string {
  const text = [...randomBytes(16)].map((byte) => letters[byte % letters.length]).join('');
  return text.replace(/(.{4})(?=.)/g, '$1-');
}

function plain(code: string): string {
  return code.toLowerCase().replace(/[^0-9a-z]/g, '');
}
