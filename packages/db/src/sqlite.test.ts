import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from './new-id.ts';
import { createSqliteDatabase, type TestDatabase } from './testing/test-database.ts';

let created: TestDatabase;
beforeAll(async () => {
  created = await createSqliteDatabase();
});
afterAll(() => created.remove());

const account = () => ({ id: newId(), name: newId(), organization_quota: 5, created_at: 0 });

test('closing lets the writes end that were under way, and may be done twice', async () => {
  const closing = await created.open();
  const rows = Array.from({ length: 20 }, account);
  const writes = rows.map((row) =>
    closing.db.transaction().execute((trx) => trx.insertInto('accounts').values(row).execute()),
  );
  await nextTurn();
  await Promise.all([...writes, closing.close()]);
  await closing.close();
  const { db } = await created.open();
  const names = (await db.selectFrom('accounts').select('name').execute()).map((row) => row.name);
  expect(names).toEqual(expect.arrayContaining(rows.map((row) => row.name)));
});

test('a transaction sees what it wrote, and ends its turn also when its work fails', async () => {
  const { db } = await created.open();
  const row = account();
  const seen = await db.transaction().execute(async (trx) => {
    await trx.insertInto('accounts').values(row).execute();
    return trx.selectFrom('accounts').select('id').where('id', '=', row.id).execute();
  });
  expect(seen).toEqual([{ id: row.id }]);
  for (let round = 0; round < 3; round++) {
    const twice = db
      .transaction()
      .execute(async (trx) => trx.insertInto('accounts').values([account(), row]).execute());
    await expect(twice).rejects.toThrow(/UNIQUE/);
    await expect(db.insertInto('accounts').values(row).execute()).rejects.toThrow(/UNIQUE/);
  }
  await db.insertInto('accounts').values(account()).execute();
});

test('columns take only values of their kind', async () => {
  const { db } = await created.open();
  const wrong = { ...account(), created_at: 'yesterday' as unknown as number };
  await expect(db.insertInto('accounts').values(wrong).execute()).rejects.toThrow(/INTEGER/);
});

test('references to what does not exist are refused', async () => {
  const { db } = await created.open();
  const orphan = { id: newId(), account_id: 'nobody', name: newId(), created_at: 0, created_by: 'x' };
  await expect(db.insertInto('organizations').values(orphan).execute()).rejects.toThrow(/FOREIGN KEY/);
  const inside = db.transaction().execute((trx) => trx.insertInto('organizations').values(orphan).execute());
  await expect(inside).rejects.toThrow(/FOREIGN KEY/);
});
