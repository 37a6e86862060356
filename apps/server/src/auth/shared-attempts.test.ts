import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { type AuthWorld, createAuthWorld } from '../testing/auth-world.ts';
import { type SharedAttempts, startSharedAttempts } from './shared-attempts.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };
const minute = 60_000;

describe.each(['sqlite', 'postgres'])('shared attempts on %s', (dialect) => {
  let world: AuthWorld;
  let clock: number;
  let one: SharedAttempts;
  let other: SharedAttempts;

  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
  });
  afterAll(() => world.remove());
  beforeEach(async () => {
    clock = Date.parse('2026-11-26T12:00:00Z');
    await world.database.db.deleteFrom('failed_logins').execute();
    const now = () => new Date(clock);
    one = startSharedAttempts(world.database, silent, now);
    other = startSharedAttempts(await world.openAgain(), silent, now);
  });
  afterEach(() => Promise.all([one.stop(), other.stop()]));

  const fail = (attempts: SharedAttempts, times: number) => {
    for (let time = 0; time < times; time += 1) attempts.failed('user:ann');
  };
  const sync = async () => {
    for (const attempts of [one, other, one]) await attempts.sync();
  };
  const blocked = () => [one.blockedFor('user:ann'), other.blockedFor('user:ann')];

  it('counts what fails at any process', async () => {
    fail(one, 3);
    fail(other, 3);
    expect(blocked()).toEqual([0, 0]);
    await sync();
    expect(blocked()).toEqual([2, 2]);
    clock += 2000;
    fail(other, 1);
    await sync();
    expect(blocked()).toEqual([4, 4]);
    expect(one.blockedFor('user:bob')).toBe(0);
  });

  it('forgives everywhere who was right anywhere', async () => {
    fail(one, 9);
    await sync();
    expect(blocked()).toEqual([16, 16]);
    other.succeeded('user:ann');
    await sync();
    expect(blocked()).toEqual([0, 0]);
    fail(one, 4);
    await sync();
    expect(blocked()).toEqual([0, 0]);
  });

  it('stores no name, and nothing for longer than it counts', async () => {
    const { db } = world.database;
    fail(one, 5);
    await sync();
    const rows = await db.selectFrom('failed_logins').selectAll().execute();
    expect(rows).toMatchObject([{ key: expect.stringMatching(/^[0-9a-f]{64}$/), count: 5 }]);
    clock += 61 * minute;
    await sync();
    expect(await db.selectFrom('failed_logins').selectAll().execute()).toEqual([]);
    fail(other, 1);
    await sync();
    expect(blocked()).toEqual([0, 0]);
  });

  it('goes on by itself while the database is away', async () => {
    const relaxed = () => Promise.reject(new Error('the database is away'));
    const alone = startSharedAttempts({ ...world.database, relaxed }, silent, () => new Date(clock));
    fail(alone, 6);
    await alone.stop();
    expect(alone.blockedFor('user:ann')).toBe(2);
  });
});
