import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('tags on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  const params = { organization: 'team', repository: 'web' };
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    await server.createOrganization(account, 'team');
    const tags = ['1.9.0', '1.10.0', 'Latest', '1.10.0-rc.1'];
    for (const [index, tag] of tags.entries()) {
      await pushImage(server.services, { name: 'team/web', tags: [tag], layers: [tag], at: new Date(1_000 + index) });
    }
  });
  afterAll(() => server.stop());

  const names = async (query: object) => {
    const { body } = await client.call('listTags', { params, query });
    return body.items.map(({ name }) => name);
  };

  it('come newest first, or by name or semantic version', async () => {
    expect(await names({})).toEqual(['1.10.0-rc.1', 'Latest', '1.10.0', '1.9.0']);
    expect(await names({ sort: 'name' })).toEqual(['1.10.0', '1.10.0-rc.1', '1.9.0', 'Latest']);
    expect(await names({ sort: '-version' })).toEqual(['1.10.0', '1.10.0-rc.1', '1.9.0', 'Latest']);
  });

  it('are paged and filtered', async () => {
    const { body } = await client.call('listTags', { params, query: { sort: '-version', limit: 2, q: '1.' } });
    expect(body).toMatchObject({ total: 3, totalIsExact: true, previous: null });
    expect(await names({ sort: '-version', limit: 2, q: '1.', cursor: body.next })).toEqual(['1.9.0']);
    expect(await names({ q: 'LATEST' })).toEqual(['Latest']);
  });

  it('are counted in a part of them where there are more than ten thousand', async () => {
    const { db } = server.services.database;
    const first = await pushImage(server.services, { name: 'team/many', tags: ['first'], at: new Date(0) });
    const repository = await db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', 'team/many')
      .executeTakeFirstOrThrow();
    const row = { repository_id: repository.id, digest: first.digest, version_key: '', pushed_by: 'pusher' };
    for (let from = 0; from < 10_100; from += 1010) {
      const rows = Array.from({ length: 1010 }, (_, index) => ({
        ...row,
        name: `${index === 0 ? 'rare' : 'v'}-${from + index}`,
        pushed_at: from + index,
      }));
      await db.insertInto('tags').values(rows).execute();
    }
    await db.updateTable('repositories').set({ tag_count: 10_101 }).where('id', '=', repository.id).execute();
    const total = async (query: { q?: string; limit?: number }) => {
      const { body } = await client.call('listTags', { params: { ...params, repository: 'many' }, query });
      return { shown: body.items.length, total: body.total, totalIsExact: body.totalIsExact };
    };
    expect(await total({ limit: 10 })).toEqual({ shown: 10, total: 10_000, totalIsExact: false });
    // A page that shows all of them has counted them.
    expect(await total({ q: 'rare' })).toEqual({ shown: 10, total: 10, totalIsExact: true });
    const some = await total({ q: 'rare', limit: 8 });
    expect(some).toMatchObject({ shown: 8, totalIsExact: false });
    expect(some.total).toBeGreaterThanOrEqual(9);
    expect(some.total).toBeLessThanOrEqual(10);
    expect((await total({ q: 'v-', limit: 10 })).total).toBeGreaterThan(1_900);
  });

  it('say what they point at', async () => {
    const { body } = await client.call('getTag', { params: { ...params, tag: 'Latest' } });
    expect(body).toMatchObject({
      name: 'Latest',
      kind: 'image',
      artifactType: null,
      platforms: [{ os: 'linux', architecture: 'amd64' }],
      pushedAt: new Date(1_002).toISOString(),
      pushedBy: 'pusher',
      pulls: 0,
      pulledAt: null,
    });
    expect(body.size).toBe('Latest'.length + JSON.stringify({ os: 'linux', architecture: 'amd64' }).length);
    expect((await client.call('getTag', { params: { ...params, tag: 'absent' } })).status).toBe(404);
  });
});
