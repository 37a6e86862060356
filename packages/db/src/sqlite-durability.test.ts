import { type FileHandle, open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { WharfDatabase } from './database.ts';
import { newId } from './new-id.ts';
import { createSqliteDatabase, type TestDatabase } from './testing/test-database.ts';

let created: TestDatabase;
let database: WharfDatabase;
/** What another process would see. */
let beside: Sqlite.Database;
/** Flushes of the log that began and were not let go, each with the rows that were committed when it began. */
let flushes: { rows: number; end: () => void }[];
let files: FileHandle;

beforeAll(async () => {
  created = await createSqliteDatabase();
  database = await created.open();
  files = await open(created.location.file, 'r');
  beside = new Sqlite(created.location.file, { readonly: true });
});
afterAll(async () => {
  beside.close();
  await files.close();
  await created.remove();
});

beforeEach(() => {
  flushes = [];
  const handles = Object.getPrototypeOf(files) as FileHandle;
  const { datasync } = handles;
  vi.spyOn(handles, 'datasync').mockImplementation(async function (this: FileHandle) {
    const rows = rowsBeside();
    await new Promise<void>((end) => flushes.push({ rows, end }));
    await datasync.call(this);
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  for (const { end } of flushes) end();
});

const rowsBeside = () => beside.prepare<[], number>('select count(*) from accounts').pluck().get() ?? 0;
const account = () => ({ id: newId(), name: newId(), organization_quota: 5, created_at: 0 });

const transaction = () =>
  database.db.transaction().execute((trx) => trx.insertInto('accounts').values(account()).execute());
const statement = () => database.db.insertInto('accounts').values(account()).execute();
const relaxed = () => database.relaxed((trx) => trx.insertInto('accounts').values(account()).execute());
const relaxedStatement = () => database.relaxedStatement((db) => db.insertInto('accounts').values(account()).execute());

/** Begins `write`, and waits for a flush to begin or for the write to end without one. */
async function begin(write: () => Promise<unknown>) {
  const before = flushes.length;
  const seen = { ended: false };
  const ending = write().then(() => {
    seen.ended = true;
  });
  while (flushes.length === before && !seen.ended) await nextTurn();
  return { seen, ending };
}

test.each([
  ['a transaction', transaction],
  ['a statement of its own', statement],
])('%s ends after a flush that began with it committed', async (_, write) => {
  const rows = rowsBeside();
  const { seen, ending } = await begin(write);
  // These come and go meanwhile: neither they nor a reader wait for the disk.
  for (const other of [relaxed, relaxedStatement]) expect((await begin(other)).seen.ended).toBe(true);
  await database.db.selectFrom('accounts').select('id').execute();
  expect(seen.ended).toBe(false);
  expect(flushes.map((flush) => flush.rows)).toEqual([rows + 1]);
  flushes[0]?.end();
  await ending;
});

test.each([
  ['a relaxed transaction', relaxed],
  ['a relaxed statement', relaxedStatement],
])('%s ends without a flush', async (_, write) => {
  const { seen } = await begin(write);
  expect([seen.ended, flushes]).toEqual([true, []]);
});

test('what commits during a flush waits for the next one', async () => {
  const rows = rowsBeside();
  const first = await begin(transaction);
  let ended = false;
  const second = statement().then(() => {
    ended = true;
  });
  while (rowsBeside() < rows + 2) await nextTurn();
  flushes[0]?.end();
  await first.ending;
  while (flushes.length < 2 && !ended) await nextTurn();
  expect([ended, flushes[1]?.rows]).toEqual([false, rows + 2]);
  flushes[1]?.end();
  await second;
});
