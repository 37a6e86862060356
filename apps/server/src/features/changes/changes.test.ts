import type { ChangeNotice } from '@wharf/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

let server: ConsoleServer;
let account: string;
let administrator: TestUser;
let member: TestUser;
let stranger: TestUser;
beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main', 100);
  administrator = await server.createUser(account, 'administrator', 'account-administrator');
  member = await server.createUser(account, 'member');
  stranger = await server.createUser(await server.createAccount('other'), 'stranger', 'account-administrator');
});
afterAll(() => server.stop());

/** The open stream: `next` waits for the next notice that `wanted` takes; `ended` resolves when the server ends it. */
async function listen(client: ConsoleClient, headers: Record<string, string> = {}) {
  const response = await fetch(`${client.url}/api/changes`, { headers: { cookie: client.cookie ?? '', ...headers } });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const notices: ChangeNotice[] = [];
  let wake = () => {};
  const ended = (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) if (event.startsWith('data: ')) notices.push(JSON.parse(event.slice(6)));
      wake();
    }
  })();
  const next = async (wanted: (notice: ChangeNotice) => boolean): Promise<ChangeNotice> => {
    for (;;) {
      const found = notices.find(wanted);
      if (found) return found;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { next, ended, notices };
}

const ofType = (type: string, organization: string) => (notice: ChangeNotice) =>
  notice.type === type && notice.organization === organization;

describe('the stream of changes', () => {
  it('is for who is signed in', async () => {
    const response = await fetch(`${server.url}/api/changes`);
    expect(response.status).toBe(401);
    await response.body?.cancel();
  });

  it('tells each listener what he may see, and nobody else', async () => {
    const [boss, foreign, one] = await Promise.all(
      [administrator, stranger, member].map(async (user) => listen(await server.as(user))),
    );
    const client = await server.as(administrator);
    await client.call('createOrganization', { body: { name: 'told' } });
    expect(await boss?.next(ofType('OrganizationCreated', 'told'))).toMatchObject({ repository: null });
    await client.call('putGrant', {
      params: { organization: 'told' },
      body: { holder: { kind: 'user', id: member.id }, level: 'read' },
    });
    await one?.next(ofType('GrantPut', 'told'));
    await pushImage(server.services, { name: 'told/web' });
    expect(await one?.next(ofType('ManifestPushed', 'told'))).toEqual({
      type: 'ManifestPushed',
      organization: 'told',
      repository: 'told/web',
    });
    // The stranger's own notice comes after all those that he must not get.
    const own = await server.as(stranger);
    await own.call('createOrganization', { body: { name: 'foreign' } });
    await foreign?.next(ofType('OrganizationCreated', 'foreign'));
    expect(foreign?.notices.filter(({ organization }) => organization !== 'foreign')).toEqual([]);
  });

  it('tells a member that an organization left his sight', async () => {
    const client = await server.as(administrator);
    for (const name of ['taken', 'gone']) {
      await client.call('createOrganization', { body: { name } });
      await client.call('putGrant', {
        params: { organization: name },
        body: { holder: { kind: 'user', id: member.id }, level: 'read' },
      });
    }
    const stream = await listen(await server.as(member));
    const { body } = await client.call('listGrants', { params: { organization: 'taken' } });
    await client.call('removeGrant', { params: { organization: 'taken', grant: body.items[0]?.id ?? '' } });
    await stream.next(ofType('GrantRemoved', 'taken'));
    await client.call('removeOrganization', { params: { organization: 'gone' } });
    await stream.next(ofType('OrganizationRemoved', 'gone'));
  });

  it('tells another account of the image that is shared with it, and when that ends, but of nothing beside it', async () => {
    const client = await server.as(administrator);
    await client.call('createOrganization', { body: { name: 'shared' } });
    await pushImage(server.services, { name: 'shared/web', tags: ['v1'] });
    const other = await listen(await server.as(stranger));
    const params = { organization: 'shared', repository: 'web' };
    await client.call('putShares', { params, body: { accounts: ['other'], expiresAt: null } });
    expect(await other.next(ofType('ShareCreated', 'shared'))).toMatchObject({ repository: 'shared/web' });
    await pushImage(server.services, { name: 'shared/plan' });
    await pushImage(server.services, { name: 'shared/web', tags: ['v2'], layers: ['newer'] });
    await other.next((notice) => notice.type === 'TagCreated' && notice.repository === 'shared/web');
    await client.call('removeShare', { params: { ...params, account: stranger.accountId } });
    await other.next(ofType('ShareRemoved', 'shared'));
    const told = other.notices.filter(({ organization }) => organization === 'shared');
    expect([...new Set(told.map(({ repository }) => repository))]).toEqual(['shared/web']);
  });

  it('ends with the session', async () => {
    const client = await server.as(member);
    const { ended } = await listen(client);
    await client.call('signOut');
    await ended;
  });

  it('ends when a network rule shuts its listener out', async () => {
    const { ended } = await listen(await server.as(member), { 'x-forwarded-for': '203.0.113.7' });
    const shut = (public_access: 'off' | 'everyone') =>
      server.database.db
        .updateTable('network_settings')
        .set((row) => ({ public_access, version: row('version', '+', 1) }))
        .execute()
        .then(() => server.services.networks.refresh());
    await shut('off');
    await ended;
    await shut('everyone');
  });

  const refusalOf = async (client: ConsoleClient) => {
    const response = await fetch(`${server.url}/api/changes`, { headers: { cookie: client.cookie ?? '' } });
    return [response.status, await response.json()];
  };
  const unavailable = [503, expect.objectContaining({ code: 'unavailable' })];

  it('takes ten listeners a session', async () => {
    const client = await server.as(member);
    for (let count = 0; count < 10; count += 1) await listen(client);
    expect(await refusalOf(client)).toEqual(unavailable);
  });

  it('takes fifty listeners a user, by however many sessions', async () => {
    const user = await server.createUser(member.accountId, 'listens-much');
    for (let session = 0; session < 5; session += 1) {
      const client = await server.as(user);
      await Promise.all(Array.from({ length: 10 }, () => listen(client)));
    }
    expect(await refusalOf(await server.as(user))).toEqual(unavailable);
    await listen(await server.as(member));
  });
});

it('ends all streams when the server stops, and opens no more', async () => {
  const stopping = new AbortController();
  const own = await startConsoleServer({ stopping: stopping.signal });
  const client = await own.as(await own.createUser(await own.createAccount('main'), 'member'));
  const { ended } = await listen(client);
  stopping.abort();
  await ended;
  const { status } = await client.send('GET', '/api/changes');
  expect(status).toBe(503);
  await own.stop();
});
