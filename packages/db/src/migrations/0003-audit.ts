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
  await fillNames(db, dialect);

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

/** The names of events from before, as far as they tell them or what they name is still there: else no filter would find them. */
async function fillNames(db: Kysely<Database>, dialect: SchemaDialect): Promise<void> {
  const told = (key: 'organization' | 'repository') =>
    dialect === 'sqlite'
      ? sql`case json_type(payload, ${sql.lit(`$.${key}`)}) when 'text' then json_extract(payload, ${sql.lit(`$.${key}`)}) end`
      : // PostgreSQL refuses a whole document for a lone surrogate or a NUL in any of its texts.
        sql`case when payload ~ '\\\\u(0000|d[89a-f])' then null
          when json_typeof(payload::json -> ${sql.lit(key)}) = 'string' then payload::json ->> ${sql.lit(key)} end`;
  const firstStep =
    dialect === 'sqlite'
      ? sql`substr(repository_name, 1, instr(repository_name, '/') - 1)`
      : sql`split_part(repository_name, '/', 1)`;
  await sql`update events set repository_name =
    coalesce(${told('repository')}, (select name from repositories where repositories.id = events.repository_id))`.execute(
    db,
  );
  await sql`update events set organization_name = coalesce(
    ${told('organization')}, ${firstStep}, (select name from organizations where organizations.id = events.organization_id)
  )`.execute(db);
}
