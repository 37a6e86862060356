import { setTimeout as pause } from 'node:timers/promises';
import type { WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { cancelJob } from './cancel-job.ts';
import { createJobs, type Jobs, type JobsParts } from './create-jobs.ts';
import { enqueueJob, type NewJob } from './enqueue-job.ts';
import { type JobContext, type JobKind, JobRefused } from './job-kind.ts';
import { keepSchedule } from './schedules.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};
const author = { id: 'u', name: 'user' };
const anything = { parse: (value: unknown) => value };
const timing = { poll: 20, lease: 400, renew: 100, retry: 10, longestRetry: 50, stop: 2_000 };

describe.each(Object.entries(dialects))('on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  let started: Jobs[] = [];
  let logged: { facts: object; message: string }[] = [];
  const log = {
    info: () => {},
    warn: (facts: object, message: string) => logged.push({ facts, message }),
    error: (facts: object, message: string) => logged.push({ facts, message }),
  };
  beforeAll(async () => {
    created = await create();
    database = await created.open();
  });
  beforeEach(async () => {
    logged = [];
    await database.db.deleteFrom('jobs').execute();
  });
  afterEach(async () => {
    await Promise.all(started.map((jobs) => jobs.stop()));
    started = [];
  });
  afterAll(() => created.remove());

  function work(kinds: JobsParts['kinds'], change: Partial<JobsParts> = {}): Jobs {
    const jobs = createJobs({ database, kinds, node: 'node', now: () => new Date(), log, timing, ...change });
    started.push(jobs);
    jobs.start();
    return jobs;
  }
  const kind = (run: JobKind['run'], change: Partial<JobKind> = {}): JobKind => ({
    kind: 'test',
    params: anything,
    maxAttempts: 3,
    run,
    ...change,
  });
  const enqueue = (change: Partial<NewJob> = {}) =>
    enqueueJob(database.db, { kind: 'test', params: {}, author, ...change }, new Date());
  const find = (id: string) =>
    database.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  async function until(id: string, state: string) {
    for (;;) {
      const row = await find(id);
      if (row.state === state) return row;
      if (row.ended_at !== null) throw new Error(`ended as ${row.state}: ${row.error}`);
      await pause(5);
    }
  }
  /** Work that goes on until it is told to end. */
  function endless() {
    const begun: JobContext[] = [];
    const run: JobKind['run'] = async (context) => {
      begun.push(context);
      await new Promise((_resolve, reject) => {
        context.signal.addEventListener('abort', () => reject(context.signal.reason));
      });
      return undefined;
    };
    return { begun, run };
  }
  async function some<T>(list: T[], count = 1): Promise<T[]> {
    while (list.length < count) await pause(5);
    return list;
  }

  test('runs a job with its params and keeps what it gave', async () => {
    work([kind(async ({ attempt, author: by }, params) => ({ attempt, by: by.name, params }))]);
    const { id, created: isNew } = await enqueue({ params: { repository: 'org/app' } });
    expect(isNew).toBe(true);
    const row = await until(id, 'succeeded');
    expect(JSON.parse(row.result ?? '')).toEqual({ attempt: 1, by: 'user', params: { repository: 'org/app' } });
    expect(row).toMatchObject({ attempts: 1, max_attempts: 3, leased_by: null, error: null });
    expect([row.started_at, row.ended_at].every((at) => Number(at) >= row.created_at)).toBe(true);
  });

  test('leaves jobs of kinds that it does not know', async () => {
    work([kind(async () => undefined)]);
    const unknown = await enqueue({ kind: 'other' });
    const known = await enqueue();
    await until(known.id, 'succeeded');
    expect(await find(unknown.id)).toMatchObject({ state: 'waiting', attempts: 0 });
  });

  test('a transaction that is rolled back leaves no job', async () => {
    await database.db
      .transaction()
      .execute(async (trx) => {
        await enqueueJob(trx, { kind: 'test', params: {}, author }, new Date());
        throw new Error('no');
      })
      .catch(() => undefined);
    expect(await database.db.selectFrom('jobs').select('id').execute()).toEqual([]);
  });

  test('not two unended jobs of one key, however many ask at once; one that ended makes room', async () => {
    const asked = await Promise.all(Array.from({ length: 12 }, () => enqueue({ uniqueKey: 'k' })));
    expect(asked.filter((each) => each.created)).toHaveLength(1);
    expect(new Set(asked.map((each) => each.id)).size).toBe(1);
    const other = await enqueue({ uniqueKey: 'l' });
    expect(other.created).toBe(true);
    work([kind(async () => undefined)]);
    await until(asked[0]?.id ?? '', 'succeeded');
    expect((await enqueue({ uniqueKey: 'k' })).created).toBe(true);
  });

  test('tries a failed one again, and says meanwhile why it waits', async () => {
    const seen: { state: string; waits_for: string | null }[] = [];
    work(
      [
        kind(async ({ attempt, id }) => {
          if (attempt > 1) return { attempt };
          queueMicrotask(async () => {
            for (;;) {
              const row = await find(id);
              if (row.state === 'waiting') return seen.push(row);
              await pause(5);
            }
          });
          throw new Error('a secret place: /srv/private');
        }),
      ],
      { timing: { ...timing, retry: 300, longestRetry: 300 } },
    );
    const { id } = await enqueue();
    const row = await until(id, 'succeeded');
    expect(JSON.parse(row.result ?? '')).toEqual({ attempt: 2 });
    expect(row.error).toBeNull();
    const [waiting] = await some(seen);
    expect(waiting).toMatchObject({ waits_for: 'retry', attempts: 1, error: expect.stringContaining('internal') });
    expect(JSON.stringify(waiting)).not.toContain('private');
    expect(logged).toHaveLength(1);
  });

  test('gives up after its attempts', async () => {
    let runs = 0;
    work([
      kind(async () => {
        runs += 1;
        throw new Error('never');
      }),
    ]);
    const { id } = await enqueue();
    expect(await until(id, 'failed')).toMatchObject({ attempts: 3, waits_for: null });
    expect(runs).toBe(3);
  });

  test.each([
    ['a refusal', kind(async () => Promise.reject(new JobRefused('gone', 'it is gone'))), 'gone'],
    [
      'params that do not fit',
      kind(async () => undefined, {
        params: {
          parse: () => {
            throw new Error('no');
          },
        },
      }),
      'params',
    ],
  ])('%s ends it at once', async (_title, one, code) => {
    work([one]);
    const { id } = await enqueue();
    const row = await until(id, 'failed');
    expect(row.attempts).toBe(1);
    expect(JSON.parse(row.error ?? '')).toMatchObject({ code });
  });

  test('does not begin before its time', async () => {
    const runAt = new Date(Date.now() + 300);
    work([kind(async () => ({ at: Date.now() }))]);
    const { id } = await enqueue({ runAt });
    expect(await find(id)).toMatchObject({ state: 'waiting', waits_for: 'start-time' });
    const row = await until(id, 'succeeded');
    expect(JSON.parse(row.result ?? '').at).toBeGreaterThanOrEqual(runAt.getTime());
  });

  test('runs no more at once than the kind allows, and other kinds beside it', async () => {
    let atOnce = 0;
    let most = 0;
    const busy = kind(
      async () => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        await pause(30);
        atOnce -= 1;
        return undefined;
      },
      { concurrency: 2 },
    );
    const other = endless();
    work([busy, kind(other.run, { kind: 'other' })]);
    await enqueue({ kind: 'other' });
    const ids = await Promise.all(Array.from({ length: 6 }, () => enqueue()));
    for (const { id } of ids) await until(id, 'succeeded');
    expect(most).toBe(2);
    expect(other.begun).toHaveLength(1);
  });

  test('shows progress while it runs, the last one at the end', async () => {
    let finish = () => {};
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    work([
      kind(async ({ progress }) => {
        for (let count = 1; count <= 50; count += 1) progress({ done: count, total: 100, unit: 'items' });
        await done;
        progress({ done: 100, total: 100, unit: 'items', step: 'sweep' });
        return undefined;
      }),
    ]);
    const { id } = await enqueue();
    let row = await find(id);
    while (row.progress === null) {
      await pause(5);
      row = await find(id);
    }
    expect(JSON.parse(row.progress)).toEqual({ done: 50, total: 100, unit: 'items' });
    finish();
    row = await until(id, 'succeeded');
    expect(JSON.parse(row.progress ?? '')).toEqual({ done: 100, total: 100, unit: 'items', step: 'sweep' });
  });

  test('a waiting job is cancelled at once, a running one when it has heard of it, an ended one not', async () => {
    const { begun, run } = endless();
    work([kind(run)]);
    const running = await enqueue();
    await some(begun);
    const waiting = await enqueue();
    expect(await cancelJob(database.db, waiting.id, new Date())).toBe(true);
    expect(await find(waiting.id)).toMatchObject({ state: 'cancelled', ended_at: expect.any(Number), attempts: 0 });
    expect(await cancelJob(database.db, running.id, new Date())).toBe(true);
    expect(await until(running.id, 'cancelled')).toMatchObject({ ended_at: expect.any(Number), attempts: 1 });
    expect(await cancelJob(database.db, running.id, new Date())).toBe(false);
    expect(await cancelJob(database.db, 'absent', new Date())).toBe(false);
    expect(logged).toEqual([]);
  });

  test('work that was done all the same counts as done', async () => {
    const begun: JobContext[] = [];
    work([
      kind(async (context) => {
        begun.push(context);
        await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
        return { done: true };
      }),
    ]);
    const { id } = await enqueue();
    await some(begun);
    await cancelJob(database.db, id, new Date());
    await until(id, 'succeeded');
  });

  test('a stop hands the work on, without counting the attempt', async () => {
    const { begun, run } = endless();
    const first = work([kind(run)]);
    const { id } = await enqueue();
    await some(begun);
    await first.stop();
    expect(await find(id)).toMatchObject({ state: 'waiting', waits_for: 'restart', attempts: 0, leased_by: null });
    work([kind(async ({ attempt }) => ({ attempt }))], { node: 'other' });
    expect(JSON.parse((await until(id, 'succeeded')).result ?? '')).toEqual({ attempt: 1 });
  });

  test('a stop does not wait for ever', async () => {
    const begun: JobContext[] = [];
    let finish = () => {};
    const jobs = work(
      [
        kind(async (context) => {
          begun.push(context);
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
          return undefined;
        }),
      ],
      { timing: { ...timing, stop: 50 } },
    );
    await enqueue();
    await some(begun);
    await jobs.stop();
    finish();
  });

  test('keeps its lease while it runs', async () => {
    const { begun, run } = endless();
    const one = work([kind(run)]);
    const two = work([kind(run)], { node: 'other' });
    await enqueue();
    await some(begun);
    await pause(3 * timing.lease);
    expect(begun).toHaveLength(1);
    await Promise.all([one.stop(), two.stop()]);
  });

  test('a job is begun once, however many processes look for work', async () => {
    const runs: string[] = [];
    const counting = (node: string) =>
      kind(
        async ({ id }) => {
          runs.push(`${node} ${id}`);
          return undefined;
        },
        { concurrency: 3 },
      );
    for (const node of ['a', 'b', 'c']) work([counting(node)], { node });
    const ids = await Promise.all(Array.from({ length: 40 }, () => enqueue()));
    for (const { id } of ids) await until(id, 'succeeded');
    expect(runs).toHaveLength(40);
    expect(new Set(runs.map((run) => run.split(' ')[1])).size).toBe(40);
  });

  test('who lost the lease is told to end, and writes nothing more', async () => {
    const { begun, run } = endless();
    work([kind(run)]);
    const { id } = await enqueue();
    const [context] = await some(begun);
    await database.db.updateTable('jobs').set({ leased_by: 'thief', progress: null }).where('id', '=', id).execute();
    context?.progress({ done: 1, total: 1, unit: 'items' });
    while (!context?.signal.aborted) await pause(5);
    await some(logged);
    expect(await find(id)).toMatchObject({ state: 'running', leased_by: 'thief', progress: null });
    expect(logged).toEqual([{ facts: { job: id, kind: 'test' }, message: 'another process took a job over' }]);
  });

  test('a process that dies again and again does not run it for ever', async () => {
    const { id } = await enqueue();
    await database.db
      .updateTable('jobs')
      .set({ state: 'running', leased_by: 'node:before', leased_until: Date.now() + 60_000, attempts: 13 })
      .where('id', '=', id)
      .execute();
    work([kind(async () => undefined)]);
    expect(JSON.parse((await until(id, 'failed')).error ?? '')).toMatchObject({ code: 'process-lost' });
  });

  test('a cancelled job whose process died is not begun again', async () => {
    const { id } = await enqueue();
    const left = { state: 'running', leased_by: 'dead:1', leased_until: Date.now() + 200, attempts: 1 } as const;
    await database.db.updateTable('jobs').set(left).where('id', '=', id).execute();
    await cancelJob(database.db, id, new Date());
    expect(await find(id)).toMatchObject({ state: 'running' });
    const { begun, run } = endless();
    work([kind(run)]);
    await until(id, 'cancelled');
    expect(begun).toEqual([]);
    const { id: second } = await enqueue();
    await database.db
      .updateTable('jobs')
      .set({ ...left, leased_until: Date.now() - 1 })
      .where('id', '=', second)
      .execute();
    await cancelJob(database.db, second, new Date());
    await until(second, 'cancelled');
  });

  test('a scheduled job runs at its time, and the next one waits', async () => {
    let offset = 0;
    const now = () => new Date(Date.now() + offset);
    const cron = '0 0 * * *';
    work([kind(async () => undefined)], { now, schedules: [{ kind: 'test', params: {}, cron }] });
    const rows = () => database.db.selectFrom('jobs').selectAll().orderBy('id').execute();
    while ((await rows()).length === 0) await pause(5);
    const [first] = await rows();
    expect(first).toMatchObject({ state: 'waiting', waits_for: 'start-time', author_id: null });
    offset = Number(first?.run_at) - Date.now();
    await until(first?.id ?? '', 'succeeded');
    while ((await rows()).length === 1) await pause(5);
    const [, second] = await rows();
    expect(second).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(Number(second?.run_at)).toBeGreaterThan(Number(first?.run_at) + 22 * 3_600_000);
  });

  test('a missed run of what is never to run again is taken out of the queue', async () => {
    const schedule = { kind: 'test', params: {} };
    const rows = () => database.db.selectFrom('jobs').selectAll().execute();
    await keepSchedule(database.db, { ...schedule, cron: '0 0 * * *' }, new Date());
    const [missed] = await rows();
    const later = new Date(Number(missed?.run_at) + 1);
    await keepSchedule(database.db, { ...schedule, cron: undefined }, later);
    expect([missed?.state, await rows()]).toEqual(['waiting', []]);
  });

  test('what goes wrong around it does not keep work from being done', async () => {
    const broken = { kind: 'test', params: {}, cron: 'never' };
    work([kind(async () => undefined)], { schedules: [broken] });
    const { id } = await enqueue();
    await until(id, 'succeeded');
    await some(logged);
    const next = await enqueue();
    await until(next.id, 'succeeded');
  });

  test('a flood of short jobs does not delay a cancellation', async () => {
    const { begun, run } = endless();
    work([kind(async () => undefined, { concurrency: 4 }), kind(run, { kind: 'long' })]);
    const long = await enqueue({ kind: 'long' });
    await some(begun);
    const short = await Promise.all(Array.from({ length: 300 }, () => enqueue()));
    await cancelJob(database.db, long.id, new Date());
    await until(long.id, 'cancelled');
    const { waiting } = await database.db
      .selectFrom('jobs')
      .select((eb) => eb.fn.countAll<number>().as('waiting'))
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow();
    expect(waiting).toBeGreaterThan(0);
    for (const { id } of short) await until(id, 'succeeded');
  });
});
