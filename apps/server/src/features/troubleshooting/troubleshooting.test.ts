import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import type { Body } from '@wharf/api';
import { newId } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { configSchema } from '../../config.ts';
import { makeCertificate } from '../../tls/make-certificate.ts';

type Check = Body<'createAccessCheck'>;

describe.each(dialects)('troubleshooting on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  const users = {} as Record<'reader' | 'manager' | 'administrator' | 'stranger' | 'root' | 'gone', TestUser>;
  const clients = {} as Record<keyof typeof users, ConsoleClient>;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const { db } = server.database;
    const main = await server.createAccount('main');
    const other = await server.createAccount('other');
    users.reader = await server.createUser(main, 'reader');
    users.manager = await server.createUser(main, 'manager');
    users.gone = await server.createUser(main, 'gone');
    users.administrator = await server.createUser(main, 'administrator', 'account-administrator');
    users.stranger = await server.createUser(other, 'stranger');
    users.root = await server.createUser(other, 'root', 'system-administrator');
    for (const name of ['reader', 'manager', 'administrator', 'stranger', 'root'] as const) {
      clients[name] = await server.as(users[name]);
    }
    const acme = await server.createOrganization(main, 'acme');
    await server.grant(acme, users.reader, 'read');
    await server.grant(acme, users.manager, 'manage');
    await pushImage(server.services, { name: 'acme/web', tags: ['v1'] });
    const { id } = await db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', 'acme/web')
      .executeTakeFirstOrThrow();
    const shared = {
      repository_id: id,
      account_id: other,
      repository_name: 'acme/web',
      description: '',
      created_at: 1,
      created_by: 'test',
    };
    await db
      .insertInto('shares')
      .values({ ...shared, expires_at: null })
      .execute();
    await db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', users.gone.id).execute();
    const robot = {
      id: newId(),
      account_id: main,
      organization_id: acme,
      name: 'ci',
      login: 'acme+ci',
      description: '',
    };
    const dates = { created_at: 1, created_by: 'test', expires_at: 1, disabled_at: null };
    await db
      .insertInto('robots')
      .values({ ...robot, ...dates, secret_hash: 'x' })
      .execute();
  });
  afterAll(() => server.stop());

  const check = (
    who: keyof typeof users,
    subject: Check['subject'],
    action: Check['action'],
    repository = 'acme/web',
  ) => clients[who].call('createAccessCheck', { body: { subject, repository, action } });

  it.each(['user', 'robot', 'account'] as const)('tells that the %s is barred by its account', async (kind) => {
    const account = await server.createAccount(`closed-${kind}`);
    const { name } = await server.createUser(account, `closed-${kind}`);
    const robot = { id: newId(), account_id: account, organization_id: null, name: 'ci', login: `@closed-${kind}+ci` };
    const more = { description: '', secret_hash: 'x', created_at: 1, created_by: 'test', expires_at: null };
    await server.database.db
      .insertInto('robots')
      .values({ ...robot, ...more, disabled_at: null })
      .execute();
    await server.database.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', account).execute();
    const { body } = await check('root', { kind, name: kind === 'robot' ? robot.login : name }, 'pull');
    expect(body).toMatchObject({ allowed: false, reason: 'account-disabled' });
  });

  it.each<[keyof typeof users, Check['subject'], Check['action'], object]>([
    ['reader', { kind: 'me' }, 'pull', { allowed: true, because: 'level', subject: 'reader' }],
    ['reader', { kind: 'me' }, 'push', { allowed: false, reason: 'level-too-low', held: 'read', wanted: 'edit' }],
    ['stranger', { kind: 'me' }, 'pull', { allowed: true, because: 'share' }],
    ['stranger', { kind: 'me' }, 'push', { allowed: false, reason: 'not-a-member' }],
    ['manager', { kind: 'user', name: 'reader' }, 'delete', { allowed: false, reason: 'level-too-low' }],
    ['manager', { kind: 'user', name: 'gone' }, 'pull', { allowed: false, reason: 'user-disabled' }],
    ['manager', { kind: 'robot', name: 'acme+ci' }, 'pull', { allowed: false, reason: 'robot-expired' }],
    ['manager', { kind: 'account', name: 'other' }, 'pull', { allowed: true, because: 'share' }],
    ['manager', { kind: 'account', name: 'other' }, 'push', { allowed: false }],
    ['administrator', { kind: 'user', name: 'manager' }, 'delete', { allowed: true, because: 'level' }],
    ['root', { kind: 'user', name: 'stranger' }, 'pull', { allowed: true, because: 'share' }],
  ])('tells %s whether %o may %s: %o', async (who, subject, action, expected) => {
    const { status, body } = await check(who, subject, action);
    expect(status).toBe(200);
    expect(body).toMatchObject(expected);
    expect(body.message === null).toBe(body.allowed);
  });

  it('tells of others only who manages or administers, and of no foreign user at all', async () => {
    expect((await check('reader', { kind: 'user', name: 'manager' }, 'pull')).status).toBe(403);
    const foreign = [
      await check('manager', { kind: 'user', name: 'stranger' }, 'pull'),
      await check('manager', { kind: 'user', name: 'nobody-at-all' }, 'pull'),
      await check('administrator', { kind: 'account', name: 'other' }, 'pull', 'nowhere/web'),
    ];
    expect(foreign.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  it('says the same of an image that is hidden and of one that does not exist', async () => {
    await pushImage(server.services, { name: 'acme/secret', tags: ['v1'] });
    const [hidden, absent] = [
      await check('stranger', { kind: 'me' }, 'pull', 'acme/secret'),
      await check('stranger', { kind: 'me' }, 'pull', 'acme/absent'),
    ];
    expect(hidden.body.reason).toBe('repository-hidden');
    expect(JSON.stringify(hidden.body)).toBe(JSON.stringify(absent.body).replaceAll('acme/absent', 'acme/secret'));
    const invalid = await check('stranger', { kind: 'me' }, 'pull', 'acme/Web');
    expect(invalid.problem).toMatchObject({ code: 'invalid-input', detail: { reason: 'name-uppercase' } });
  });

  it('reads an error text, and finds the refusal that stands in it for who may see it', async () => {
    const refused = await clients.reader.call('createAccessCheck', {
      body: { subject: { kind: 'user', name: 'x' }, repository: 'acme/web', action: 'pull' },
    });
    const text = `denied: something (refusal ${refused.problem.detail.id})`;
    const own = await clients.reader.call('createDiagnosis', { body: { text } });
    expect(own.body).toMatchObject({
      cause: 'denied',
      refusal: { reason: 'forbidden', operation: 'createAccessCheck' },
    });
    const foreign = await clients.stranger.call('createDiagnosis', { body: { text } });
    expect(foreign.body).toMatchObject({ cause: 'denied', refusal: null });
    expect((await clients.reader.call('createDiagnosis', { body: { text: 'hm' } })).body).toEqual({
      cause: null,
      facts: {},
      refusal: null,
    });
  });

  it('says whether a login works, and slows guessing down', async () => {
    const { body: made } = await clients.reader.call('createLoginCommand');
    const ask = async (who: 'reader' | 'stranger', name: string, secret?: string) =>
      (await clients[who].call('createCredentialCheck', { body: { name, ...(secret && { password: secret }) } })).body;
    expect(await ask('reader', made.login)).toMatchObject({
      state: 'works',
      kind: 'temporary-login',
      expiresAt: made.expiresAt,
    });
    expect(await ask('reader', made.login, made.password)).toMatchObject({ state: 'works', kind: 'temporary-login' });
    expect(await ask('reader', 'reader', password)).toMatchObject({ state: 'works', kind: 'password' });
    expect(await ask('stranger', made.login)).toMatchObject({ state: 'unknown', kind: null, expiresAt: null });
    await clients.reader.call('removeLoginCommand', { params: { credential: made.id } });
    expect(await ask('reader', made.login)).toMatchObject({ state: 'refused', reason: 'revoked' });
    let last = await ask('stranger', 'manager', 'wrong 0');
    expect(last).toMatchObject({ state: 'refused', reason: 'unknown-or-wrong', kind: null });
    for (let n = 1; n < 6; n += 1) last = await ask('stranger', 'manager', `wrong ${n}`);
    expect(last).toMatchObject({
      state: 'refused',
      reason: 'too-many-attempts',
      retryAfterSeconds: expect.any(Number),
    });
  });

  it('shows how the server sees its caller', async () => {
    const { body } = await clients.reader.call('getConnection');
    expect(body).toMatchObject({
      address: '127.0.0.1',
      forwarded: false,
      door: { kind: 'public', range: null },
      origin: server.url,
    });
    expect(Math.abs(Date.parse(body.time) - Date.now())).toBeLessThan(60_000);
  });
});

describe('a certificate', () => {
  let tls: Server;
  let port: number;
  let knocked = 0;

  beforeAll(async () => {
    const pem = await makeCertificate(['localhost'], new Date());
    tls = createServer({ cert: pem, key: pem }).listen(0, '127.0.0.1');
    tls.on('connection', () => {
      knocked += 1;
    });
    tls.on('tlsClientError', () => {});
    await once(tls, 'listening');
    port = (tls.address() as AddressInfo).port;
  });
  afterAll(async () => {
    tls.close();
    await once(tls, 'close');
  });

  async function ask(publicUrl: string | undefined, address: string) {
    const server = await startConsoleServer({ config: { ...configSchema.parse({}), publicUrl } });
    try {
      const client = await server.as(await server.createUser(await server.createAccount('main'), 'ann'));
      const answer = await client.call('createCertificateCheck', { body: { address }, headers: {} });
      return { ...answer, url: server.url };
    } finally {
      await server.stop();
    }
  }

  it('is read at the public URL, with what is wrong with it', async () => {
    const { body } = await ask(`https://127.0.0.1:${port}`, `127.0.0.1:${port}`);
    expect(body).toMatchObject({ state: 'read', host: '127.0.0.1', forHost: false, inTime: true, trusted: false });
    expect(body.chain).toMatchObject([{ subject: 'localhost', issuer: 'localhost', names: ['localhost'] }]);
    expect(body.chain[0]?.fingerprint).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  });

  it('is looked for nowhere else: the server knocks at no address that a request names', async () => {
    const before = knocked;
    for (const address of [
      `127.0.0.1:${port}`,
      `https://localhost:${port}`,
      '10.0.0.1',
      'http://169.254.169.254/',
      '%',
    ]) {
      const { status, problem } = await ask(undefined, address);
      expect([address, status, problem.fields]).toEqual([
        address,
        400,
        [{ field: 'body.address', problem: 'not-this-server' }],
      ]);
    }
    expect(knocked).toBe(before);
  });

  it('is none where the caller came by plain http', async () => {
    const { body } = await ask(undefined, '');
    expect(body).toMatchObject({ state: 'plain', host: '127.0.0.1', chain: [] });
  });
});
