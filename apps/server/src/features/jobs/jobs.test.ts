import { createJobs, enqueueJob, type JobKind, type NewJob } from '@wharf/jobs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';

describe.each(dialects)('tasks on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let organization: string;
  const users: Record<string, TestUser> = {};
  const user = (name: string): TestUser => {
    const found = users[name];
    if (!found) throw new Error(`no user ${name}`);
    return found;
  };
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    const other = await server.createAccount('other');
    for (const name of ['author', 'manager', 'editor', 'nobody']) users[name] = await server.createUser(account, name);
    users.administrator = await server.createUser(account, 'administrator', 'account-administrator');
    users.system = await server.createUser(other, 'system', 'system-administrator');
    users.stranger = await server.createUser(other, 'stranger', 'account-administrator');
    organization = await server.createOrganization(account, 'org');
    await server.grant(organization, user('manager'), 'manage');
    await server.grant(organization, user('editor'), 'edit');
    await server.grant(organization, user('author'), 'edit');
  });
  beforeEach(() => server.database.db.deleteFrom('jobs').execute());
  afterAll(() => server.stop());

  const enqueue = async (change: Partial<NewJob> = {}) => {
    const author = { id: user('author').id, name: 'author' };
    const job = { kind: 'delete-tags', params: { repository: 'org/app' }, author, ...change };
    return (await enqueueJob(server.database.db, job, server.services.now())).id;
  };

  it('shows a task as it is', async () => {
    const id = await enqueue({ organizationId: organization });
    const client = await server.as(user('author'));
    const { body } = await client.call('getJob', { params: { job: id } });
    expect(body).toEqual({
      id,
      kind: 'delete-tags',
      organization: 'org',
      repository: 'org/app',
      state: 'waiting',
      waitsFor: 'turn',
      attempts: 0,
      runAt: expect.any(String),
      progress: null,
      result: null,
      error: null,
      cancelling: false,
      author: 'author',
      createdAt: expect.any(String),
      startedAt: null,
      endedAt: null,
    });
    expect((await client.call('listJobs')).body).toMatchObject({ items: [body], total: 1 });
  });

  const all = ['author', 'manager', 'editor', 'nobody', 'administrator', 'stranger', 'system'];
  it.each([
    ['of an organization', () => ({ organizationId: organization }), ['author', 'manager', 'administrator', 'system']],
    ['of an account', () => ({ accountId: user('author').accountId }), ['author', 'administrator', 'system']],
    ["of the server's own", () => ({ author: { id: null, name: 'schedule' } }), ['system']],
  ])('a task %s is seen and cancelled by those it concerns only', async (_title, place, seeing) => {
    for (const name of all) {
      const id = await enqueue(place());
      const client = await server.as(user(name));
      const seen = seeing.includes(name);
      expect([name, (await client.call('getJob', { params: { job: id } })).status]).toEqual([name, seen ? 200 : 404]);
      const list = await client.call('listJobs');
      expect([name, list.body.items.some((job) => job.id === id)]).toEqual([name, seen]);
      expect([name, list.body.total > 0]).toEqual([name, seen]);
      const cancelled = await client.call('cancelJob', { params: { job: id } });
      expect([name, cancelled.status]).toEqual([name, seen ? 200 : 404]);
      const row = await server.database.db.selectFrom('jobs').select('state').where('id', '=', id).executeTakeFirst();
      expect([name, row?.state]).toEqual([name, seen ? 'cancelled' : 'waiting']);
    }
  });

  it('who lost his grant sees the tasks of others no more', async () => {
    const id = await enqueue({ organizationId: organization });
    const { db } = server.database;
    await db.updateTable('grants').set({ level: 'edit' }).where('user_id', '=', user('manager').id).execute();
    const client = await server.as(user('manager'));
    expect((await client.call('getJob', { params: { job: id } })).status).toBe(404);
    await db.updateTable('grants').set({ level: 'manage' }).where('user_id', '=', user('manager').id).execute();
  });

  it('lists by page, by state and by kind', async () => {
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.push(await enqueue({ organizationId: organization }));
    const other = await enqueue({ kind: 'other' });
    const client = await server.as(user('author'));
    await client.call('cancelJob', { params: { job: ids[0] ?? '' } });
    const newest = [...ids].reverse();
    const first = await client.call('listJobs', { query: { limit: 3, kind: 'delete-tags' } });
    expect(first.body.items.map(({ id }) => id)).toEqual(newest.slice(0, 3));
    expect(first.body.total).toBe(5);
    const query = { limit: 3, kind: 'delete-tags', cursor: first.body.next ?? '' };
    const second = await client.call('listJobs', { query });
    expect(second.body.items.map(({ id }) => id)).toEqual(newest.slice(3));
    const listed = async (state: 'unended' | 'ended' | 'cancelled' | 'running') =>
      (await client.call('listJobs', { query: { state } })).body.items.map(({ id }) => id);
    expect(await listed('unended')).toEqual([other, ...newest.slice(0, 4)]);
    expect(await listed('ended')).toEqual([ids[0]]);
    expect(await listed('cancelled')).toEqual([ids[0]]);
    expect(await listed('running')).toEqual([]);
  });

  it('says when a task begins', async () => {
    const runAt = new Date(server.services.now().getTime() + 60_000);
    const id = await enqueue({ runAt });
    const client = await server.as(user('author'));
    const seen = async () => (await client.call('getJob', { params: { job: id } })).body;
    expect(await seen()).toMatchObject({ waitsFor: 'start-time', runAt: runAt.toISOString() });
    server.advance(61_000);
    expect(await seen()).toMatchObject({ waitsFor: 'turn' });
  });

  it('cancels a running task, once, and tells of it', async () => {
    const id = await enqueue({ organizationId: organization });
    const kind: JobKind = {
      kind: 'delete-tags',
      params: { parse: (value) => value },
      maxAttempts: 1,
      run: async ({ signal, progress }) => {
        progress({ done: 2, total: 10, unit: 'items', step: 'delete' });
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
        return undefined;
      },
    };
    const { database, now, log } = server.services;
    const jobs = createJobs({ database, kinds: [kind], node: 'n', now, log, timing: { poll: 50 } });
    jobs.start();
    const client = await server.as(user('manager'));
    const seen = async () => (await client.call('getJob', { params: { job: id } })).body;
    let job = await seen();
    while (job.progress === null) job = await seen();
    expect(job).toMatchObject({
      state: 'running',
      waitsFor: null,
      progress: { done: 2, total: 10, unit: 'items', step: 'delete' },
      startedAt: expect.any(String),
    });
    for (let count = 0; count < 2; count += 1) await client.call('cancelJob', { params: { job: id } });
    while (job.state === 'running') job = await seen();
    expect(job).toMatchObject({ state: 'cancelled', cancelling: false, endedAt: expect.any(String) });
    await jobs.stop();
    const events = await database.db
      .selectFrom('events')
      .select(['author_name', 'payload'])
      .where('type', '=', 'JobCancelled')
      .where('organization_id', '=', organization)
      .where('payload', 'like', `%${id}%`)
      .execute();
    expect(events).toEqual([{ author_name: 'manager', payload: expect.stringContaining('delete-tags') }]);
  });

  it('an absent task is not found, a wrong cursor is refused', async () => {
    const client = await server.as(user('system'));
    expect((await client.call('getJob', { params: { job: 'absent' } })).status).toBe(404);
    expect((await client.call('cancelJob', { params: { job: 'absent' } })).status).toBe(404);
    expect((await client.call('listJobs', { query: { cursor: 'x' } })).problem.code).toBe('invalid-input');
    expect((await server.visitor().call('listJobs')).status).toBe(401);
  });
});
