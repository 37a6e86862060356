import type { WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { cancelJob } from './cancel-job.ts';
import { isSchedule, keepSchedule } from './schedules.ts';

test.each(['17 3 * * *', '*/5 * * * *', '0 0 1 1 *', '0 12 * * MON-FRI'])('%s is a schedule', (text) => {
  expect(isSchedule(text)).toBe(true);
});
test.each(['', 'daily', '* * * *', '* * * * * *', '61 * * * *', '0 0 31 2 *', '* * * * * * *'])(
  '%j is none',
  (text) => {
    expect(isSchedule(text)).toBe(false);
  },
);

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  beforeAll(async () => {
    created = await create();
    database = await created.open();
  });
  beforeEach(() => database.db.deleteFrom('jobs').execute());
  afterAll(() => created.remove());

  // The expressions are read in the time zone of the process: half past works in most of them, each minute in all.
  const at = (text: string) => new Date(`2026-11-25T${text}:00`);
  const keep = (now: Date, cron: string | undefined = '30 3 * * *') =>
    keepSchedule(database.db, { kind: 'collect', params: { a: 1 }, cron }, now);
  const unended = async () => {
    const rows = await database.db.selectFrom('jobs').selectAll().where('ended_at', 'is', null).execute();
    return rows.map((row) => new Date(row.run_at));
  };
  const theOne = () =>
    database.db.selectFrom('jobs').selectAll().where('ended_at', 'is', null).executeTakeFirstOrThrow();

  test('its next run waits in the queue, once', async () => {
    await Promise.all([keep(at('01:00')), keep(at('01:00')), keep(at('01:01'))]);
    expect(await unended()).toEqual([at('03:30')]);
    expect(await theOne()).toMatchObject({
      kind: 'collect',
      params: '{"a":1}',
      author_id: null,
      account_id: null,
      waits_for: 'start-time',
    });
  });

  test('a run that was missed is made up for once, and the next one follows its end', async () => {
    await keep(at('01:00'));
    await keep(at('09:00'));
    expect(await unended()).toEqual([at('03:30')]);
    const end = { state: 'succeeded', ended_at: at('09:01').getTime() } as const;
    await database.db.updateTable('jobs').set(end).execute();
    await keep(at('09:01'));
    expect(await unended()).toEqual([new Date(at('03:30').getTime() + 24 * 3_600_000)]);
  });

  test('follows a changed expression, and goes with it', async () => {
    await keep(at('01:00'));
    await keep(at('01:00'), '0 2 * * *');
    expect(await unended()).toEqual([at('02:00')]);
    await keep(at('01:00'), '0 5 * * *');
    expect(await unended()).toEqual([at('05:00')]);
    await keepSchedule(database.db, { kind: 'collect', params: {}, cron: undefined }, at('01:00'));
    expect(await unended()).toEqual([]);
  });

  test('leaves a running one and one that is tried again alone', async () => {
    await keep(at('01:00'));
    const { id } = await theOne();
    await database.db
      .updateTable('jobs')
      .set({ attempts: 1, run_at: at('03:40').getTime() })
      .execute();
    await keep(at('03:31'));
    expect(await unended()).toEqual([at('03:40')]);
    await database.db.updateTable('jobs').set({ state: 'running' }).execute();
    await keepSchedule(database.db, { kind: 'collect', params: {}, cron: undefined }, at('03:41'));
    expect((await theOne()).id).toBe(id);
  });

  test('one that was cancelled is left out', async () => {
    await keep(at('01:00'));
    await cancelJob(database.db, (await theOne()).id, at('01:05'));
    await keep(at('01:06'));
    expect(await unended()).toEqual([new Date(at('03:30').getTime() + 24 * 3_600_000)]);
  });
});
