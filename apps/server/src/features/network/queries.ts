import type { Database } from '@wharf/db';
import type { Kysely, Transaction } from 'kysely';

/**
 * Makes changes of the rules wait for each other, and tells every process that something changed: none can be judged by
 * rules that another one is just changing.
 */
export async function beginChange(trx: Transaction<Database>): Promise<void> {
  await trx
    .updateTable('network_settings')
    .set((eb) => ({ version: eb('version', '+', 1) }))
    .where('id', '=', 1)
    .execute();
}

export async function findRule(db: Kysely<Database>, id: string) {
  return await db.selectFrom('network_rules').selectAll().where('id', '=', id).executeTakeFirst();
}
