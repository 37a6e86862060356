import type { Kysely } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, finish, type SchemaDialect } from './column-types.ts';

export async function createRefusals(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];
  const refusals = schema
    .createTable('refusals')
    .addColumn('id', text, (c) => c.primaryKey().notNull())
    .addColumn('created_at', int, (c) => c.notNull())
    .addColumn('last_at', int, (c) => c.notNull())
    .addColumn('count', int, (c) => c.notNull())
    .addColumn('user_id', text)
    .addColumn('robot_id', text)
    .addColumn('account_id', text)
    .addColumn('actor_name', text, (c) => c.notNull())
    .addColumn('proven', int, (c) => c.notNull())
    .addColumn('address', text, (c) => c.notNull())
    .addColumn('source', text, (c) => c.notNull())
    .addColumn('method', text, (c) => c.notNull())
    .addColumn('operation', text, (c) => c.notNull())
    .addColumn('repository', text)
    .addColumn('reference', text)
    .addColumn('status', int, (c) => c.notNull())
    .addColumn('code', text, (c) => c.notNull())
    .addColumn('reason', text, (c) => c.notNull())
    .addColumn('rule', text, (c) => c.notNull())
    .addColumn('message', text, (c) => c.notNull())
    .addColumn('detail', text, (c) => c.notNull())
    .addColumn('client', text, (c) => c.notNull());
  await finish(refusals, dialect).execute();
  // The newest of all, of an account, of a user; of a sender only to bound their number.
  for (const first of [undefined, 'account_id', 'user_id', 'source'] as const) {
    await schema
      .createIndex(`refusals_by_${first ?? 'time'}`)
      .on('refusals')
      .columns([...(first ? [first] : []), 'last_at', 'id'])
      .execute();
  }
}
