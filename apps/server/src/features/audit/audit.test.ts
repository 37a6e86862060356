import { newId } from '@wharf/db';
import type { RepositoryName, Tag } from '@wharf/oci';
import type { Role } from '@wharf/policies/access';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { windowSize } from './queries.ts';

const emptyIndex = { schemaVersion: 2, mediaType: 'application/vnd.oci.image.index.v1+json', manifests: [] };

describe.each(dialects)('the record on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  const clients = {} as Record<'system' | 'owner' | 'manager' | 'reader' | 'other', ConsoleClient>;
  const secrets: string[] = [password];
  let login = { login: '', password: '' };

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const main = await server.createAccount('main', 20);
    const elsewhere = await server.createAccount('elsewhere');
    const user = (account: string, name: string, role?: Role) => server.createUser(account, name, role);
    const users = {
      system: await user(main, 'system', 'system-administrator'),
      owner: await user(main, 'owner', 'account-administrator'),
      manager: await user(main, 'manager'),
      reader: await user(main, 'reader'),
      other: await user(elsewhere, 'other', 'account-administrator'),
    };
    for (const [name, each] of Object.entries(users)) clients[name as keyof typeof clients] = await server.as(each);
    await flows(users);
    // Passwords are hashed on purpose slowly.
  }, 60_000);
  afterAll(() => server.stop());

  /** A day in the life of the server, from whose events all tests read. */
  async function flows(users: Record<keyof typeof clients, { id: string }>): Promise<void> {
    const { owner, other, system } = clients;
    const visitor = server.visitor();
    await visitor.call('signIn', { body: { user: 'owner', password } });
    secrets.push(String(visitor.cookie).split('=')[1] ?? '', String(visitor.csrfToken));
    for (const typed of ['owner', 'hunter2-typed-as-name']) {
      secrets.push('wrong-secret');
      await server.visitor().call('signIn', { body: { user: typed, password: 'wrong-secret' } });
    }
    secrets.push('hunter2-typed-as-name', 'next horse battery');
    await owner.call('createUser', { body: { name: 'fresh', password: 'next horse battery' } });
    await owner.call('createOrganization', { body: { name: 'acme' } });
    await owner.call('createOrganization', { body: { name: 'pier' } });
    await other.call('createOrganization', { body: { name: 'foreign' } });
    await owner.call('putGrant', {
      params: { organization: 'acme' },
      body: { holder: { kind: 'user', id: users.manager.id }, level: 'manage' },
    });
    await owner.call('putGrant', {
      params: { organization: 'acme' },
      body: { holder: { kind: 'user', id: users.reader.id }, level: 'read' },
    });
    const made = await owner.call('createLoginCommand');
    login = made.body;
    secrets.push(login.password);
    const { credentials } = server.services;
    await credentials.check(login.login, login.password, '203.0.113.7');
    await credentials.check(login.login, 'wrong-secret', '203.0.113.7');
    const outcome = await credentials.check(login.login, login.password, '203.0.113.7');
    if (!outcome.ok) throw new Error('the login command must work');
    await pushImage(server.services, { name: 'acme/web', tags: ['1.0', '2.0'] });
    await server.services.pushing.putManifest({
      name: 'acme/many' as RepositoryName,
      reference: 'v1' as Tag,
      tags: [],
      contentType: emptyIndex.mediaType,
      content: Buffer.from(JSON.stringify(emptyIndex)),
      by: { ...outcome.actor },
    });
    const web = { organization: 'acme', repository: 'web' };
    await owner.call('updateRepository', { params: web, body: { description: '=HYPERLINK("http://evil")' } });
    await owner.call('updateRepositoryResourceTags', { params: web, body: { put: [{ key: 'env', value: '=1+1' }] } });
    await owner.call('copyTag', { params: { ...web, tag: '1.0' }, body: { to: { tag: 'copy' } } });
    await owner.call('createDeletion', { params: web, body: { tags: ['2.0'] } });
    await system.call('createStorageMeasurement');
    const address = '/api/organizations/acme/repositories/web/download?tag=1.0';
    await owner.send('GET', address);
    await visitor.call('signOut');
    await server.services.logins.flush();
  }

  const list = async (
    who: keyof typeof clients,
    query: Parameters<ConsoleClient['call']>[1] extends infer _ ? object : never = {},
  ) => (await clients[who].call('listEvents', { query: { limit: 100, ...query } })).body.items;
  const types = async (who: keyof typeof clients, query: object = {}) =>
    (await list(who, query)).map(({ type }) => type);

  it('shows account administrators their account, and system administrators all', async () => {
    const own = await list('owner');
    expect(new Set(own.map(({ account }) => account))).toEqual(new Set(['main']));
    expect(await list('other')).toMatchObject([{ type: 'OrganizationCreated', organization: 'foreign' }]);
    const all = await list('system');
    expect(new Set(all.map(({ account }) => account))).toEqual(new Set(['main', 'elsewhere', null]));
    expect(await types('system', { account: 'elsewhere' })).toEqual(['OrganizationCreated']);
    // An account administrator stays in his account, whatever he asks for.
    expect(await types('other', { account: 'main', organization: 'acme' })).toEqual([]);
  });

  it('shows who manages an organization that one', async () => {
    const { manager, reader } = clients;
    const seen = await list('manager', { organization: 'acme' });
    expect(seen.length).toBeGreaterThan(5);
    expect(new Set(seen.map(({ organization }) => organization))).toEqual(new Set(['acme']));
    expect((await manager.call('listEvents', {})).problem).toMatchObject({ code: 'forbidden' });
    for (const [client, organization, status] of [
      [reader, 'acme', 403],
      [manager, 'foreign', 404],
      [reader, 'absent', 404],
    ] as const) {
      expect((await client.call('listEvents', { query: { organization } })).status).toBe(status);
    }
    expect((await reader.send('GET', '/api/events/export?organization=acme')).status).toBe(403);
    expect((await server.visitor().send('GET', '/api/events/export')).status).toBe(401);
  });

  it('tells of logins and refusals, without what was typed as a name', async () => {
    const [used] = await list('owner', { type: 'LoginUsed' });
    expect(used).toMatchObject({
      author: 'owner',
      address: '203.0.113.7',
      credential: { kind: 'temporary-login', name: login.login },
    });
    expect(await list('owner', { result: 'refused' })).toMatchObject([
      {
        type: 'LoginRefused',
        author: 'owner',
        credential: { name: login.login },
        payload: { reason: 'unknown-or-wrong' },
      },
      { type: 'SignInRefused', author: 'owner', payload: { reason: 'wrong-credentials' } },
    ]);
    const unknown = (await list('system', { result: 'refused' })).filter(({ author }) => author === null);
    expect(unknown).toMatchObject([{ type: 'SignInRefused', account: null, address: '127.0.0.1' }]);
  });

  it.each([
    [{ author: 'owner', type: 'OrganizationCreated' }, ['OrganizationCreated', 'OrganizationCreated']],
    [{ organization: 'pier' }, ['OrganizationCreated']],
    [{ repository: 'acme/many', type: 'TagCreated' }, ['TagCreated']],
    [{ address: '203.0.113.7', repository: 'acme/many' }, ['TagCreated', 'ManifestPushed']],
    [{ type: 'ImageDownloaded' }, ['ImageDownloaded']],
    [{ type: 'StorageJobCreated', result: 'done' as const }, ['StorageJobCreated']],
    [{ type: 'SignedOut', author: 'manager' }, []],
    [{ to: '2020-01-01T00:00:00Z' }, []],
    [{ from: '2020-01-01T00:00:00Z', organization: 'pier' }, ['OrganizationCreated']],
  ])('is narrowed by %j', async (query, expected) => {
    expect(await types('owner', query)).toEqual(expected);
  });

  it('is paged, the newest first', async () => {
    const all = (await list('system')).map(({ id }) => id);
    expect(all).toEqual([...all].sort().reverse());
    const paged: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = { limit: 7, ...(cursor && { cursor }) };
      const { body } = await clients.system.call('listEvents', { query });
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.next;
    }
    expect(paged).toEqual(all);
  });

  it('is paged back, and knows a cursor of its own', async () => {
    const page = async (cursor: string | null) =>
      (await clients.system.call('listEvents', { query: { limit: 7, ...(cursor && { cursor }) } })).body;
    const first = await page(null);
    const second = await page(first.next);
    expect(await page(second.previous)).toEqual({ ...first, previous: null });
    expect((await page((await page(second.next)).previous)).items).toEqual(second.items);
    const { problem } = await clients.system.call('listEvents', { query: { cursor: 'older.x.1' } });
    expect(problem).toMatchObject({ code: 'invalid-input', fields: [{ field: 'query.cursor' }] });
  });

  it('is exported as NDJSON and as CSV, and that is on the record', async () => {
    const { text, headers } = await clients.owner.send('GET', '/api/events/export?format=ndjson&organization=acme');
    expect(headers.get('content-disposition')).toBe('attachment; filename="events.ndjson"');
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const listed = await list('owner', { organization: 'acme' });
    expect(lines).toEqual(listed.reverse());
    const csv = (await clients.owner.send('GET', '/api/events/export?repository=acme/web')).text.split('\r\n');
    expect(csv[0]).toBe(
      'time,event,trace,result,account,organization,image,user,address,credential_kind,credential,request,id,facts',
    );
    expect(csv.join()).toContain('createImageTag');
    for (const line of csv) expect(line).not.toMatch(/(^|,)"?[=+@-]/);
    const head = await clients.owner.send('HEAD', '/api/events/export');
    expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(await types('owner', { type: 'EventsExported' })).toHaveLength(2);
  });

  it('is on the record of whose events were exported: all of them are nobody’s account’s', async () => {
    const filters = async (who: keyof typeof clients) => {
      const events = await list(who, { type: 'EventsExported' });
      return events.map(({ payload }) => payload).filter(({ repository }) => repository === 'foreign/looked-for');
    };
    const exported = (more = '') =>
      clients.system.send('GET', `/api/events/export?format=ndjson&repository=foreign/looked-for${more}`);
    await exported();
    expect([await filters('system'), await filters('owner'), await filters('other')]).toMatchObject([[{}], [], []]);
    await exported('&account=elsewhere');
    expect([await filters('owner'), await filters('other')]).toMatchObject([[], [{ account: 'elsewhere' }]]);
  });

  it('looks through a part at a time where no index answers, and goes on', async () => {
    const account = await server.createAccount('vast');
    const count = windowSize + 500;
    const rows = Array.from({ length: count }, (_, at) => ({
      ...{ id: newId(), account_id: account, organization_id: null, repository_id: null, payload: '{}' },
      ...{ type: at === 3 ? 'UserCreated' : 'TagMoved', author_id: null, author_name: 'busy', created_at: at },
    }));
    for (let at = 0; at < count; at += 500) {
      await server.database.db
        .insertInto('events')
        .values(rows.slice(at, at + 500))
        .execute();
    }
    const query = { author: 'busy', type: 'UserCreated' };
    const { body: first } = await clients.system.call('listEvents', { query });
    expect([first.items, first.total, first.totalIsExact]).toEqual([[], 0, false]);
    expect(first.searchedTo).not.toBeNull();
    const { body: second } = await clients.system.call('listEvents', {
      query: { ...query, cursor: String(first.next) },
    });
    expect(second.items.map(({ id }) => id)).toEqual([rows[3]?.id]);
    expect([second.next, second.searchedTo]).toEqual([null, null]);
    const { text } = await clients.system.send('GET', '/api/events/export?format=ndjson&author=busy&type=UserCreated');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual([rows[3]?.id]);
    await server.database.db.deleteFrom('events').where('account_id', '=', account).execute();
  }, 30_000);

  it('exports more than a batch whole', async () => {
    const account = await server.createAccount('busy');
    const rows = Array.from({ length: 1_234 }, () => ({
      id: newId(),
      type: 'TagMoved',
      account_id: account,
      organization_id: null,
      repository_id: null,
      payload: JSON.stringify({ text: 'x'.repeat(500) }),
      author_id: null,
      author_name: 'robot',
      created_at: 1,
    }));
    for (let at = 0; at < rows.length; at += 500) {
      await server.database.db
        .insertInto('events')
        .values(rows.slice(at, at + 500))
        .execute();
    }
    const { text } = await clients.system.send('GET', '/api/events/export?format=ndjson&account=busy&type=TagMoved');
    expect(
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).id),
    ).toEqual(rows.map(({ id }) => id));
    await server.database.db.deleteFrom('events').where('account_id', '=', account).execute();
  });

  it('holds no secret in any event', async () => {
    const rows = await server.database.db.selectFrom('events').selectAll().execute();
    expect(rows.length).toBeGreaterThan(20);
    const hashes = await server.database.db.selectFrom('temporary_credentials').select('secret_hash').execute();
    const known = [...secrets, ...hashes.map(({ secret_hash }) => secret_hash)].filter((secret) => secret.length > 5);
    expect(known.length).toBeGreaterThan(6);
    for (const row of rows) {
      const text = JSON.stringify(row);
      for (const secret of known) expect([row.type, text.includes(secret)]).toEqual([row.type, false]);
    }
  });
});
