import { newId } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('resource tags on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let client: ConsoleClient;
  let names = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main', 1000);
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
  });
  afterAll(() => server.stop());

  async function prepare(paths = ['web']) {
    names += 1;
    const organization = `team${names}`;
    const id = await server.createOrganization(account, organization);
    for (const path of paths) await pushImage(server.services, { name: `${organization}/${path}` });
    return { id, organization, image: { organization, repository: 'web' } };
  }

  it('come, change and go, in the order of their keys', async () => {
    const { organization, image } = await prepare();
    const put = [
      { key: 'team', value: '支付' },
      { key: 'env', value: 'prod' },
      { key: 'note', value: '' },
    ];
    const first = [
      { key: 'env', value: 'prod' },
      { key: 'note', value: '' },
      { key: 'team', value: '支付' },
    ];
    const change = { remove: ['note', 'absent'], put: [{ key: 'env', value: 'dev' }] };
    const second = [
      { key: 'env', value: 'dev' },
      { key: 'team', value: '支付' },
    ];
    const params = { organization };
    expect((await client.call('updateRepositoryResourceTags', { params: image, body: { put } })).body.items).toEqual(
      first,
    );
    await client.call('updateRepositoryResourceTags', { params: image, body: change });
    expect((await client.call('getRepositoryResourceTags', { params: image })).body.items).toEqual(second);
    expect((await client.call('updateOrganizationResourceTags', { params, body: { put } })).body.items).toEqual(first);
    await client.call('updateOrganizationResourceTags', { params, body: change });
    expect((await client.call('getOrganizationResourceTags', { params })).body.items).toEqual(second);
    const { body } = await client.call('getRepository', { params: image });
    expect(body.resourceTags).toHaveLength(2);
    expect((await client.call('getOrganization', { params: { organization } })).body.resourceTags).toHaveLength(2);
  });

  it('of a public organization and its images tell other accounts nothing, nor does who made it', async () => {
    const { id, organization, image } = await prepare();
    await server.database.db.updateTable('organizations').set({ visibility: 'public' }).where('id', '=', id).execute();
    const put = [{ key: `owner-${organization}`, value: 'secret' }];
    await client.call('updateRepositoryResourceTags', { params: image, body: { put } });
    await client.call('updateOrganizationResourceTags', { params: { organization }, body: { put } });
    const other = await server.createAccount(`other-${organization}`);
    const grantee = await server.createUser(account, `grantee-${organization}`);
    await server.grant(id, grantee, 'read', 'web');
    const resourceTag = `owner-${organization}`;
    for (const [user, held] of [
      [await server.createUser(other, `stranger-${organization}`), false],
      [await server.createUser(other, `owner-${organization}`, 'account-administrator'), false],
      [grantee, true],
    ] as const) {
      const stranger = await server.as(user);
      const { body } = await stranger.call('getOrganization', { params: { organization } });
      expect([body.resourceTags, body.createdBy]).toEqual([[], held ? 'test' : null]);
      const found = await Promise.all([
        stranger.call('listOrganizations', { query: { resourceTag: [resourceTag] } }),
        stranger.call('listRepositories', { query: { resourceTag: [resourceTag] } }),
        stranger.call('listRepositories', { query: { organization, resourceTag: [resourceTag] } }),
      ]);
      expect(found.map(({ body: { total } }) => total)).toEqual([0, held ? 1 : 0, held ? 1 : 0]);
      for (const on of ['organizations', 'repositories'] as const) {
        const { text } = await stranger.send('GET', `/api/resource-tag-keys?on=${on}`);
        expect([on, text.includes(resourceTag)]).toEqual([on, held && on === 'repositories']);
      }
      expect((await stranger.call('listRepositories', { query: { organization } })).body.total).toBe(1);
    }
  });

  it('leave an event that says what they were, and none when nothing changed', async () => {
    const { image } = await prepare();
    const put = [{ key: 'env', value: 'prod' }];
    await client.call('updateRepositoryResourceTags', { params: image, body: { put } });
    await client.call('updateRepositoryResourceTags', { params: image, body: { put, remove: ['absent'] } });
    const events = await server.database.db
      .selectFrom('events')
      .select('payload')
      .where('type', '=', 'ResourceTagsUpdated')
      .where('payload', 'like', `%${image.organization}/web%`)
      .execute();
    expect(events.map(({ payload }) => JSON.parse(payload))).toEqual([
      { repository: `${image.organization}/web`, resourceTags: put, previous: [] },
    ]);
  });

  const numbered = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) => ({ key: `k${from + index}`, value: '' }));

  it('are 20 a resource, also when two add at the same time', async () => {
    const { image } = await prepare();
    const update = (body: object) => client.call('updateRepositoryResourceTags', { params: image, body });
    expect((await update({ put: numbered(0, 12) })).status).toBe(200);
    const both = await Promise.all([update({ put: numbered(100, 8) }), update({ put: numbered(200, 8) })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 403]);
    const refused = both.find(({ status }) => status === 403);
    expect(refused?.problem).toMatchObject({
      code: 'quota-used-up',
      detail: { reason: 'resource-tags', used: 28, limit: 20 },
    });
    // One more fits where one goes.
    expect((await update({ remove: ['k0'], put: [{ key: 'new', value: '' }] })).status).toBe(200);
    expect((await update({ put: [{ key: 'k1', value: 'changed' }] })).status).toBe(200);
  });

  it.each([
    [{ key: '', value: '' }, 'body.put.0.key', 'empty'],
    [{ key: '_sys_x', value: '' }, 'body.put.0.key', 'reserved'],
    [{ key: 'a/b', value: '' }, 'body.put.0.key', 'character'],
    [{ key: 'a', value: 'b,c' }, 'body.put.0.value', 'character'],
    [{ key: 'k'.repeat(129), value: '' }, 'body.put.0.key', 'too-long'],
    [{ key: 'a', value: 'v'.repeat(256) }, 'body.put.0.value', 'too-long'],
  ])('refuse %j', async (tag, field, problem) => {
    const { image } = await prepare();
    const answer = await client.call('updateRepositoryResourceTags', { params: image, body: { put: [tag] } });
    expect([answer.status, answer.problem.fields]).toEqual([400, [{ field, problem }]]);
  });

  it('are the same key in both forms of one letter, and once in a change', async () => {
    const { image } = await prepare();
    const update = (put: object) =>
      client.call('updateRepositoryResourceTags', { params: image, body: { put } as never });
    await update([{ key: 'e\u0301', value: '1' }]);
    expect((await update([{ key: '\u00e9', value: '2' }])).body.items).toEqual([{ key: '\u00e9', value: '2' }]);
    expect(
      (
        await update([
          { key: 'e\u0301', value: '1' },
          { key: '\u00e9', value: '2' },
        ])
      ).status,
    ).toBe(400);
  });

  describe('as a filter', () => {
    let organization: string;
    const found = async (...resourceTag: string[]) => {
      const query = { organization, sort: 'name' as const, ...(resourceTag.length > 0 && { resourceTag }) };
      const { body } = await client.call('listRepositories', { query });
      expect(body.total).toBe(body.items.length);
      return body.items.map(({ path }) => path);
    };
    beforeAll(async () => {
      ({ organization } = await prepare(['a', 'b', 'c', 'd']));
      const mark = (repository: string, ...put: { key: string; value: string }[]) =>
        client.call('updateRepositoryResourceTags', { params: { organization, repository }, body: { put } });
      await mark('a', { key: 'env', value: 'prod' }, { key: 'team', value: 'x=y' });
      await mark('b', { key: 'env', value: 'dev' }, { key: 'team', value: 'z' }, { key: 'k=e', value: 'y' });
      await mark('c', { key: 'env', value: '' });
    });

    it.each([
      [['env=prod'], ['a']],
      [
        ['env=prod', 'env=dev'],
        ['a', 'b'],
      ],
      [['env=prod', 'env=dev', 'team=z'], ['b']],
      [['env'], ['a', 'b', 'c']],
      [
        ['env', 'env=prod'],
        ['a', 'b', 'c'],
      ],
      [['env='], ['c']],
      [['team=x=y'], ['a']],
      [['k%3De=y'], ['b']],
      [['k=e=y'], []],
      [['absent'], []],
      [[], ['a', 'b', 'c', 'd']],
    ])('%j finds %j', async (conditions, paths) => {
      expect(await found(...conditions)).toEqual(paths);
    });

    it('shows each row with its tags', async () => {
      const { body } = await client.call('listRepositories', { query: { organization, sort: 'name' } });
      expect(body.items[0]?.resourceTags).toEqual([
        { key: 'env', value: 'prod' },
        { key: 'team', value: 'x=y' },
      ]);
      expect(body.items[3]?.resourceTags).toEqual([]);
    });

    it('pages through what it finds', async () => {
      const seen: string[] = [];
      let cursor: string | null | undefined;
      do {
        const query = { organization, sort: 'name' as const, resourceTag: 'env', limit: 1, ...(cursor && { cursor }) };
        const { body } = await client.call('listRepositories', { query });
        seen.push(...body.items.map(({ path }) => path));
        cursor = body.next;
      } while (cursor);
      expect(seen).toEqual(['a', 'b', 'c']);
    });

    it.each(['a/b=c', '=x', '_sys_a=b', 'a=b,c'])('refuses %s', async (condition) => {
      const { status, problem } = await client.call('listRepositories', { query: { resourceTag: condition } });
      expect([status, problem.fields]).toEqual([400, [{ field: 'query.resourceTag', problem: 'resource-tag' }]]);
    });

    it('is bounded', async () => {
      const many = Array.from({ length: 11 }, (_, index) => `env=${index}`);
      const { problem } = await client.call('listRepositories', { query: { resourceTag: many } });
      expect(problem.fields).toEqual([{ field: 'query.resourceTag', problem: 'too-many' }]);
    });

    it('works on organizations too, whose tags are not those of images', async () => {
      const body = { put: [{ key: 'env', value: `only-${organization}` }] };
      await client.call('updateOrganizationResourceTags', { params: { organization }, body });
      const list = async (resourceTag: string) =>
        (await client.call('listOrganizations', { query: { resourceTag } })).body.items.map(({ name }) => name);
      expect(await list(`env=only-${organization}`)).toEqual([organization]);
      expect(await list('k%3De=y')).toEqual([]);
      expect(await found(`env=only-${organization}`)).toEqual([]);
    });
  });

  it('are found the same way when hundreds have them', async () => {
    names += 1;
    const id = await server.createOrganization(account, `crowd${names}`);
    const rows = Array.from({ length: 600 }, (_, index) => ({
      id: newId(),
      organization_id: id,
      name: `crowd${names}/r${index}`,
      created_at: 1,
      pushed_at: 1 + index,
    }));
    const mark = (key: string, value: string, some: typeof rows) =>
      server.database.db
        .insertInto('resource_tags')
        .values(some.map((row) => ({ resource_id: row.id, key, value, organization_id: null, repository_id: row.id })))
        .execute();
    await server.database.db.insertInto('repositories').values(rows).execute();
    await mark('crowd', 'all', rows);
    await mark('crowd-part', 'some', rows.slice(0, 550));
    await mark('crowd-few', 'one', rows.slice(549, 551));
    const totals = async (...resourceTag: string[]) =>
      (await client.call('listRepositories', { query: { organization: `crowd${names}`, resourceTag } })).body.total;
    expect(await totals('crowd=all')).toBe(600);
    expect(await totals('crowd')).toBe(600);
    expect(await totals('crowd=none')).toBe(0);
    expect(await totals('crowd=all', 'crowd-part=some')).toBe(550);
    expect(await totals('crowd=all', 'crowd-part=some', 'crowd-few=one')).toBe(1);
  });

  it('are offered by key and value to who sees them, and to nobody else', async () => {
    const { id, organization, image } = await prepare();
    const put = [
      { key: `only-${organization}`, value: 'b' },
      { key: `also-${organization}`, value: '' },
    ];
    await client.call('updateRepositoryResourceTags', { params: image, body: { put } });
    const reader = await server.createUser(account, `reader-${organization}`);
    await server.grant(id, reader, 'read');
    const outsider = await server.createUser(account, `outsider-${organization}`);
    const other = await server.createAccount(`other-${organization}`);
    const stranger = await server.createUser(other, `stranger-${organization}`, 'account-administrator');
    const keys = async (user: typeof reader, on: 'organizations' | 'repositories') => {
      const { body } = await (await server.as(user)).call('listResourceTagKeys', { query: { on } });
      return body.items;
    };
    expect(await keys(reader, 'repositories')).toEqual([
      { key: `also-${organization}`, values: [''], more: false },
      { key: `only-${organization}`, values: ['b'], more: false },
    ]);
    expect(await keys(reader, 'organizations')).toEqual([]);
    expect(await keys(outsider, 'repositories')).toEqual([]);
    expect(await keys(stranger, 'repositories')).toEqual([]);
  });

  it('of a public image are not told to who only may pull it', async () => {
    const { image } = await prepare();
    await client.call('updateRepositoryResourceTags', {
      params: image,
      body: { put: [{ key: 'cost-centre', value: '4711' }] },
    });
    await client.call('updateRepository', { params: image, body: { visibility: 'public' } });
    const other = await server.createAccount(`far-${image.organization}`);
    const stranger = await server.as(
      await server.createUser(other, `far-${image.organization}`, 'account-administrator'),
    );
    const seen = await stranger.call('getRepository', { params: image });
    expect([seen.status, seen.body.resourceTags]).toEqual([200, []]);
    expect((await stranger.call('getRepositoryResourceTags', { params: image })).status).toBe(404);
    const put = [{ key: 'mine', value: '' }];
    expect((await stranger.call('updateRepositoryResourceTags', { params: image, body: { put } })).status).toBe(403);
  });

  it('go with their organization', async () => {
    const organization = `gone${names}`;
    await server.createOrganization(account, organization);
    const params = { organization };
    await client.call('updateOrganizationResourceTags', { params, body: { put: [{ key: 'gone', value: '' }] } });
    expect((await client.call('removeOrganization', { params })).status).toBe(204);
    expect(
      await server.database.db.selectFrom('resource_tags').select('key').where('key', '=', 'gone').execute(),
    ).toEqual([]);
  });
});
