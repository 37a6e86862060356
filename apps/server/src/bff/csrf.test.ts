import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from './testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer } from './testing/console-server.ts';

let server: ConsoleServer;
let client: ConsoleClient;
beforeAll(async () => {
  server = await startConsoleServer();
  const user = await server.createUser(await server.createAccount('main', 1000), 'alice', 'account-administrator');
  client = await server.as(user);
});
afterAll(() => server.stop());

let names = 0;
async function create(headers: Record<string, string>) {
  names += 1;
  const { status, problem } = await client.call('createOrganization', { body: { name: `org${names}` }, headers });
  return status === 201 ? 'created' : `${status} ${problem.code}`;
}

describe('what changes something', () => {
  it('needs the token of the session', async () => {
    const other = await server.as(await server.createUser(await server.createAccount('other'), 'bob'));
    expect(await create({})).toBe('created');
    for (const token of ['', 'x', 'x'.repeat(43), other.csrfToken ?? '']) {
      expect(await create({ 'x-csrf-token': token })).toBe('403 csrf-token-wrong');
    }
  });

  it('is refused from another site, by the word of the browser', async () => {
    expect(await create({ 'sec-fetch-site': 'same-origin' })).toBe('created');
    for (const site of ['cross-site', 'same-site', 'none']) {
      expect(await create({ 'sec-fetch-site': site })).toBe('403 csrf-token-wrong');
    }
  });

  it('is refused from another origin where the browser says no more', async () => {
    expect(await create({ origin: server.url })).toBe('created');
    for (const origin of ['http://evil.example', 'null', server.url.replace(/\d+$/, '1')]) {
      expect(await create({ origin })).toBe('403 csrf-token-wrong');
    }
  });

  it('is taken by the address that the browser used, whatever the public one is', async () => {
    const behind = await startConsoleServer({
      originOf: () => ({ url: 'http://registry.example', host: 'registry.example' }),
    });
    const user = await behind.createUser(await behind.createAccount('main'), 'alice');
    const from = async (origin: string) => {
      const browser = await behind.as(user);
      return (await browser.call('signOut', { headers: { origin } })).status;
    };
    const statuses = [await from('http://registry.example'), await from(behind.url), await from('http://evil.example')];
    await behind.stop();
    expect(statuses).toEqual([200, 200, 403]);
  });

  it('includes signing in', async () => {
    const body = { user: 'alice', password };
    const visitor = server.visitor();
    const refused = await visitor.call('signIn', { body, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(refused.problem).toMatchObject({ code: 'csrf-token-wrong', detail: { reason: 'cross-site' } });
    const elsewhere = await visitor.call('signIn', { body, headers: { origin: 'http://evil.example' } });
    expect(elsewhere.status).toBe(403);
    expect(visitor.cookie).toBeUndefined();
    expect((await visitor.call('signIn', { body, headers: { origin: server.url } })).status).toBe(200);
  });
});

describe('input', () => {
  it.each([
    ['{"name":', 'body', 'not-json'],
    [JSON.stringify({ name: 'x'.repeat(200_000) }), 'body', 'too-long'],
    [JSON.stringify({ name: 'Upper' }), 'body.name', 'uppercase'],
    [JSON.stringify({ name: 'api' }), 'body.name', 'reserved'],
    [JSON.stringify({ name: 7 }), 'body.name', 'invalid-type'],
    [JSON.stringify({ name: 'a\0b' }), 'body.name', 'character'],
    ['[]', 'body', 'invalid-type'],
  ])('%.40s is refused by field and word', async (body, field, problem) => {
    const { status, text } = await client.send('POST', '/api/organizations', { body });
    expect([status, JSON.parse(text).code]).toEqual([400, 'invalid-input']);
    expect(JSON.parse(text).fields).toEqual([{ field, problem }]);
  });

  it.each(['%ff', '%00', '%zz'])('a path with %s is refused', async (part) => {
    const { status, text } = await client.send('GET', `/api/organizations/${part}`);
    expect([status, JSON.parse(text).code]).toEqual([400, 'invalid-input']);
  });

  it('tells what is empty or too long', async () => {
    const body = JSON.stringify({ user: ' ', password: 'x'.repeat(1025) });
    const { text } = await server.visitor().send('POST', '/api/session', { body });
    expect(JSON.parse(text).fields).toEqual([
      { field: 'body.user', problem: 'empty' },
      { field: 'body.password', problem: 'too-long' },
    ]);
  });

  it('holds no NUL, not even where any other character may stand', async () => {
    const body = JSON.stringify({ user: 'alice', password: 'a\0b' });
    const { text } = await server.visitor().send('POST', '/api/session', { body });
    expect(JSON.parse(text).fields).toEqual([{ field: 'body', problem: 'character' }]);
  });

  it.each([
    '/api/events/export?organization=a%00b',
    '/api/events/export?author=%00',
    '/api/organizations/acme/repositories/a%00b/download?tag=1',
    '/api/organizations/acme/repositories/app/download?tag=1%00',
    `/api/organizations/acme/repositories/app/manifests/sha256:${'0'.repeat(64)}/file?path=%00`,
    '/api/organizations/ac%00me/repositories/app/manifests/x/file?path=a',
  ])('holds no NUL where no operation is asked either: %s', async (path) => {
    const { status, text } = await client.send('GET', path);
    expect([status, JSON.parse(text).code]).toEqual([400, 'invalid-input']);
  });

  it('of another type than JSON is refused', async () => {
    const { status } = await client.send('POST', '/api/organizations', {
      body: 'name=org',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(status).toBe(400);
  });
});

it('tells nothing of an unforeseen error but the id under which it is logged', async () => {
  const broken = await startConsoleServer({
    originOf: () => ({ url: 'http://x', host: undefined as unknown as string }),
  });
  const { status, problem } = await broken.visitor().call('getServer');
  await broken.stop();
  expect(status).toBe(500);
  expect(problem).toMatchObject({ code: 'internal', detail: {}, fields: [] });
  expect(problem.message).not.toContain('registryHost');
  expect(broken.logged).toMatchObject([
    { level: 'error', facts: { requestId: problem.requestId, path: '/api/server' } },
  ]);
});
