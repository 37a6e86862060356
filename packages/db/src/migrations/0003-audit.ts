import { type Kysely, sql } from 'kysely';
import type { Database } from '../schema.ts';
import { columnTypes, type SchemaDialect } from './column-types.ts';

/** What makes the outbox a record: where each event came from, with which credential, and how it ended. */
export async function extendEvents(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const { schema } = db;
  const { text, int } = columnTypes[dialect];

  const added = [
    'organization_name',
    'repository_name',
    'address',
    'credential_kind',
    'credential_name',
    'request_id',
  ] as const;
  for (const column of added) await schema.alterTable('events').addColumn(column, text).execute();
  await schema
    .alterTable('events')
    .addColumn('result', text, (c) => c.notNull().defaultTo('done'))
    .execute();

  // For followers that send events elsewhere: no transaction may stay open while another machine answers.
  const followers = schema.alterTable('event_followers');
  await followers.addColumn('leased_by', text).execute();
  await followers.addColumn('leased_until', int).execute();
  await followers.addColumn('error', text).execute();
  await followers.addColumn('error_at', int).execute();

  // Nothing asks for events by another time than their ids'.
  await schema.dropIndex('events_by_time').execute();
  await schema.createIndex('events_by_account').on('events').columns(['account_id', 'id']).execute();
  await schema.createIndex('events_by_account_type').on('events').columns(['account_id', 'type', 'id']).execute();
  await schema.createIndex('events_by_type').on('events').columns(['type', 'id']).execute();
  await schema.createIndex('events_by_author').on('events').columns(['author_name', 'id']).execute();
  const sparse = ['organization_name', 'repository_name', 'credential_name', 'address'] as const;
  for (const column of sparse) {
    await schema
      .createIndex(`events_by_${column}`)
      .on('events')
      .columns([column, 'id'])
      .where(column, 'is not', null)
      .execute();
  }
  await schema
    .createIndex('events_refused')
    .on('events')
    .columns(['result', 'id'])
    .where(sql.ref('result'), '=', sql.lit('refused'))
    .execute();
}
