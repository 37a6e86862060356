import type { Database } from '@wharf/db';
import type { Kysely, Transaction } from 'kysely';
import { type NewEvent, recordEvent } from '../features/record-event.ts';

/** Whose user or robot read an image. */
export interface Reader {
  accountId: string;
  /** The account's name. */
  account: string;
  /** He runs the server, so that no account is another's to him. */
  ofServer: boolean;
}

const readersAtOnce = 500;

/** By the ids of users and robots; those of nobody are left out. */
export async function findReaders(db: Kysely<Database>, ids: readonly string[]): Promise<Map<string, Reader>> {
  const found = new Map<string, Reader>();
  for (let start = 0; start < ids.length; start += readersAtOnce) {
    const some = ids.slice(start, start + readersAtOnce);
    const users = await db
      .selectFrom('users')
      .innerJoin('accounts', 'accounts.id', 'users.account_id')
      .select(['users.id', 'users.role', 'users.account_id', 'accounts.name'])
      .where('users.id', 'in', some)
      .execute();
    const robots = await db
      .selectFrom('robots')
      .innerJoin('accounts', 'accounts.id', 'robots.account_id')
      .select(['robots.id', 'robots.account_id', 'accounts.name'])
      .where('robots.id', 'in', some)
      .execute();
    for (const row of [...users, ...robots]) {
      const ofServer = 'role' in row && row.role === 'system-administrator';
      found.set(row.id, { accountId: row.account_id, account: row.name, ofServer });
    }
  }
  return found;
}

/**
 * Puts it on the record that an image was read; `event` as its owner's account has it. When somebody of another account did, that
 * account's record tells who and from where, and the owner's the account only: its people are not the owner's to know.
 */
export async function recordReading(
  trx: Transaction<Database>,
  event: NewEvent,
  reader: Reader | undefined,
): Promise<void> {
  if (!reader || reader.ofServer || reader.accountId === event.accountId) return await recordEvent(trx, event);
  const { organizationId: _organization, repositoryId: _repository, ...own } = event;
  const payload = { ...event.payload, byAccount: reader.account };
  await recordEvent(trx, { ...event, payload, author: { id: null, name: '' } });
  // Without the ids: whoever manages the image reads the owner's event.
  await recordEvent(trx, { ...own, accountId: reader.accountId });
}
