import { type Kysely, Migrator, type RawBuilder, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPostgres } from '../postgres.ts';
import type { Database } from '../schema.ts';
import { openSqlite } from '../sqlite.ts';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '../testing/test-database.ts';
import * as foundation from './0001-foundation.ts';
import * as images from './0002-images.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

/** Who and what there was, as the version of that time wrote it. */
async function fill(db: Kysely<Database>): Promise<void> {
  const statements = [
    sql`insert into accounts (id, name, organization_quota, created_at) values ('a1', 'main', 7, 1), ('a2', 'other', 0, 2)`,
    sql`insert into users (id, account_id, name, password_hash, role, disabled_at, created_at) values
      ('u1', 'a1', 'ann', 'hash', 'system-administrator', null, 1), ('u2', 'a1', 'bob', 'hash', 'member', 5, 1),
      ('u3', 'a2', 'eve', 'hash', 'account-administrator', null, 1)`,
    sql`insert into sessions (id, user_id, secret_hash, csrf_token, address, user_agent, created_at, used_at, expires_at)
      values ('s1', 'u1', 'secret', 'token', '::1', 'browser', 1, 1, 9)`,
    sql`insert into temporary_credentials (id, user_id, login, secret_hash, created_at, expires_at, last_used_at)
      values ('t1', 'u2', 'tmp-abc', 'secret', 1, 9, 4)`,
    sql`insert into organizations (id, account_id, name, created_at, created_by) values
      ('o1', 'a1', 'acme', 1, 'ann'), ('o2', 'a1', 'acme-2', 1, 'ann'), ('o3', 'a2', 'pier', 1, 'eve')`,
    sql`insert into grants (organization_id, user_id, level, created_at, created_by) values
      ('o1', 'u2', 'edit', 3, 'ann'), ('o2', 'u2', 'read', 4, 'ann'), ('o1', 'u1', 'manage', 5, 'ann')`,
    sql`insert into repositories (id, organization_id, name, created_at, pushed_at) values ('r1', 'o1', 'acme/web', 1, 2)`,
    sql`insert into events (id, type, account_id, organization_id, payload, author_id, author_name, created_at)
      values ('e1', 'GrantPut', 'a1', 'o1', '{"user":"bob"}', 'u1', 'ann', 3)`,
    sql`insert into events (id, type, account_id, organization_id, repository_id, payload, author_name, created_at) values
      ('e2', 'TagCreated', 'a1', 'o1', 'r1', '{"repository":"acme/web","tag":"1"}', 'ann', 3),
      ('e3', 'OrganizationRemoved', 'a1', 'gone', null, '{"organization":"old"}', 'ann', 3),
      ('e4', 'RepositoryRemoved', 'a1', 'gone', 'gone', '{"repository":"old/deep/image"}', 'ann', 3),
      ('e5', 'RepositoryUpdated', 'a1', 'o1', 'r1', '{"description":"x"}', 'ann', 3),
      ('e6', 'SignedIn', 'a1', null, null, '{"address":"::1"}', 'ann', 3),
      ('e7', 'StorageJobCreated', 'a1', null, null, '{"repository":7,"organization":null}', 'ann', 3),
      ('e8', 'RepositoryUpdated', 'a1', 'o1', 'r1', ${JSON.stringify({ repository: 'acme/web', to: '\ud800\0' })}, 'ann', 3)`,
    sql`insert into event_followers (name, last_event_id) values ('layers', 'e1')`,
    sql`insert into jobs (id, kind, params, state, run_at, attempts, max_attempts, unique_key, author_name, account_id, created_at)
      values ('j1', 'check-blobs', '{}', 'waiting', 1, 0, 3, 'k', 'ann', 'a1', 1)`,
  ];
  for (const statement of statements) await statement.execute(db);
}

describe.each(Object.entries(dialects))('a %s database of the version before accounts and robots', (_, create) => {
  let created: TestDatabase;
  let db: Kysely<Database>;
  const rows = async (statement: RawBuilder<unknown>) =>
    (await statement.execute(db)).rows as Record<string, unknown>[];

  beforeAll(async () => {
    created = await create();
    const { url, file } = created.location;
    const before = url ? openPostgres(url) : await openSqlite(file);
    const migrations = {
      '0001-foundation': { up: (trx: Kysely<Database>) => foundation.up(trx, before.dialect) },
      '0002-images': { up: (trx: Kysely<Database>) => images.up(trx, before.dialect) },
    };
    const provider = { getMigrations: async () => migrations };
    const { error } = await new Migrator({ db: before.db, provider }).migrateToLatest();
    if (error) throw error;
    await fill(before.db);
    await before.close();
    ({ db } = await created.open());
  });
  afterAll(() => created.remove());

  it('keeps its accounts with their quotas, and gives no others', async () => {
    expect(await rows(sql`select * from accounts order by id`)).toMatchObject([
      { id: 'a1', name: 'main', organization_quota: 7, repository_quota: null, tag_quota: null, byte_quota: null },
      { id: 'a2', name: 'other', organization_quota: 0, disabled_at: null, created_at: 2 },
    ]);
  });

  it('keeps its users, who may come in as before, and their sessions and logins', async () => {
    const open = { console_access: 1, programmatic_access: 1, must_change_password: 0, password_hash: 'hash' };
    expect(await rows(sql`select * from users order by id`)).toMatchObject([
      { ...open, name: 'ann', role: 'system-administrator' },
      { ...open, name: 'bob', role: 'member', disabled_at: 5 },
      { ...open, name: 'eve', account_id: 'a2' },
    ]);
    expect(await rows(sql`select user_id, provider from sessions`)).toEqual([{ user_id: 'u1', provider: null }]);
    const login = { user_id: 'u2', last_used_at: 4, last_used_address: null, revoked_at: null };
    expect(await rows(sql`select * from temporary_credentials`)).toMatchObject([login]);
  });

  it('keeps each grant as one on the whole organization, and no other', async () => {
    const grants = await rows(sql`select * from grants order by organization_id, holder_name`);
    const whole = { robot_id: null, pattern: '', created_by: 'ann' };
    expect(grants).toMatchObject([
      { ...whole, organization_id: 'o1', user_id: 'u1', holder_name: 'ann', level: 'manage', created_at: 5 },
      {
        ...{ ...whole, organization_id: 'o1', user_id: 'u2', holder_name: 'bob', level: 'edit', created_at: 3 },
        ...{ first_name: 'acme/', last_name: 'acme/~' },
      },
      {
        ...{ ...whole, organization_id: 'o2', user_id: 'u2', holder_name: 'bob', level: 'read', created_at: 4 },
        ...{ first_name: 'acme-2/', last_name: 'acme-2/~' },
      },
    ]);
    expect(new Set(grants.map(({ id }) => id)).size).toBe(3);
    const again = sql`insert into grants select 'other', organization_id, user_id, robot_id, holder_name, pattern, first_name,
      last_name, level, created_at, created_by from grants where level = 'read'`;
    await expect(again.execute(db)).rejects.toThrow(/unique/i);
  });

  it('keeps its organizations private, its images unshared and its network open', async () => {
    const organizations = await rows(sql`select name, visibility from organizations order by name`);
    expect(organizations).toEqual(['acme', 'acme-2', 'pier'].map((name) => ({ name, visibility: 'private' })));
    expect(await rows(sql`select repository_id from shares`)).toEqual([]);
    expect(await rows(sql`select public_access from network_settings`)).toEqual([{ public_access: 'everyone' }]);
  });

  it('keeps its record, how far followers have read it, and its jobs', async () => {
    const event = { type: 'GrantPut', author_name: 'ann', result: 'done', address: null, credential_kind: null };
    expect(await rows(sql`select * from events where id = 'e1'`)).toMatchObject([event]);
    expect(await rows(sql`select * from event_followers`)).toMatchObject([{ name: 'layers', last_event_id: 'e1' }]);
    expect(await rows(sql`select id from jobs`)).toEqual([{ id: 'j1' }]);
  });

  it('finds its record by organization and image, as far as they are known', async () => {
    const named = await rows(sql`select id, organization_name, repository_name from events order by id`);
    expect(named.map(Object.values)).toEqual([
      ['e1', 'acme', null],
      ['e2', 'acme', 'acme/web'],
      ['e3', 'old', null],
      ['e4', 'old', 'old/deep/image'],
      ['e5', 'acme', 'acme/web'],
      ['e6', null, null],
      ['e7', null, null],
      ['e8', 'acme', 'acme/web'],
    ]);
  });

  it('still lets grants go with their user and with their organization', async () => {
    await sql`delete from users where id = 'u1'`.execute(db);
    await sql`delete from organizations where id = 'o2'`.execute(db);
    expect(await rows(sql`select user_id, organization_id from grants`)).toEqual([
      { user_id: 'u2', organization_id: 'o1' },
    ]);
  });
});
