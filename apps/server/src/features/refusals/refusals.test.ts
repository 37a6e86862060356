import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addSigningKey } from '../../auth/signing-keys.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { startRegistryBeside } from '../../bff/testing/registry-beside.ts';
import { closed } from '../../testing/listening.ts';

describe.each(dialects)('refusals on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let registry: { url: string; server: Server };
  const users = {} as Record<'reader' | 'stranger' | 'administrator' | 'root', TestUser>;
  const clients = {} as Record<keyof typeof users, ConsoleClient>;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    await addSigningKey(server.database.db, new Date());
    registry = await startRegistryBeside(server.services);
    const main = await server.createAccount('main');
    const other = await server.createAccount('other');
    users.reader = await server.createUser(main, 'reader');
    users.stranger = await server.createUser(other, 'stranger');
    users.administrator = await server.createUser(main, 'administrator', 'account-administrator');
    users.root = await server.createUser(other, 'root', 'system-administrator');
    for (const name of ['reader', 'stranger', 'administrator', 'root'] as const)
      clients[name] = await server.as(users[name]);
    const acme = await server.createOrganization(main, 'acme');
    await server.grant(acme, users.reader, 'read');
    await pushImage(server.services, { name: 'acme/web', tags: ['v1'] });
  });
  afterAll(async () => {
    await closed(registry.server);
    await server.stop();
  });

  const basic = (name: string, secret = password) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;

  /** As docker does: a token for the scope first, which may cover less than was asked for. */
  async function bearer(scope: string, authorization?: string): Promise<string> {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(`${registry.url}/token?service=x&scope=${scope}`, { headers });
    return `Bearer ${((await response.json()) as { token: string }).token}`;
  }

  async function send(method: string, path: string, authorization?: string) {
    const headers = { 'user-agent': 'docker/27', ...(authorization === undefined ? {} : { authorization }) };
    const response = await fetch(`${registry.url}${path}`, { method, headers });
    const text = await response.text();
    const { errors } = text === '' ? { errors: [] } : JSON.parse(text);
    return { status: response.status, text, error: errors[0], headers: response.headers };
  }

  it('tell a docker user what to do, and are found under the id that was printed', async () => {
    const authorization = await bearer('repository:acme/web:pull,push', basic('reader'));
    const { status, error } = await send('POST', '/v2/acme/web/blobs/uploads/', authorization);
    expect(status).toBe(403);
    expect(error).toMatchObject({
      code: 'DENIED',
      message: expect.stringMatching(
        /need edit on .*acme.* hold read: ask whoever manages acme \(administrator\) .*\(refusal R-.*\)$/,
      ),
      detail: {
        reason: 'level-too-low',
        remedy: expect.stringContaining('ask'),
        rule: 'push needs edit',
        help: { who: 'organization-manager', names: ['administrator'] },
        held: 'read',
        wanted: 'edit',
      },
    });
    const { body } = await clients.reader.call('getRefusal', { params: { refusal: error.detail.id.toLowerCase() } });
    expect(body).toMatchObject({
      id: error.detail.id,
      actor: { kind: 'user', name: 'reader', proven: true },
      method: 'POST',
      operation: 'push',
      repository: 'acme/web',
      status: 403,
      reason: 'level-too-low',
      client: 'docker/27',
      count: 1,
      remedy: error.detail.remedy,
    });
  });

  it('are seen by whose they are and by administrators above him, and by nobody else', async () => {
    const { error } = await send('GET', '/v2/acme/secret/manifests/v1', basic('stranger'));
    const params = { refusal: error.detail.id };
    const seen = await Promise.all(
      (['stranger', 'reader', 'administrator', 'root'] as const).map(async (name) => {
        const one = await clients[name].call('getRefusal', { params });
        return one.status;
      }),
    );
    expect(seen).toEqual([200, 404, 404, 200]);
    const lists = await Promise.all(
      [
        ['reader', 'account'],
        ['administrator', 'account'],
        ['administrator', 'server'],
        ['root', 'server'],
      ].map(async ([name, scope]) => {
        const { status, body } = await clients[name as 'root'].call('listRefusals', {
          query: { scope: scope as 'server' },
        });
        return [status, status === 200 && body.items.some(({ id }) => id === params.refusal)];
      }),
    );
    expect(lists).toEqual([
      [403, false],
      [200, false],
      [403, false],
      [200, true],
    ]);
  });

  it('of an organization’s robots are seen by who manages it, and those of others are not', async () => {
    const { administrator, reader } = clients;
    const manager = await server.createUser(users.reader.accountId, 'manager');
    const acme = await server.database.db
      .selectFrom('organizations')
      .select('id')
      .where('name', '=', 'acme')
      .executeTakeFirstOrThrow();
    await server.grant(acme.id, manager, 'manage');
    await server.createOrganization(users.reader.accountId, 'pier');
    const refusals: string[] = [];
    for (const organization of ['acme', 'pier']) {
      const made = await administrator.call('createRobot', {
        body: { organization, name: 'ci', description: '', expiresAt: null, grants: [] },
      });
      const { error } = await send('GET', '/v2/acme/web/manifests/v1', basic(made.body.login, made.body.secret));
      refusals.push(error.detail.id);
    }
    const found = async (client: ConsoleClient) => {
      const { body } = await client.call('listRefusals', { query: { scope: 'robots' } });
      const single = refusals.map((refusal) => client.call('getRefusal', { params: { refusal } }));
      return [body.items.map(({ id }) => id).sort(), ...(await Promise.all(single)).map(({ status }) => status)];
    };
    expect(await found(await server.as(manager))).toEqual([[refusals[0]], 200, 404]);
    expect(await found(reader)).toEqual([[], 404, 404]);
    expect(await found(clients.stranger)).toEqual([[], 404, 404]);
    expect(await found(administrator)).toEqual([[...refusals].sort(), 200, 200]);
  });

  it('of nobody known are for system administrators alone', async () => {
    const { error } = await send('GET', '/v2/acme/web/manifests/v1', await bearer('repository:acme/web:pull'));
    expect(error).toMatchObject({ code: 'UNAUTHORIZED', detail: { reason: 'sign-in', id: expect.any(String) } });
    const params = { refusal: error.detail.id };
    expect((await clients.administrator.call('getRefusal', { params })).status).toBe(404);
    expect((await clients.root.call('getRefusal', { params })).body).toMatchObject({ actor: null, reason: 'sign-in' });
  });

  it('are not made of the challenge that every client provokes', async () => {
    const before = await server.database.db.selectFrom('refusals').select('id').execute();
    const challenges = [await send('GET', '/v2/'), await send('GET', '/v2/acme/web/manifests/v1')];
    for (const { status, error, headers } of challenges) {
      expect([status, error.detail.reason]).toEqual([401, 'sign-in']);
      expect(headers.get('www-authenticate')).toContain('realm=');
      expect(error.detail).not.toHaveProperty('id');
      expect(error.detail.remedy).toContain('docker login');
    }
    await server.services.refusals.flush();
    expect(await server.database.db.selectFrom('refusals').select('id').execute()).toEqual(before);
  });

  it('look alike for what is hidden and what does not exist, byte by byte', async () => {
    const alike = async (ask: (name: string) => Promise<{ status: number; text: string }>) => {
      const bodies = [];
      for (const name of ['acme/web', 'acme/web2', 'nope/web']) {
        const { status, text } = await ask(name);
        const same = text
          .replaceAll(name, '<name>')
          .replaceAll(name.split('/')[0] ?? '', '<organization>')
          .replaceAll(/R-\w{4}-\w{4}-\w{4}/g, '<id>')
          .replace(/"requestId":"[^"]+"/, '');
        bodies.push(`${status} ${same}`);
      }
      expect(bodies[0]).toMatch(/^40[134] /);
      expect(bodies[1]).toBe(bodies[0]);
      expect(bodies[2]).toBe(bodies[0]);
    };
    const digest = `sha256:${'0'.repeat(64)}`;
    for (const [method, path] of [
      ['GET', 'manifests/v1'],
      ['GET', `manifests/${digest}`],
      ['HEAD', 'manifests/v1'],
      ['GET', `blobs/${digest}`],
      ['HEAD', `blobs/${digest}`],
      ['GET', 'tags/list'],
      ['GET', `referrers/${digest}`],
      ['DELETE', 'manifests/v1'],
    ] as const) {
      await alike(async (name) => send(method, `/v2/${name}/${path}`, basic('stranger')));
      await alike(async (name) =>
        send(method, `/v2/${name}/${path}`, await bearer(`repository:${name}:pull,delete`, basic('stranger'))),
      );
      await alike(async (name) => send(method, `/v2/${name}/${path}`, await bearer(`repository:${name}:pull,delete`)));
    }
    await alike(async (name) =>
      clients.stranger.send('GET', `/api/organizations/${name.split('/')[0]}/repositories/${name.split('/')[1]}`),
    );
    await alike(async (name) => clients.stranger.send('GET', `/api/organizations/${name.split('/')[0]}/grants`));
  });

  it('cover the token endpoint and failed logins, and show them to whose name was tried', async () => {
    const response = await fetch(`${registry.url}/token`, {
      headers: { authorization: basic('reader', 'hunter-two') },
    });
    const body = (await response.json()) as {
      errors: { message: string; detail: { id: string } }[];
      error_description: string;
    };
    expect(response.status).toBe(401);
    expect(body.error_description).toMatch(/password is wrong; .*\(refusal R-/);
    const found = (await clients.reader.call('listRefusals')).body.items;
    expect(found.find(({ id }) => id === body.errors[0]?.detail.id)).toMatchObject({
      operation: 'login',
      reason: 'unknown-or-wrong',
      actor: { name: 'reader', proven: false },
    });
    expect(JSON.stringify(found)).not.toContain('hunter-two');
  });

  it.each([
    ['PUT', '/v2/acme/Web/manifests/v1', 'name-uppercase', 400],
    ['PUT', '/v2/web/manifests/v1', 'name-one-level', 400],
    ['GET', '/v2/acme/web/manifests/nope', 'manifest-unknown', 404],
  ])('keep %s %s: %s', async (method, path, reason, status) => {
    const answer = await send(method, path, basic('reader'));
    expect([answer.status, answer.error.detail.reason]).toEqual([status, reason]);
    expect(answer.error.detail.remedy.length).toBeGreaterThan(5);
    expect((await clients.root.call('getRefusal', { params: { refusal: answer.error.detail.id } })).body.reason).toBe(
      reason,
    );
  });

  it('count what comes again', async () => {
    const ids = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push((await send('GET', '/v2/acme/web/manifests/again', basic('reader'))).error.detail.id);
    }
    expect(new Set(ids).size).toBe(1);
    expect((await clients.reader.call('getRefusal', { params: { refusal: ids[0] } })).body.count).toBe(3);
  });
});
