import { changesPath, eventExportPath } from '@wharf/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';

describe.each(dialects)('accounts on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let own: string;
  let root: TestUser;
  let client: ConsoleClient;
  let made = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    own = await server.createAccount('main');
    root = await server.createUser(own, 'root', 'system-administrator');
    client = await server.as(root);
  });
  afterAll(() => server.stop());

  const secret = 'a long enough one';

  async function newAccount(more: { quotas?: object; mustChangePassword?: boolean } = {}) {
    made += 1;
    const name = `tenant${made}`;
    const administrator = {
      name: `boss${made}`,
      password: secret,
      mustChangePassword: more.mustChangePassword ?? false,
    };
    const created = await client.call('createAccount', { body: { name, administrator, quotas: more.quotas ?? {} } });
    expect(created.status).toBe(201);
    return { name, user: administrator.name, account: created.body };
  }

  const signIn = async (user: string, text = secret) => {
    const visitor = server.visitor();
    const answer = await visitor.call('signIn', { body: { user, password: text } });
    return { visitor, answer };
  };

  it('begin with an administrator, who can sign in, and with the configured quotas where none are said', async () => {
    const { name, user, account } = await newAccount({ quotas: { bytes: 1000 } });
    expect(account).toMatchObject({
      name,
      disabled: false,
      users: 1,
      use: { organizations: 0, repositories: 0, bytes: 0 },
      quotas: { organizations: 5, repositories: null, tags: null, bytes: 1000 },
    });
    const { visitor, answer } = await signIn(user);
    expect(answer.body).toMatchObject({ user: { name: user, role: 'account-administrator', account: name } });
    expect((await visitor.call('getQuota')).body).toEqual({ account: name, use: account.use, quotas: account.quotas });
    const events = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'AccountCreated')
      .where('account_id', '=', account.id)
      .execute();
    expect(events).toHaveLength(1);
    expect(events[0]?.payload).not.toContain(secret);
  });

  it('are made whole or not at all: neither name may be taken', async () => {
    const { name, user } = await newAccount();
    const administrator = { name: 'unused-name', password: secret };
    const taken = await client.call('createAccount', { body: { name, administrator } });
    expect([taken.status, taken.problem.fields]).toEqual([409, [{ field: 'body.name', problem: 'name-taken' }]]);
    const other = await client.call('createAccount', {
      body: { name: 'never-made', administrator: { name: user, password: secret } },
    });
    expect(other.problem.fields).toEqual([{ field: 'body.administrator.name', problem: 'name-taken' }]);
    expect((await client.call('getAccount', { params: { account: 'never-made' } })).status).toBe(404);
  });

  it('are listed with what they use', async () => {
    const { name, account } = await newAccount({ quotas: { repositories: 7, organizations: null } });
    await server.createOrganization(account.id, `of-${name}`);
    await pushImage(server.services, { name: `of-${name}/web`, tags: ['a', 'b'] });
    await pushImage(server.services, { name: `of-${name}/api`, tags: ['a'] });
    const { body } = await client.call('listAccounts', { query: { q: name } });
    expect(body.items).toMatchObject([
      {
        name,
        use: { organizations: 1, repositories: 2, bytes: expect.any(Number) },
        quotas: { organizations: null, repositories: 7, tags: null, bytes: null },
      },
    ]);
    expect(body.items[0]?.use.bytes).toBeGreaterThan(0);
    expect(body.defaultQuotas).toEqual({ organizations: 5, repositories: null, tags: null, bytes: null });
    expect((await client.call('getAccount', { params: { account: name } })).body).toEqual(body.items[0]);
  });

  it('keep their images while disabled, but let nobody in, and come back as they were', async () => {
    const { name, user, account } = await newAccount();
    const { visitor } = await signIn(user);
    const login = (await visitor.call('createLoginCommand')).body;
    const change = (disabled: boolean) =>
      client.call('updateAccount', { params: { account: name }, body: { disabled } });
    expect((await change(true)).body.disabled).toBe(true);
    expect((await visitor.call('getSession')).status).toBe(401);
    const refused = (await signIn(user)).answer;
    expect([refused.status, refused.problem.code, refused.problem.detail]).toMatchObject([
      403,
      'entry-refused',
      { reason: 'account-disabled' },
    ]);
    expect((await signIn(user, 'not the password')).answer.problem.code).toBe('wrong-credentials');
    const check = () => server.services.credentials.check(login.login, login.password, undefined);
    expect(await check()).toEqual({ ok: false, reason: 'account-disabled' });
    const revoked = server.database.db
      .selectFrom('revocations')
      .selectAll()
      .where('subject', '=', `account:${account.id}`);
    expect(await revoked.execute()).toHaveLength(1);
    expect((await change(false)).body.disabled).toBe(false);
    expect((await signIn(user)).answer.status).toBe(200);
    expect(await check()).toMatchObject({ ok: true });
  });

  it('change their quotas one by one, and nothing is lost by a smaller one', async () => {
    const { name, account } = await newAccount({ quotas: { organizations: null } });
    await server.createOrganization(account.id, `kept-${name}`);
    await pushImage(server.services, { name: `kept-${name}/web`, tags: ['a', 'b'] });
    const set = { tags: 1, bytes: 0, organizations: 0 };
    const { body } = await client.call('updateAccount', { params: { account: name }, body: { quotas: set } });
    expect(body.quotas).toEqual({ organizations: 0, repositories: null, tags: 1, bytes: 0 });
    expect(body.use).toMatchObject({ organizations: 1, repositories: 1 });
    await expect(pushImage(server.services, { name: `kept-${name}/web`, tags: ['c'] })).rejects.toMatchObject({
      code: 'DENIED',
      detail: { reason: 'tag-quota', used: 2, limit: 1 },
    });
  });

  it('are deleted when they have no organization, with their users', async () => {
    const { name, user, account } = await newAccount();
    const params = { account: name };
    const organization = await server.createOrganization(account.id, `last-${name}`);
    const full = await client.call('removeAccount', { params });
    expect([full.status, full.problem.code, full.problem.detail.reason]).toEqual([409, 'not-empty', 'organizations']);
    await server.database.db.deleteFrom('organizations').where('id', '=', organization).execute();
    expect((await client.call('removeAccount', { params })).status).toBe(204);
    expect((await client.call('getAccount', { params })).status).toBe(404);
    expect((await signIn(user)).answer.status).toBe(401);
  });

  it('leave their administrator in', async () => {
    const params = { account: 'main' };
    for (const refused of [
      await client.call('updateAccount', { params, body: { disabled: true } }),
      await client.call('removeAccount', { params }),
    ]) {
      expect([refused.status, refused.problem.code]).toEqual([409, 'not-on-own-account']);
    }
  });

  it('have users whom system administrators manage too, and administrators of other accounts never see', async () => {
    const { name, user } = await newAccount();
    const { visitor } = await signIn(user);
    const input = { name: `${name}-user`, password: secret };
    const created = await client.call('createUser', { body: { ...input, account: name } });
    expect(created.status).toBe(201);
    const list = await visitor.call('listUsers');
    expect(list.body.items.map((each) => each.name)).toEqual([user, input.name]);
    expect((await client.call('listUsers', { query: { account: name } })).body.items).toEqual(list.body.items);
    expect((await visitor.call('listUsers', { query: { account: 'main' } })).status).toBe(404);
    expect((await visitor.call('createUser', { body: { ...input, name: 'x', account: 'main' } })).status).toBe(404);
    const params = { user: created.body.id };
    expect((await client.call('updateUser', { params, body: { disabled: true } })).body.disabled).toBe(true);
    expect((await client.call('removeUser', { params })).status).toBe(204);
    expect((await visitor.call('removeUser', { params: { user: root.id } })).status).toBe(404);
  });

  it('always leave a system administrator when two of different accounts delete each other at once', async () => {
    const other = await server.createAccount(`duel${made}`);
    const rivals = [
      await server.createUser(own, `rival${made}a`, 'system-administrator'),
      await server.createUser(other, `rival${made}b`, 'system-administrator'),
    ];
    const clients = await Promise.all(rivals.map((user) => server.as(user)));
    const answers = await Promise.all(
      clients.map((each, index) => each.call('removeUser', { params: { user: rivals[1 - index]?.id ?? '' } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
  });

  it.each([
    ['disable the account of', 'updateAccount'],
    ['take the console from', 'updateUser'],
  ] as const)(
    'always leave a system administrator when two of different accounts %s each other at once',
    async (_, operation) => {
      const names = [`${operation.toLowerCase()}${made}a`, `${operation.toLowerCase()}${made}b`];
      const rivals = await Promise.all(
        names.map(async (name) => server.createUser(await server.createAccount(name), name, 'system-administrator')),
      );
      const clients = await Promise.all(rivals.map((user) => server.as(user)));
      const answers = await Promise.all(
        clients.map((each, index) => {
          const { id = '', name = '' } = rivals[1 - index] ?? {};
          return operation === 'updateUser'
            ? each.call(operation, { params: { user: id }, body: { consoleAccess: false } })
            : each.call(operation, { params: { account: name }, body: { disabled: true } });
        }),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
    },
  );

  describe('a user', () => {
    const newUser = async (more: object) => {
      made += 1;
      const body = { name: `user${made}`, password: secret, ...more };
      return (await client.call('createUser', { body })).body;
    };

    it('without console access cannot sign in, and learns why by the right password only', async () => {
      const user = await newUser({ consoleAccess: false });
      const { answer } = await signIn(user.name);
      expect([answer.status, answer.problem.detail.reason]).toEqual([403, 'no-console-access']);
      expect((await signIn(user.name, 'not the password')).answer.status).toBe(401);
      expect(await server.services.credentials.check(user.name, secret, undefined)).toMatchObject({ ok: true });
    });

    it('without programmatic access cannot log in with clients', async () => {
      const user = await newUser({ programmaticAccess: false });
      expect((await signIn(user.name)).answer.status).toBe(200);
      const outcome = await server.services.credentials.check(user.name, secret, undefined);
      expect(outcome).toEqual({ ok: false, reason: 'no-programmatic-access' });
    });

    it('loses sessions with console access, and comes back with it', async () => {
      const user = await newUser({});
      const { visitor } = await signIn(user.name);
      const change = (consoleAccess: boolean) =>
        client.call('updateUser', { params: { user: user.id }, body: { consoleAccess } });
      expect((await change(false)).body).toMatchObject({ consoleAccess: false, programmaticAccess: true });
      expect((await visitor.call('getSession')).status).toBe(401);
      await change(true);
      expect((await signIn(user.name)).answer.status).toBe(200);
    });

    it('whose password somebody else set can do nothing but choose another one', async () => {
      const user = await newUser({ mustChangePassword: true });
      expect(await server.services.credentials.check(user.name, secret, undefined)).toEqual({
        ok: false,
        reason: 'password-change-needed',
      });
      const { visitor, answer } = await signIn(user.name);
      expect(answer.body).toHaveProperty('mustChangePassword', true);
      const refused = await visitor.call('listOrganizations');
      expect([refused.status, refused.problem.code]).toEqual([403, 'password-change-needed']);
      const image = '/organizations/acme/repositories/web';
      const file = `${image}/manifests/sha256:${'a'.repeat(64)}/file?path=etc/passwd`;
      for (const path of [changesPath, eventExportPath, `${image}/download?tag=v1`, file]) {
        const { status, text } = await visitor.send('GET', `/api${path}`);
        expect([path, status, JSON.parse(text).code]).toEqual([path, 403, 'password-change-needed']);
      }
      const change = (next: string) => visitor.call('changePassword', { body: { current: secret, next } });
      expect((await change(secret)).problem.fields).toEqual([{ field: 'body.next', problem: 'password-same' }]);
      expect((await change('one of my own now')).status).toBe(204);
      expect((await visitor.call('getSession')).body.mustChangePassword).toBe(false);
      expect((await visitor.call('listOrganizations')).status).toBe(200);
      const outcome = await server.services.credentials.check(user.name, 'one of my own now', undefined);
      expect(outcome).toMatchObject({ ok: true });
    });

    it('takes grants and sessions along when deleted, and stays in what is told of him', async () => {
      const user = await newUser({});
      const { visitor } = await signIn(user.name);
      await visitor.call('createOrganization', { body: { name: `by-${user.name}` } });
      expect((await client.call('removeUser', { params: { user: user.id } })).status).toBe(204);
      expect((await visitor.call('getSession')).status).toBe(401);
      const left = await client.call('getOrganization', { params: { organization: `by-${user.name}` } });
      expect(left.body.createdBy).toBe(user.name);
      const grants = await client.call('listGrants', { params: { organization: `by-${user.name}` } });
      expect(grants.body.items).toEqual([]);
      const again = await client.call('removeUser', { params: { user: user.id } });
      expect(again.status).toBe(404);
      expect((await client.call('removeUser', { params: { user: root.id } })).problem.code).toBe('not-on-yourself');
    });
  });

  it('refuse members of all accounts', async () => {
    const member = await server.as(await server.createUser(own, `plain${made}`));
    expect((await member.call('getQuota')).body.account).toBe('main');
    expect((await member.call('listAccounts')).problem.code).toBe('forbidden');
  });
});
