import { setTimeout as pause } from 'node:timers/promises';
import { newId, type WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import type { Kysely } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type EventFollower, type FollowedEvent, followEvents } from './follow-events.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('on %s', (dialect, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  let followers: EventFollower[] = [];
  let failures = 0;
  const log = {
    info: () => {},
    warn: () => {},
    error: () => {
      failures += 1;
    },
  };
  beforeAll(async () => {
    created = await create();
    database = await created.open();
    await database.db
      .insertInto('accounts')
      .values({ id: 'a', name: 'a', organization_quota: 1, created_at: 0 })
      .execute();
  });
  beforeEach(async () => {
    failures = 0;
    await database.db.deleteFrom('events').execute();
    await database.db.deleteFrom('event_followers').execute();
  });
  afterEach(async () => {
    await Promise.all(followers.map((follower) => follower.stop()));
    followers = [];
  });
  afterAll(() => created.remove());

  // A clock ahead of the real one: an event counts as settled as soon as nothing older can come.
  function follow(handle: (events: FollowedEvent[]) => void, { types = ['Told'], aheadMs = 10_000 } = {}): void {
    const follower = followEvents({
      database,
      name: 'test',
      types,
      now: () => new Date(Date.now() + aheadMs),
      log,
      pollMs: 20,
      handle: async (_trx, events) => handle(events),
    });
    followers.push(follower);
    follower.start();
  }
  async function tell(payload: object, { type = 'Told', db = database.db as Kysely<never> | typeof database.db } = {}) {
    const id = newId();
    await (db as typeof database.db)
      .insertInto('events')
      .values({
        id,
        type,
        account_id: 'a',
        payload: JSON.stringify(payload),
        author_name: 'x',
        created_at: Date.now(),
      })
      .execute();
    return id;
  }
  async function until(done: () => boolean): Promise<void> {
    while (!done()) await pause(5);
  }

  test('hands on what it was asked for, in order, those from before too', async () => {
    const seen: FollowedEvent[] = [];
    await tell({ number: 0 });
    await tell({}, { type: 'Other' });
    follow((events) => seen.push(...events));
    for (let number = 1; number < 30; number += 1) await tell({ number });
    await until(() => seen.length === 30);
    expect(seen.map(({ payload }) => payload)).toEqual(Array.from({ length: 30 }, (_, number) => ({ number })));
    expect(seen[0]).toMatchObject({ type: 'Told', accountId: 'a', author: { id: null, name: 'x' } });
  });

  test('a batch that failed comes again, and not what was handled before', async () => {
    const seen: unknown[] = [];
    let broken = true;
    follow((events) => {
      if (broken) throw new Error('not now');
      seen.push(...events.map(({ payload }) => payload));
    });
    await tell({ number: 1 });
    await until(() => failures > 1);
    broken = false;
    await until(() => seen.length === 1);
    await tell({ number: 2 });
    await until(() => seen.length === 2);
    expect(seen).toEqual([{ number: 1 }, { number: 2 }]);
  });

  test('two of one name share the work: each event once', async () => {
    const seen: string[] = [];
    for (const _ of [1, 2]) follow((events) => seen.push(...events.map(({ id }) => id)));
    const told: string[] = [];
    for (let number = 0; number < 40; number += 1) told.push(await tell({ number }));
    await until(() => seen.length >= told.length);
    await pause(100);
    expect(seen).toEqual(told);
  });

  test('an event that others overtook while its transaction was open is not passed over', async () => {
    const seen: unknown[] = [];
    follow((events) => seen.push(...events.map(({ payload }) => payload)), { aheadMs: 0 });
    let commit = () => {};
    const committed = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let written = () => {};
    const begun = new Promise<void>((resolve) => {
      written = resolve;
    });
    const slow = database.db.transaction().execute(async (trx) => {
      await tell({ number: 1 }, { db: trx });
      written();
      await committed;
    });
    await begun;
    // SQLite has one writer at a time, so that nobody can overtake.
    const fast = tell({ number: 2 });
    if (dialect === 'PostgreSQL') await fast;
    await pause(4_500);
    expect(seen).toEqual([]);
    commit();
    await slow;
    await fast;
    await until(() => seen.length === 2);
    expect(seen).toEqual([{ number: 1 }, { number: 2 }]);
  });
});
