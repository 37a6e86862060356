import { newId } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('images on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let client: ConsoleClient;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main', 100);
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
  });
  afterAll(() => server.stop());

  /** An organization with images of these names, pushed in this order, one pull more each. */
  async function seed(organization: string, paths: string[]) {
    const id = await server.createOrganization(account, organization);
    const rows = paths.map((path, index) => ({
      id: newId(),
      organization_id: id,
      name: `${organization}/${path}`,
      created_at: 1_000,
      pushed_at: 1_000 + index,
      pulls: index,
      bytes: 10 * index,
      tag_count: 1,
    }));
    await server.database.db.insertInto('repositories').values(rows).execute();
    return id;
  }

  const paths = async (organization: string, query: object = {}) => {
    const { body } = await client.call('listRepositories', { query: { organization, ...query } });
    return body.items.map(({ path }) => path);
  };

  it('come newest first, or by name, pulls or bytes, either way', async () => {
    await seed('sorted', ['b', 'a', 'c/d']);
    expect(await paths('sorted')).toEqual(['c/d', 'a', 'b']);
    expect(await paths('sorted', { sort: 'name' })).toEqual(['a', 'b', 'c/d']);
    expect(await paths('sorted', { sort: '-pulls' })).toEqual(['c/d', 'a', 'b']);
    expect(await paths('sorted', { sort: 'bytes' })).toEqual(['b', 'a', 'c/d']);
  });

  it('are walked page by page, forward and back, without a gap while rows come and go', async () => {
    await seed(
      'walked',
      Array.from({ length: 23 }, (_, index) => `r${String(index).padStart(2, '0')}`),
    );
    const seen: string[] = [];
    let cursor: string | null | undefined;
    let previous: string | null | undefined;
    do {
      const query = { organization: 'walked', sort: 'name' as const, limit: 5, ...(cursor ? { cursor } : {}) };
      const { body } = await client.call('listRepositories', { query });
      expect(body.total).toBe(23);
      seen.push(...body.items.map(({ path }) => path));
      ({ next: cursor, previous } = body);
      // Rows that the reader is past: they move no page.
      await server.database.db.deleteFrom('repositories').where('name', '=', `walked/${seen[0]}`).execute();
      const again = { id: newId(), name: `walked/${seen[0]}`, created_at: 0, pushed_at: 1 };
      const organization = server.database.db.selectFrom('organizations').select('id').where('name', '=', 'walked');
      await server.database.db
        .insertInto('repositories')
        .values({ ...again, organization_id: organization })
        .execute();
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen).toHaveLength(23);
    const back = await client.call('listRepositories', {
      query: { organization: 'walked', sort: 'name', limit: 5, cursor: previous ?? '' },
    });
    expect(back.body.items.map(({ path }) => path)).toEqual(['r15', 'r16', 'r17', 'r18', 'r19']);
  });

  it('are counted for the first page, and keep that count while pages are turned', async () => {
    await seed('turned', ['a', 'b', 'c', 'd', 'e']);
    const list = async (cursor?: string | null) => {
      const query = { organization: 'turned', sort: 'name' as const, limit: 2, ...(cursor ? { cursor } : {}) };
      return (await client.call('listRepositories', { query })).body;
    };
    const first = await list();
    await server.database.db.deleteFrom('repositories').where('name', '=', 'turned/e').execute();
    const second = await list(first.next);
    const back = await list(second.previous);
    expect([first, second, back].map(({ total, totalIsExact }) => [total, totalIsExact])).toEqual([
      [5, true],
      [5, true],
      [5, true],
    ]);
    expect((await list()).total).toBe(4);
  });

  it('are found by a part of the name in any case, wildcards taken literally', async () => {
    await seed('found', ['web_front', 'webxfront', 'back']);
    expect(await paths('found', { q: 'WEB', sort: 'name' })).toEqual(['web_front', 'webxfront']);
    expect(await paths('found', { q: 'web_f' })).toEqual(['web_front']);
    expect(await paths('found', { q: '%' })).toEqual([]);
    expect(await paths('found', { q: '\\' })).toEqual([]);
  });

  it.each([
    'x',
    Buffer.from('["asc name",0,0,"a"]').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
    '5.x',
    '99999.x',
  ])('refuse the cursor %s', async (cursor) => {
    const { status, problem } = await client.call('listRepositories', { query: { cursor } });
    expect([status, problem.fields]).toEqual([400, [{ field: 'query.cursor', problem: 'cursor' }]]);
  });

  it('show nowhere before the first push', async () => {
    const id = await server.createOrganization(account, 'unpushed');
    await server.database.db
      .insertInto('repositories')
      .values({ id: newId(), organization_id: id, name: 'unpushed/web', created_at: 1, pushed_at: null })
      .execute();
    expect(await paths('unpushed')).toEqual([]);
    const params = { organization: 'unpushed', repository: 'web' };
    expect((await client.call('getRepository', { params })).status).toBe(404);
    expect((await client.call('getOrganization', { params })).body.imageCount).toBe(0);
  });

  it('become public by who manages them, with an event', async () => {
    await server.createOrganization(account, 'opened');
    await pushImage(server.services, { name: 'opened/team/web' });
    const params = { organization: 'opened', repository: 'team/web' };
    const { body } = await client.call('updateRepository', { params, body: { visibility: 'public' } });
    expect(body).toMatchObject({
      path: 'team/web',
      visibility: 'public',
      level: 'manage',
      tagCount: 1,
      pulledAt: null,
    });
    expect((await client.call('getRepository', { params })).body).toEqual(body);
    await client.call('updateRepository', { params, body: { visibility: 'public' } });
    const events = await server.database.db
      .selectFrom('events')
      .select('payload')
      .where('type', '=', 'RepositoryUpdated')
      .execute();
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      { repository: 'opened/team/web', visibility: 'public', previous: 'private' },
    ]);
  });

  it('get a category and a description, with one event that holds no text', async () => {
    await server.createOrganization(account, 'described');
    await pushImage(server.services, { name: 'described/web' });
    const params = { organization: 'described', repository: 'web' };
    const text = '# 说明\n\n😀';
    const { body } = await client.call('updateRepository', {
      params,
      body: { category: 'database', description: text },
    });
    expect(body).toMatchObject({ category: 'database', description: text, visibility: 'private' });
    expect((await client.call('getRepository', { params })).body).toEqual(body);
    const { body: none } = await client.call('updateRepository', { params, body: { category: null } });
    expect(none).toMatchObject({ category: null, description: text });
    const events = await server.database.db
      .selectFrom('events')
      .select('payload')
      .where('type', '=', 'RepositoryUpdated')
      .where('payload', 'like', '%described/web%')
      .orderBy('id')
      .execute();
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      { repository: 'described/web', category: 'database', previousCategory: null, descriptionCharacters: 7 },
      { repository: 'described/web', category: null, previousCategory: 'database' },
    ]);
    const listed = await client.call('listRepositories', { query: { organization: 'described' } });
    expect(JSON.stringify(listed.body)).not.toContain('说明');
  });

  it('take 30 000 characters of any script as description, and not one more', async () => {
    await server.createOrganization(account, 'verbose');
    await pushImage(server.services, { name: 'verbose/web' });
    const params = { organization: 'verbose', repository: 'web' };
    const long = '𠀀'.repeat(30_000);
    const { status } = await client.call('updateRepository', { params, body: { description: long } });
    expect(status).toBe(200);
    expect((await client.call('getRepository', { params })).body.description).toBe(long);
    const { problem } = await client.call('updateRepository', { params, body: { description: `${long}a` } });
    expect(problem.fields).toEqual([{ field: 'body.description', problem: 'too-long' }]);
  });

  it('are filtered by category and visibility', async () => {
    const id = await seed('filtered', ['a', 'b', 'c']);
    const set = (path: string, values: object) =>
      server.database.db
        .updateTable('repositories')
        .set(values)
        .where('organization_id', '=', id)
        .where('name', '=', `filtered/${path}`)
        .execute();
    await set('a', { category: 'linux', visibility: 'public' });
    await set('b', { category: 'linux' });
    expect(await paths('filtered', { category: 'linux', sort: 'name' })).toEqual(['a', 'b']);
    expect(await paths('filtered', { category: 'linux', visibility: 'public' })).toEqual(['a']);
    expect(await paths('filtered', { visibility: 'private', sort: 'name' })).toEqual(['b', 'c']);
    expect((await client.call('listRepositories', { query: { category: 'toys' as never } })).status).toBe(400);
  });

  it('count in the overview, shared content once', async () => {
    const own = await server.createAccount('overview');
    const viewer = await server.as(await server.createUser(own, 'viewer', 'account-administrator'));
    const id = await server.createOrganization(own, 'counted');
    const image = { layers: ['x'.repeat(1000)], config: {} };
    await pushImage(server.services, { name: 'counted/one', tags: ['a', 'b'], ...image });
    const alone = (await viewer.call('getOverview')).body;
    expect(alone).toMatchObject({ organizations: 1, images: 1, tags: 2 });
    await pushImage(server.services, { name: 'counted/two', ...image });
    expect((await viewer.call('getOverview')).body).toMatchObject({ images: 2, tags: 3, bytes: alone.bytes });
    const day = server.services.now().toISOString().slice(0, 10);
    const traffic = { organization_id: id, pulls: 3, pulled_bytes: 70, pushed_bytes: 5 };
    await server.database.db
      .insertInto('traffic_days')
      .values([
        { day, ...traffic },
        { day: '2020-01-01', ...traffic },
      ])
      .execute();
    const { body } = await viewer.call('getOverview');
    expect(body.traffic).toHaveLength(30);
    expect(body.traffic.at(-1)).toEqual({ day, pulls: 3, pulledBytes: 70, pushedBytes: 5 });
    expect(body.traffic.slice(0, -1).every(({ pulls }) => pulls === 0)).toBe(true);
  });
});
