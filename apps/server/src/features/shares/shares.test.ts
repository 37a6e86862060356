import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

const minuteMs = 60_000;

describe.each(dialects)('shares on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let owner: string;
  let manager: ConsoleClient;
  let receiver: TestUser & { client: ConsoleClient };
  let names = 0;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    owner = await server.createAccount('owner', 1000);
    manager = await server.as(await server.createUser(owner, 'olga', 'account-administrator'));
    const user = await server.createUser(await server.createAccount('receiver'), 'receiver');
    receiver = { ...user, client: await server.as(user) };
  });
  afterAll(() => server.stop());

  /** An organization of its own for each test, with one private image. */
  async function newImage() {
    names += 1;
    const organization = `team${names}`;
    await server.createOrganization(owner, organization);
    const { digest } = await pushImage(server.services, { name: `${organization}/web`, tags: ['v1'], by: 'olga' });
    return { params: { organization, repository: 'web' }, name: `${organization}/web`, digest };
  }
  type Image = Awaited<ReturnType<typeof newImage>>;

  const inMinutes = (minutes: number) => new Date(server.services.now().getTime() + minutes * minuteMs).toISOString();
  const share = (
    { params }: Image,
    { accounts = ['receiver'], ...body }: { accounts?: string[]; expiresAt?: string | null; description?: string } = {},
  ) => manager.call('putShares', { params, body: { accounts, expiresAt: null, ...body } });
  const received = async (q: string, client = receiver.client) =>
    (await client.call('listSharedRepositories', { query: { q } })).body.items;
  const eventsOf = async ({ name }: Image) => {
    const rows = await server.database.db.selectFrom('events').selectAll().orderBy('id').execute();
    return rows
      .filter(({ type }) => /^Share(Created|Changed|Removed)$/.test(type))
      .map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }))
      .filter(({ payload }) => payload.repository === name);
  };

  it('are created with several accounts at once, changed, and taken away', async () => {
    const image = await newImage();
    await server.createAccount(`second-${image.params.organization}`);
    const accounts = ['receiver', `second-${image.params.organization}`, 'receiver'];
    const until = inMinutes(24);
    expect((await share(image, { accounts, expiresAt: until, description: 'for tests' })).body).toEqual({
      created: 2,
      changed: 0,
    });
    const list = () => manager.call('listShares', { params: image.params });
    const { body } = await list();
    expect(body.items.map(({ account }) => account.name)).toEqual(accounts.slice(0, 2));
    expect(body.items[0]).toMatchObject({
      account: { id: receiver.accountId },
      description: 'for tests',
      expiresAt: until,
      state: 'active',
      createdBy: 'olga',
    });
    expect((await share(image, { expiresAt: until, description: 'for tests' })).body).toEqual({
      created: 0,
      changed: 0,
    });
    expect((await share(image, { expiresAt: null })).body).toEqual({ created: 0, changed: 1 });
    expect((await list()).body.items[0]).toMatchObject({ description: '', expiresAt: null });
    const params = { ...image.params, account: receiver.accountId };
    expect((await manager.call('removeShare', { params })).status).toBe(204);
    expect((await manager.call('removeShare', { params })).problem.code).toBe('not-found');
    expect((await list()).body.items).toHaveLength(1);
    const events = await eventsOf(image);
    expect(events.map(({ type, payload }) => [type, payload.account])).toEqual([
      ['ShareCreated', 'receiver'],
      ['ShareCreated', accounts[1]],
      ['ShareChanged', 'receiver'],
      ['ShareRemoved', 'receiver'],
    ]);
    expect(events[2]?.payload).toMatchObject({ expiresAt: null, previousExpiresAt: until });
    for (const { account_id, payload } of events) {
      expect(account_id).toBe(owner);
      expect(payload.audienceAccounts).toHaveLength(1);
    }
  });

  it('are on the record of the receiving account too, which learns of nobody else', async () => {
    const image = await newImage();
    const administrator = await server.as(
      await server.createUser(receiver.accountId, `head-${image.params.organization}`, 'account-administrator'),
    );
    const third = `third-${image.params.organization}`;
    await server.createAccount(third);
    const until = inMinutes(24);
    await share(image, { accounts: [third, 'receiver'], expiresAt: until, description: 'a secret note' });
    await share(image, { accounts: ['receiver', third] });
    await manager.call('removeShare', { params: { ...image.params, account: receiver.accountId } });
    const { body } = await administrator.call('listEvents', { query: { repository: image.name, limit: 100 } });
    const by = { repository: image.name, sharedBy: 'owner', byAccount: 'owner' };
    expect(body.items.map(({ type, payload }) => [type, payload])).toEqual([
      ['ReceivedShareRemoved', { ...by, previousExpiresAt: null }],
      ['ReceivedShareChanged', { ...by, expiresAt: null, previousExpiresAt: until }],
      ['ShareReceived', { ...by, expiresAt: until }],
    ]);
    const from = { account: 'receiver', repository: image.name, author: null, address: null, credential: null };
    for (const event of body.items) expect(event).toMatchObject(from);
    const exported = await administrator.send('GET', `/api/events/export?format=ndjson&repository=${image.name}`);
    const lines = exported.text.split('\n').filter((line) => line.includes('sharedBy'));
    expect(lines).toHaveLength(3);
    const told = JSON.stringify(body) + lines.join();
    for (const hidden of ['olga', third, 'secret note', '127.0.0.1']) expect(told).not.toContain(hidden);
    const own = await manager.call('listEvents', { query: { organization: image.params.organization, limit: 100 } });
    expect(own.body.items.filter(({ type }) => type.includes('Received'))).toEqual([]);
  });

  it('are given back by the administrators of the receiving account, in force or ended', async () => {
    const image = await newImage();
    const { params, name } = image;
    const other = `other-${params.organization}`;
    await server.createAccount(other);
    const head = await server.createUser(receiver.accountId, `giver-${params.organization}`, 'account-administrator');
    const client = await server.as(head);
    const leave = (by: ConsoleClient) => by.call('leaveShare', { params });
    expect((await leave(client)).problem.code).toBe('not-found');
    await share(image, { accounts: ['receiver', other], expiresAt: inMinutes(1) });
    const member = await leave(receiver.client);
    expect([member.status, member.problem.detail.reason]).toEqual([403, 'administrators-only']);
    expect((await leave(manager)).status).toBe(404);
    expect((await leave(client)).status).toBe(204);
    expect((await receiver.client.call('getRepository', { params })).status).toBe(404);
    expect(await received(name)).toEqual([]);
    const { body: kept } = await manager.call('listShares', { params });
    expect(kept.items.map(({ account }) => account.name)).toEqual([other]);
    await share(image, { expiresAt: inMinutes(1) });
    server.advance(minuteMs);
    expect((await leave(client)).status).toBe(204);
    expect((await leave(client)).status).toBe(404);
    const told = async (by: ConsoleClient, type: 'ShareLeft' | 'ReceivedShareLeft') =>
      (await by.call('listEvents', { query: { repository: name, type } })).body.items;
    expect(await told(client, 'ReceivedShareLeft')).toMatchObject([
      { author: head.name, payload: { sharedBy: 'owner' } },
      { author: head.name, address: '127.0.0.1' },
    ]);
    const own = await told(manager, 'ShareLeft');
    expect(own).toMatchObject([{ author: null, address: null, payload: { account: 'receiver' } }, {}]);
    expect(JSON.stringify(own)).not.toContain(head.name);
  });

  it('name the entry that is wrong, and then create none', async () => {
    const image = await newImage();
    const refused = async (given: Parameters<typeof share>[1]) => {
      const { status, problem } = await share(image, given);
      return [status, problem.code, ...problem.fields.flatMap(({ field, problem: word }) => [field, word])];
    };
    expect(await refused({ accounts: ['receiver', 'Receiver', 'no-one'] })).toEqual([
      ...[400, 'invalid-input', 'body.accounts.1', 'account-unknown', 'body.accounts.2', 'account-unknown'],
    ]);
    expect(await refused({ accounts: ['receiver', 'owner'] })).toEqual([
      ...[400, 'invalid-input', 'body.accounts.1', 'own-account'],
    ]);
    expect(await refused({ expiresAt: inMinutes(-1) })).toEqual([
      ...[400, 'invalid-input', 'body.expiresAt', 'in-the-past'],
    ]);
    expect(await refused({ description: 'x'.repeat(1001) })).toEqual([
      ...[400, 'invalid-input', 'body.description', 'too-long'],
    ]);
    expect((await refused({ accounts: Array.from({ length: 51 }, (_, n) => `a${n}`) })).slice(0, 3)).toEqual([
      ...[400, 'invalid-input', 'body.accounts'],
    ]);
    expect((await manager.call('listShares', { params: image.params })).body.items).toEqual([]);
  });

  it('are at most 500, ended ones included', async () => {
    const image = await newImage();
    const { db } = server.database;
    const { id } = await db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', image.name)
      .executeTakeFirstOrThrow();
    const accounts = Array.from({ length: 499 }, (_, n) => `many-${image.params.organization}-${n}`);
    await db
      .insertInto('accounts')
      .values(accounts.map((name) => ({ id: name, name, organization_quota: 1, created_at: 1 })))
      .execute();
    const row = { repository_id: id, repository_name: image.name, description: '', created_at: 1, created_by: 'test' };
    await db
      .insertInto('shares')
      .values(accounts.map((account_id) => ({ ...row, account_id, expires_at: 1 })))
      .execute();
    await server.createAccount(`last-${image.params.organization}`);
    const two = await share(image, { accounts: ['receiver', `last-${image.params.organization}`] });
    expect([two.status, two.problem.code]).toEqual([403, 'quota-used-up']);
    expect(two.problem.detail).toMatchObject({ reason: 'share-limit', used: 499, limit: 500 });
    expect((await share(image)).body).toEqual({ created: 1, changed: 0 });
    expect((await share(image, { accounts: accounts.slice(0, 3) })).body).toEqual({ created: 0, changed: 3 });
    const active = await manager.call('listShares', { params: image.params, query: { state: 'active' } });
    expect(active.body.total).toBe(4);
  });

  it('rest while the image is public', async () => {
    const image = await newImage();
    await share(image);
    const setVisibility = (visibility: 'public' | 'private') =>
      manager.call('updateRepository', { params: image.params, body: { visibility } });
    await setVisibility('public');
    const put = await share(image);
    expect([put.status, put.problem.code]).toEqual([409, 'image-public']);
    expect((await manager.call('listShares', { params: image.params })).body.items).toHaveLength(1);
    expect(await received(image.name)).toMatchObject([{ visibility: 'public', content: { tagCount: 1 } }]);
    expect((await receiver.client.call('getRepository', { params: image.params })).body.receivedShare).toBeNull();
    await setVisibility('private');
    const { body } = await receiver.client.call('getRepository', { params: image.params });
    expect(body.receivedShare).toEqual({ account: 'owner', expiresAt: null });
  });

  it('go into the recycle bin with the image and come back with it', async () => {
    const image = await newImage();
    await share(image);
    const selection = { repository: true } as const;
    const preview = await manager.call('previewDeletion', { params: image.params, body: selection });
    expect(preview.body.shareCount).toBe(1);
    const made = await manager.call('createDeletion', { params: image.params, body: selection });
    expect(await received(image.name)).toEqual([]);
    await pushImage(server.services, { name: image.name, tags: ['other'] });
    expect((await receiver.client.call('getRepository', { params: image.params })).status).toBe(404);
    const again = await manager.call('createDeletion', { params: image.params, body: selection });
    expect(again.status).toBe(201);
    const restoration = { organization: image.params.organization, deletion: made.body.id };
    await manager.call('restoreDeletion', { params: restoration, body: {} });
    expect(await received(image.name)).toHaveLength(1);
  });

  describe('let the other account', () => {
    it('see and pull the image, and tell it whose it is', async () => {
      const image = await newImage();
      const until = inMinutes(24);
      await share(image, { expiresAt: until, description: 'a secret note' });
      const [row] = await received(image.name);
      expect(row).toEqual({
        organization: image.params.organization,
        path: 'web',
        visibility: 'private',
        sharedBy: 'owner',
        sharedAt: expect.any(String),
        expiresAt: until,
        state: 'active',
        content: { tagCount: 1, bytes: expect.any(Number), pushedAt: expect.any(String), latestTag: 'v1' },
      });
      const { client } = receiver;
      const { body } = await client.call('getRepository', { params: image.params });
      expect(body).toMatchObject({ level: 'read', receivedShare: { account: 'owner', expiresAt: until } });
      const tags = await client.call('listTags', { params: image.params });
      expect(tags.body.items).toMatchObject([{ name: 'v1', pushedBy: null }]);
      const tag = await client.call('getTag', { params: { ...image.params, tag: 'v1' } });
      expect(tag.body.pushedBy).toBeNull();
      const manifest = await client.call('getManifest', { params: { ...image.params, digest: image.digest } });
      expect(manifest.body).toMatchObject({ digest: image.digest, pushedBy: null });
      const found = await client.call('search', { query: { q: image.name } });
      expect(found.body.repositories.items).toMatchObject([{ repository: 'web' }]);
      const byTag = await client.call('search', { query: { q: `${image.name}:v1` } });
      expect(byTag.body.tags.items).toMatchObject([{ tag: 'v1' }]);
      const byDigest = await client.call('search', { query: { q: image.digest } });
      expect(byDigest.body.manifests.items.some((hit) => hit.organization === image.params.organization)).toBe(true);
    });

    it('do nothing else, and see nothing of its people, settings and neighbours', async () => {
      const image = await newImage();
      await pushImage(server.services, { name: `${image.params.organization}/secret`, tags: ['v1'] });
      await share(image);
      const { params } = image;
      const { organization } = params;
      const { client } = receiver;
      const mark = { put: [{ key: 'owner', value: 'core' }] };
      await manager.call('updateRepositoryResourceTags', { params, body: mark });
      const answers = {
        forbidden: [
          client.call('listShares', { params }),
          client.call('putShares', { params, body: { accounts: ['receiver'], expiresAt: null } }),
          client.call('removeShare', { params: { ...params, account: receiver.accountId } }),
          client.call('updateRepository', { params, body: { category: 'linux' } }),
          client.call('previewDeletion', { params, body: { repository: true } }),
          client.call('createDeletion', { params, body: { repository: true } }),
          client.call('moveTag', { params: { ...params, tag: 'v2' }, body: { digest: image.digest } }),
          client.call('getRepositoryStorage', { params }),
        ],
        'not-found': [
          client.call('listTagChanges', { params: { ...params, tag: 'v1' } }),
          client.call('getTagStorage', { params: { ...params, tag: 'v1' } }),
          client.call('getRepositoryResourceTags', { params }),
          client.call('getOrganization', { params: { organization } }),
          client.call('listGrants', { params: { organization } }),
          client.call('listDeletions', { params: { organization } }),
          client.call('listRepositories', { query: { organization } }),
          client.call('getRepository', { params: { organization, repository: 'secret' } }),
        ],
      };
      for (const [code, calls] of Object.entries(answers)) {
        for (const [index, { problem }] of (await Promise.all(calls)).entries()) {
          expect([index, problem.code]).toEqual([index, code]);
          expect(JSON.stringify(problem)).not.toContain('olga');
        }
      }
      const { body } = await client.call('getRepository', { params });
      expect(body).toMatchObject({ shareCount: 0, resourceTags: [] });
      expect(JSON.stringify(body)).not.toContain('olga');
      expect((await client.call('listRepositories')).body.items).toEqual([]);
      expect((await client.call('listOrganizations')).body.items).toEqual([]);
      const overview = await client.call('getOverview');
      expect([overview.body.images, overview.body.bytes]).toEqual([0, 0]);
      expect((await client.call('search', { query: { q: `${organization}/` } })).body.repositories.items).toHaveLength(
        1,
      );
      expect((await client.call('listResourceTagKeys', { query: { on: 'repositories' } })).body.items).toEqual([]);
    });

    it('reach it until the share ends, and then know whom to ask', async () => {
      const image = await newImage();
      await share(image, { expiresAt: inMinutes(1) });
      const stranger = await server.as(
        await server.createUser(await server.createAccount(`stranger${names}`), `stranger${names}`),
      );
      const get = () => receiver.client.call('getRepository', { params: image.params });
      expect((await get()).status).toBe(200);
      server.advance(minuteMs);
      const { status, problem } = await get();
      expect([status, problem.code]).toEqual([403, 'forbidden']);
      expect(problem.detail).toMatchObject({ reason: 'share-expired', account: 'owner' });
      expect((await stranger.call('getRepository', { params: image.params })).status).toBe(404);
      expect(await received(image.name)).toMatchObject([{ state: 'expired', sharedBy: 'owner', content: null }]);
      const found = await receiver.client.call('search', { query: { q: image.name } });
      expect(found.body.repositories.items).toEqual([]);
      const { body } = await manager.call('listShares', { params: image.params, query: { state: 'expired' } });
      expect(body.items).toMatchObject([{ state: 'expired', account: { name: 'receiver' } }]);
      expect((await manager.call('getRepository', { params: image.params })).body.shareCount).toBe(0);
      await share(image, { expiresAt: inMinutes(1) });
      expect((await get()).status).toBe(200);
    });
  });

  it('are found among the own images', async () => {
    const [shared, other] = [await newImage(), await newImage()];
    await share(shared);
    const list = async (organization: string) =>
      (await manager.call('listRepositories', { query: { organization, shared: 'yes' } })).body.items;
    expect(await list(shared.params.organization)).toMatchObject([{ path: 'web', shareCount: 1 }]);
    expect(await list(other.params.organization)).toEqual([]);
  });

  it('are received in pages, by name and by time, each account its own', async () => {
    const account = await server.createAccount('pages');
    const client = await server.as(await server.createUser(account, 'pages'));
    const images = [await newImage(), await newImage(), await newImage()];
    for (const image of images) {
      await share(image, { accounts: ['pages'] });
      server.advance(1000);
    }
    const newestFirst = images.map(({ name }) => name).reverse();
    const walk = async (sort: 'name' | '-name' | 'sharedAt' | '-sharedAt') => {
      const found: string[] = [];
      for (let cursor: string | undefined, more = true; more; ) {
        const query = { sort, limit: 2, ...(cursor && { cursor }) };
        const { body } = await client.call('listSharedRepositories', { query });
        expect(body.total).toBe(3);
        found.push(...body.items.map((item) => `${item.organization}/${item.path}`));
        cursor = body.next ?? undefined;
        more = body.next !== null;
      }
      return found;
    };
    expect(await walk('-sharedAt')).toEqual(newestFirst);
    expect(await walk('sharedAt')).toEqual([...newestFirst].reverse());
    expect(await walk('-name')).toEqual([...newestFirst].sort().reverse());
    expect((await receiver.client.call('listSharedRepositories', { query: { q: newestFirst[0] } })).body.items).toEqual(
      [],
    );
  });
});
