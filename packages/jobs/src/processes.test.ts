import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { WharfDatabase } from '@wharf/db';
import { createPostgresDatabase, createSqliteDatabase, type TestDatabase } from '@wharf/db/testing';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { enqueueJob } from './enqueue-job.ts';

// Each starts several processes.
vi.setConfig({ testTimeout: 120_000 });

const script = fileURLToPath(new URL('testing/job-process.ts', import.meta.url));
const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('on %s', (_, create) => {
  let created: TestDatabase;
  let database: WharfDatabase;
  let folder: string;
  let children: ChildProcess[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wharf-jobs-'));
    created = await create();
    database = await created.open();
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children = [];
  });
  afterAll(async () => {
    await created.remove();
    await rm(folder, { recursive: true });
  });

  function work(node: string, file: string): ChildProcess {
    const child = fork(script, [JSON.stringify(created.location), node, file], { execArgv: ['--import', 'tsx'] });
    children.push(child);
    return child;
  }
  async function reaches(child: ChildProcess, step: number): Promise<void> {
    for (;;) {
      const [said] = (await once(child, 'message')) as [number];
      if (said >= step) return;
    }
  }
  const enqueue = () =>
    enqueueJob(database.db, { kind: 'count', params: {}, author: { id: null, name: 'test' } }, new Date());
  const find = (id: string) =>
    database.db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  async function end(id: string) {
    for (;;) {
      const row = await find(id);
      if (row.ended_at !== null) return row;
      await pause(20);
    }
  }

  test.each([
    ['the next life of the process', 'same'],
    ['another process', 'other'],
  ])('%s goes on with the work of one that was killed', async (_title, next) => {
    const file = join(folder, next);
    const { id } = await enqueue();
    const first = work('same', file);
    await reaches(first, 5);
    first.kill('SIGKILL');
    await once(first, 'exit');
    expect(await find(id)).toMatchObject({ state: 'running', attempts: 1 });
    work(next, file);
    const row = await end(id);
    expect(row).toMatchObject({ state: 'succeeded', attempts: 2, result: JSON.stringify({ attempt: 2, node: next }) });
    const lines = (await readFile(file, 'utf8')).trim().split('\n');
    const again = lines.filter((line) => line.startsWith(`${next} 2 `));
    expect(again).toHaveLength(20);
    // Nobody did it twice at once: the first life's steps all come before the second's.
    expect(lines.indexOf(again[0] ?? '')).toBe(lines.length - 20);
  });

  test('killed again and again, it still comes to its end', async () => {
    const file = join(folder, 'again');
    const { id } = await enqueue();
    for (let round = 0; round < 4; round += 1) {
      const child = work('same', file);
      await reaches(child, 3);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    work('same', file);
    expect(await end(id)).toMatchObject({ state: 'succeeded', attempts: 5 });
  });

  test('a process that stops hands its work on', async () => {
    const file = join(folder, 'stopped');
    const { id } = await enqueue();
    const first = work('same', file);
    await reaches(first, 3);
    first.send('stop');
    await once(first, 'exit');
    expect(await find(id)).toMatchObject({ state: 'waiting', waits_for: 'restart', attempts: 0, leased_by: null });
    work('other', file);
    expect(await end(id)).toMatchObject({ state: 'succeeded', attempts: 1 });
  });
});
