import { setTimeout as pause } from 'node:timers/promises';
import { createMetadata } from '@wharf/db';
import type { RepositoryName } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('organizations on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let accounts = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
  });
  afterAll(() => server.stop());

  async function newMember(quota?: number) {
    accounts += 1;
    const account = await server.createAccount(`account${accounts}`, quota);
    const user = await server.createUser(account, `member${accounts}`);
    return { account, user, client: await server.as(user) };
  }

  it('are managed by the member who creates them, by a grant of the same transaction', async () => {
    const { client, user, account } = await newMember();
    const { status, body } = await client.call('createOrganization', { body: { name: 'made-here' } });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'made-here', level: 'manage', imageCount: 0, bytes: 0, createdBy: user.name });
    expect((await client.call('getOrganization', { params: { organization: 'made-here' } })).body).toEqual(body);
    const grants = await client.call('listGrants', { params: { organization: 'made-here' } });
    expect(grants.body.items).toMatchObject([
      { holder: { kind: 'user', id: user.id, name: user.name }, pattern: '', level: 'manage' },
    ]);
    const events = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('account_id', '=', account)
      .execute();
    expect(events).toMatchObject([
      { type: 'OrganizationCreated', organization_id: body.id, author_id: user.id, author_name: user.name },
    ]);
  });

  it('need no grant for an administrator', async () => {
    const account = await server.createAccount('administered');
    const client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    await client.call('createOrganization', { body: { name: 'administered' } });
    const grants = await client.call('listGrants', { params: { organization: 'administered' } });
    expect(grants.body).toMatchObject({ items: [], total: 0, totalIsExact: true, next: null, previous: null });
  });

  it('have names that are unique on the server', async () => {
    const [one, other] = [await newMember(), await newMember()];
    await one.client.call('createOrganization', { body: { name: 'wanted-by-two' } });
    const { status, problem } = await other.client.call('createOrganization', { body: { name: 'wanted-by-two' } });
    expect(status).toBe(409);
    expect(problem).toMatchObject({
      code: 'name-taken',
      message: expect.stringContaining('possibly in another account'),
      fields: [{ field: 'body.name', problem: 'name-taken' }],
    });
    const list = await other.client.call('listOrganizations');
    expect(list.body).toMatchObject({ items: [], quota: { used: 0, limit: 5 } });
  });

  it('are private unless said, and change by who manages them', async () => {
    const { client } = await newMember();
    const open = await client.call('createOrganization', { body: { name: 'open-house', visibility: 'public' } });
    expect(open.body.visibility).toBe('public');
    expect((await client.call('createOrganization', { body: { name: 'closed-house' } })).body.visibility).toBe(
      'private',
    );
    const params = { organization: 'open-house' };
    const closed = await client.call('updateOrganization', { params, body: { visibility: 'private' } });
    expect(closed.body).toEqual({ ...open.body, visibility: 'private' });
    expect((await client.call('getOrganization', { params })).body).toEqual(closed.body);
  });

  it('leave library to who manages the server', async () => {
    const { client } = await newMember();
    const refused = await client.call('createOrganization', { body: { name: 'library' } });
    expect([refused.status, refused.problem.code]).toEqual([409, 'name-taken']);
  });

  it('may be as many as the quota beside library, which the server makes', async () => {
    const { client, account } = await newMember(1);
    const root = await server.as(await server.createUser(account, 'root', 'system-administrator'));
    const create = (by: ConsoleClient, name: string) => by.call('createOrganization', { body: { name } });
    const library = await server.createOrganization(account, 'library');
    expect((await client.call('listOrganizations')).body.quota).toEqual({ used: 0, limit: 1 });
    expect((await create(client, 'beside-library')).status).toBe(201);
    expect((await create(client, 'one-too-many')).problem.code).toBe('quota-used-up');
    await server.database.db.deleteFrom('organizations').where('id', '=', library).execute();
    expect((await create(root, 'library')).status).toBe(201);
    const uses = await root.call('getQuota');
    expect(uses.body.use.organizations).toBe(1);
    await root.call('removeOrganization', { params: { organization: 'library' } });
  });

  it('have no limit where none is set', async () => {
    const { client, account } = await newMember(0);
    await server.database.db
      .updateTable('accounts')
      .set({ organization_quota: null })
      .where('id', '=', account)
      .execute();
    expect((await client.call('createOrganization', { body: { name: 'beyond-limits' } })).status).toBe(201);
    expect((await client.call('listOrganizations')).body.quota).toEqual({ used: 1, limit: null });
  });

  it('cannot be more than the quota, however many are created at once', async () => {
    const { client } = await newMember(3);
    const created = await Promise.all(
      Array.from({ length: 12 }, (_, index) => client.call('createOrganization', { body: { name: `race${index}` } })),
    );
    expect(created.filter(({ status }) => status === 201)).toHaveLength(3);
    const refused = created.filter(({ status }) => status !== 201);
    for (const { status, problem } of refused) {
      expect([status, problem.code, problem.detail]).toMatchObject([
        403,
        'quota-used-up',
        expect.objectContaining({ reason: 'organization-quota', used: 3, limit: 3 }),
      ]);
    }
    expect((await client.call('listOrganizations')).body.quota).toEqual({ used: 3, limit: 3 });
  });

  it('can be removed when they hold no image, which frees the quota', async () => {
    const { client, account } = await newMember(1);
    await client.call('createOrganization', { body: { name: 'short-lived' } });
    const { digest } = await pushImage(server.services, { name: 'short-lived/web' });
    const params = { organization: 'short-lived' };
    const full = await client.call('removeOrganization', { params });
    expect([full.status, full.problem.code]).toEqual([409, 'not-empty']);
    const name = 'short-lived/web' as RepositoryName;
    await createMetadata(server.database).removeManifest(name, digest, { id: undefined, name: 'test' }, new Date());
    const binned = await client.call('removeOrganization', { params });
    expect([binned.problem.code, binned.problem.detail.reason]).toEqual(['not-empty', 'recycle-bin']);
    expect((await client.call('emptyRecycleBin', { params })).body).toEqual({ deletions: 1 });
    const { id } = (await client.call('getOrganization', { params })).body;
    expect((await client.call('removeOrganization', { params })).status).toBe(204);
    // Tokens that let pull from it end: the name is free for anybody.
    const revoked = server.database.db
      .selectFrom('revocations')
      .select('at')
      .where('subject', '=', `organization:${id}`);
    expect(await revoked.execute()).toHaveLength(1);
    expect((await client.call('getOrganization', { params })).status).toBe(404);
    expect((await client.call('createOrganization', { body: { name: 'short-lived' } })).status).toBe(201);
    const events = await server.database.db
      .selectFrom('events')
      .select('type')
      .where('account_id', '=', account)
      .where('repository_id', 'is', null)
      .orderBy('id')
      .execute();
    expect(events.map(({ type }) => type)).toEqual([
      'OrganizationCreated',
      'OrganizationRemoved',
      'OrganizationCreated',
    ]);
  });

  it('are never removed under an image that was just pushed', async () => {
    const { client } = await newMember(100);
    for (let round = 0; round < 12; round += 1) {
      const organization = `contested${round}`;
      await client.call('createOrganization', { body: { name: organization } });
      const push = async () => {
        // Removals at different stages of the push.
        await pause(round % 4);
        return pushImage(server.services, { name: `${organization}/web` }).then(
          () => 'pushed',
          () => 'refused',
        );
      };
      const remove = async () => {
        await pause((round * 5) % 12);
        return (await client.call('removeOrganization', { params: { organization } })).status;
      };
      const outcome = await Promise.all([push(), remove()]);
      const tags = await client.call('listTags', { params: { organization, repository: 'web' } });
      expect([
        ['pushed', 409, 200],
        ['refused', 204, 404],
      ]).toContainEqual([...outcome, tags.status]);
    }
  });

  it('show their images and bytes, and page in both orders', async () => {
    const account = await server.createAccount('paged', 100);
    const client = await server.as(await server.createUser(account, 'pager', 'account-administrator'));
    for (const name of ['paged-c', 'paged-a', 'paged-b']) await client.call('createOrganization', { body: { name } });
    await pushImage(server.services, { name: 'paged-a/web', layers: ['12345'], config: {} });
    const names = async (query: Parameters<typeof client.call<'listOrganizations'>>[1]) => {
      const { body } = await client.call('listOrganizations', query);
      return { names: body.items.map(({ name }) => name), ...body };
    };
    const first = await names({ query: { sort: 'name', limit: 2 } });
    expect(first).toMatchObject({ names: ['paged-a', 'paged-b'], total: 3, previous: null });
    expect(first.items[0]).toMatchObject({ imageCount: 1, level: 'manage' });
    expect(first.items[0]?.bytes).toBeGreaterThan(7);
    const second = await names({ query: { sort: 'name', limit: 2, cursor: first.next ?? '' } });
    expect(second).toMatchObject({ names: ['paged-c'], next: null });
    const back = await names({ query: { sort: 'name', limit: 2, cursor: second.previous ?? '' } });
    expect(back.names).toEqual(first.names);
    const newest = await names({ query: { sort: '-createdAt' } });
    expect(newest.names).toEqual(['paged-b', 'paged-a', 'paged-c']);
    expect((await names({ query: { q: 'D-B' } })).names).toEqual(['paged-b']);
  });
});
