import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openDatabase, type WharfDatabase } from './database.ts';
import { DatabaseError } from './database-error.ts';
import { newId } from './new-id.ts';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from './testing/test-database.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('a database on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;

  beforeAll(async () => {
    created = await create();
    // Several processes may start at once: each of these migrates.
    const opened = await Promise.all(Array.from({ length: 4 }, () => created.open()));
    database = opened[0] as WharfDatabase;
  });
  afterAll(() => created.remove());

  const account = () => ({ id: newId(), name: newId(), organization_quota: 5, created_at: Date.now() });
  const names = async () => (await database.db.selectFrom('accounts').select('name').execute()).map((row) => row.name);

  test('gives numbers for counts and sums beyond 32 bits', async () => {
    const created_at = 2 ** 52;
    const row = { ...account(), created_at };
    await database.db.insertInto('accounts').values(row).execute();
    const found = await database.db
      .selectFrom('accounts')
      .select((eb) => ['created_at', eb.fn.sum<number>('created_at').as('sum'), eb.fn.countAll<number>().as('count')])
      .where('id', '=', row.id)
      .groupBy('created_at')
      .executeTakeFirstOrThrow();
    expect(found).toEqual({ created_at, sum: created_at, count: 1 });
  });

  test.each(['db', 'relaxed'] as const)('a transaction of %s is kept whole or not at all', async (way) => {
    const run = (work: Parameters<WharfDatabase['relaxed']>[0]) =>
      way === 'db' ? database.db.transaction().execute(work) : database.relaxed(work);
    const kept = account();
    const lost = account();
    await run((trx) => trx.insertInto('accounts').values(kept).execute());
    const failing = run(async (trx) => {
      await trx.insertInto('accounts').values(lost).execute();
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await names()).toContain(kept.name);
    expect(await names()).not.toContain(lost.name);
  });

  test('a read does not wait for a transaction, nor see what it has not committed', async () => {
    const row = account();
    await database.db.transaction().execute(async (trx) => {
      await trx.insertInto('accounts').values(row).execute();
      expect(await names()).not.toContain(row.name);
    });
    expect(await names()).toContain(row.name);
  });

  test('many writers at once all get their turn', async () => {
    const rows = Array.from({ length: 60 }, account);
    await Promise.all(
      rows.map((row, index) => {
        const insert = (trx: Pick<WharfDatabase['db'], 'insertInto'>) =>
          trx.insertInto('accounts').values(row).execute();
        if (index % 3 === 0) return insert(database.db);
        return index % 3 === 1 ? database.relaxed(insert) : database.db.transaction().execute(insert);
      }),
    );
    expect(await names()).toEqual(expect.arrayContaining(rows.map((row) => row.name)));
  });

  test('of a newer version is left alone', async () => {
    const newer = await create();
    try {
      const { db } = await newer.open();
      await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '2099-01-01')`.execute(db);
      await expect(newer.open()).rejects.toThrow(/newer version of Wharf .*9999-later/);
    } finally {
      await newer.remove();
    }
  });
});

test.each([
  [{ file: '/dev/null/wharf.db' }, /^Cannot open the database \/dev\/null\/wharf.db: .* must be writable/],
  [
    { file: '', url: 'postgresql://me:secret@127.0.0.1:1/x?password=secret' },
    /^Cannot reach postgresql:\/\/me@127.0.0.1:1\/x: /,
  ],
  [{ file: '', url: 'postgresql://me:secret@' }, /^Cannot reach /],
])('%o cannot be opened: the error says which, why and what to do, without the password', async (location, text) => {
  const error: unknown = await openDatabase(location).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(DatabaseError);
  expect((error as DatabaseError).message).toMatch(text);
  expect((error as DatabaseError).message).not.toContain('secret');
});
