import { createServer, type Server } from 'node:http';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrigins } from '../origin.ts';
import { type AuthWorld, createAuthWorld, password } from '../testing/auth-world.ts';
import { forgetful } from '../testing/forgetful.ts';
import { closed, listening, rawExchange } from '../testing/listening.ts';
import { createAttempts } from './attempts.ts';
import { createCredentials } from './credentials.ts';
import { createRegistryTokens } from './registry-tokens.ts';
import { addSigningKey, createSigningKeys } from './signing-keys.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

describe('/token', () => {
  let world: AuthWorld;
  let server: Server;
  let url: string;
  let attempts = createAttempts();
  const logged: unknown[] = [];

  beforeAll(async () => {
    world = await createAuthWorld();
    const { database } = world;
    const account = await world.addAccount('main');
    const ann = await world.addUser(account, 'ann');
    const acme = await world.addOrganization(account, 'acme');
    await world.addOrganization(account, 'other');
    await world.addRepository(acme, 'acme/open', 'public');
    await world.addRepository(acme, 'acme/web');
    await world.grant(acme, ann, 'edit');
    await addSigningKey(database.db, new Date());
    const now = () => new Date();
    const log = { info: () => {}, warn: () => {}, error: (facts: object) => logged.push(facts) };
    const forwarding = { ...attempts, blockedFor: (key: string) => attempts.blockedFor(key) };
    const failing = {
      failed: (key: string, free?: number) => attempts.failed(key, free),
      succeeded: (key: string) => attempts.succeeded(key),
    };
    const endpoint = createTokenEndpoint({
      db: database.db,
      credentials: createCredentials({ db: database.db, attempts: { ...forwarding, ...failing }, used: () => {}, now }),
      tokens: createRegistryTokens(createSigningKeys(database), 5, now),
      refusals: forgetful,
      ...createOrigins({ publicUrl: undefined, trustedProxies: [], listeningAt: () => url }),
      policy: () => ({ anonymousPull: 'images', now: Date.now() }),
      log,
    });
    server = createServer(endpoint);
    url = await listening(server);
  });
  beforeEach(() => {
    attempts = createAttempts();
  });
  afterAll(async () => {
    await closed(server);
    await world.remove();
  });

  const basic = (name: string, text: string) => ({
    authorization: `Basic ${Buffer.from(`${name}:${text}`).toString('base64')}`,
  });
  const get = (query: string, headers: Record<string, string> = {}) => fetch(`${url}/token?${query}`, { headers });
  const post = (form: Record<string, string>) =>
    fetch(`${url}/token`, { method: 'POST', body: new URLSearchParams(form) });
  const claims = async (response: Response) => decodeJwt(((await response.json()) as { token: string }).token);
  const asAnn = basic('ann', password);

  it('gives a token with what the user may, and keeps what was refused', async () => {
    const scopes = 'scope=repository:acme/web:pull,push,delete&scope=repository:other/x:pull%20registry:catalog:*';
    const response = await get(`service=x&${scopes}`, asAnn);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const content = (await response.json()) as Record<string, unknown>;
    expect(content).toMatchObject({ access_token: content.token, expires_in: 300 });
    expect(Number.isNaN(Date.parse(String(content.issued_at)))).toBe(false);
    expect(decodeJwt(String(content.token))).toMatchObject({
      iss: url,
      aud: new URL(url).host,
      name: 'ann',
      access: [
        { type: 'registry', name: 'catalog', actions: ['*'] },
        { type: 'repository', name: 'acme/web', actions: ['pull', 'push'] },
      ],
      refused: [
        { name: 'acme/web', actions: ['delete'] },
        { name: 'other/x', actions: ['pull'] },
      ],
    });
  });

  it('gives a token that ends with the temporary login or robot that asks for it', async () => {
    const { db } = world.database;
    const { id: accountId } = await db.selectFrom('accounts').select('id').executeTakeFirstOrThrow();
    const ends = Date.now() + 100_000;
    await world.addTemporaryLogin(await world.addUser(accountId, 'tim'), 'tmp-soon', 'secret', ends);
    await world.addRobot(accountId, null, '@main+soon');
    await db.updateTable('robots').set({ expires_at: ends }).where('login', '=', '@main+soon').execute();
    for (const [name, secret] of [
      ['tmp-soon', 'secret'],
      ['@main+soon', '@main+soon'],
    ] as const) {
      const content = await claims(await get('scope=repository:acme/open:pull', basic(name, secret)));
      expect([name, content.exp]).toEqual([name, Math.floor(ends / 1000)]);
    }
  });

  it('gives anonymous callers what is public, and no catalog', async () => {
    const content = await claims(
      await get('scope=repository:acme/open:pull,push&scope=repository:acme/web:pull&scope=registry:catalog:*'),
    );
    expect(content).toMatchObject({
      sub: '',
      name: 'anonymous',
      access: [{ type: 'repository', name: 'acme/open', actions: ['pull'] }],
    });
  });

  it('a login without scopes gets a token for nothing', async () => {
    expect(await claims(await get('account=ann&client_id=docker&offline_token=true', asAnn))).toMatchObject({
      access: [],
      refused: [],
    });
  });

  it.each([
    basic('ann', 'wrong'),
    basic('nobody', password),
    basic('', ''),
    { authorization: 'Bearer x' },
    { authorization: 'Basic' },
  ])('answers 401 in the spec’s form for %j', async (headers) => {
    const response = await get('scope=repository:acme/open:pull', headers);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'UNAUTHORIZED', message: expect.any(String) }] });
  });

  it('takes the form that containerd posts', async () => {
    const response = await post({
      grant_type: 'password',
      username: 'ann',
      password,
      service: 's',
      scope: 'repository:acme/web:pull',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      access_token: expect.any(String),
      scope: 'repository:acme/web:pull',
    });
  });

  it.each([
    [{ grant_type: 'password', username: 'ann', password: 'wrong' }, 401, 'invalid_grant'],
    [{ grant_type: 'password' }, 400, 'invalid_request'],
    [{ grant_type: 'password', username: '', password: '' }, 400, 'invalid_request'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'unsupported_grant_type'],
    [{ service: 'x', scope: 'repository:acme/open:pull' }, 400, 'invalid_request'],
  ] as const)('never answers the form %j with an anonymous token', async (form, status, error) => {
    const response = await post({ ...form });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  it('says how long to wait after too many failures', async () => {
    for (let failure = 0; failure < 5; failure++) attempts.failed('source:127.0.0.1 user:eve');
    const response = await get('', basic('eve', 'guess'));
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
  });

  it('bounds the body and knows no other methods', async () => {
    const form = `grant_type=password&username=ann&password=${'x'.repeat(70_000)}`;
    const head = `POST /token HTTP/1.1\r\nHost: h\r\nContent-Length: ${form.length + 1}\r\n\r\n`;
    expect(await rawExchange(url, head + form)).toMatch(/^HTTP\/1.1 413 /);
    const put = await fetch(`${url}/token`, { method: 'PUT' });
    expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(logged).toEqual([]);
  });
});
