import { newId, type WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, expectIndexed, type TestDatabase } from '@wharf/db/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { endedByTime, endedOfKind, removeEndedJobs } from './ended-jobs.ts';
import { eventsBetween } from './follow-events.ts';
import { dueJobs } from './lease.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};
const day = 24 * 60 * 60 * 1000;
const now = new Date('2026-11-25T00:00:00Z');

describe.each(Object.entries(dialects))('on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  beforeAll(async () => {
    created = await create();
    database = await created.open();
  });
  afterAll(() => created.remove());

  async function insert(count: number, endedAt: (index: number) => number | null, kind = 'k'): Promise<void> {
    const rows = Array.from({ length: count }, (_each, index) => {
      const ended_at = endedAt(index);
      return {
        id: newId(),
        kind,
        params: '{}',
        state: ended_at === null ? ('waiting' as const) : ('succeeded' as const),
        attempts: 0,
        max_attempts: 1,
        run_at: 0,
        author_name: 'a',
        created_at: 0,
        ended_at,
      };
    });
    for (let from = 0; from < rows.length; from += 1_000) {
      await database.db
        .insertInto('jobs')
        .values(rows.slice(from, from + 1_000))
        .execute();
    }
  }
  const left = (...kinds: string[]) =>
    database.db
      .selectFrom('jobs')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('ended_at').as('oldest')])
      .where('kind', 'in', kinds.length > 0 ? kinds : ['k', 'rare'])
      .executeTakeFirstOrThrow();

  test('forgets what ended 30 days ago, and of each kind all but the last 2 000', async () => {
    await insert(3, () => null);
    await insert(1_200, () => now.getTime() - 31 * day);
    await insert(20, () => now.getTime() - 29 * day);
    await insert(10, () => now.getTime() - 29 * day, 'rare');
    await removeEndedJobs(database.db, ['k', 'rare'], now);
    expect(await left()).toEqual({ count: 33, oldest: now.getTime() - 29 * day });
    await insert(2_600, (index) => now.getTime() - 2_600 + index);
    await removeEndedJobs(database.db, ['k', 'rare'], now);
    expect(await left('k')).toEqual({ count: 2_003, oldest: now.getTime() - 2_000 });
    expect(await left('rare')).toEqual({ count: 10, oldest: now.getTime() - 29 * day });
    await removeEndedJobs(database.db, ['k', 'rare'], now);
    expect((await left()).count).toBe(2_013);
  });

  test('what is asked every second is found by index, in its order', async () => {
    const { db } = database;
    await expectIndexed(database, dueJobs(db, ['a', 'b'], 1), { order: 'by-index' });
    await expectIndexed(database, eventsBetween(db, 'a', 'b'), { order: 'by-index' });
    await expectIndexed(database, endedByTime(db).where('ended_at', '<=', 1).limit(1), { order: 'by-index' });
    for (const direction of ['asc', 'desc'] as const) {
      await expectIndexed(database, endedOfKind(db, 'k', direction).limit(1), { order: 'by-index' });
    }
  });
});
