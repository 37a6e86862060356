import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loginKeyOf } from '../../auth/access-keys.ts';
import { createCredentials } from '../../auth/credentials.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';

describe.each(dialects)('access keys on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let users = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main');
  });
  afterAll(() => server.stop());

  async function newUser(): Promise<{ user: TestUser; client: ConsoleClient }> {
    users += 1;
    const user = await server.createUser(account, `user-${users}`);
    return { user, client: await server.as(user) };
  }

  function check(id: string, secret: string) {
    const { attempts, now, database } = server.services;
    const credentials = createCredentials({ db: database.db, attempts, now, used: () => {} });
    return credentials.check(id, loginKeyOf(id, secret), undefined);
  }

  const revocationOf = async (id: string) =>
    (
      await server.database.db
        .selectFrom('revocations')
        .select('at')
        .where('subject', '=', `credential:${id}`)
        .execute()
    ).length;

  it('logs in as its user; its secret and its login key are stored nowhere', async () => {
    const { user, client } = await newUser();
    const { status, body } = await client.call('createAccessKey');
    expect(status).toBe(201);
    expect(body.id).toMatch(/^WK[A-Z0-9]{18}$/);
    expect(body.secret).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(await check(body.id, body.secret)).toMatchObject({ ok: true, actor: { id: user.id } });
    const { db } = server.database;
    const list = await client.call('listAccessKeys');
    expect(list.body.items).toEqual([
      { id: body.id, createdAt: body.createdAt, lastUsedAt: null, lastUsedFrom: null, state: 'active' },
    ]);
    const kept = JSON.stringify([
      await db.selectFrom('access_keys').selectAll().execute(),
      await db.selectFrom('events').selectAll().execute(),
      server.logged,
      list.body,
    ]);
    for (const secret of [body.secret, loginKeyOf(body.id, body.secret)]) expect(kept).not.toContain(secret);
  });

  it('are two at most, also when more are asked for at once', async () => {
    const { client } = await newUser();
    const answers = await Promise.all([1, 2, 3].map(() => client.call('createAccessKey')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 403]);
    expect(answers.find(({ status }) => status === 403)?.problem).toMatchObject({
      code: 'quota-used-up',
      detail: { reason: 'access-key-limit', used: 2, limit: 2 },
    });
    const { items } = (await client.call('listAccessKeys')).body;
    await client.call('removeAccessKey', { params: { key: items[0]?.id ?? '' } });
    expect((await client.call('createAccessKey')).status).toBe(201);
  });

  it('are disabled, enabled and removed, and each time that one stops its tokens stop', async () => {
    const { client } = await newUser();
    const { id, secret } = (await client.call('createAccessKey')).body;
    const params = { key: id };
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await client.call('updateAccessKey', { params, body: { disabled: true } });
      expect([status, body.state]).toEqual([200, 'disabled']);
    }
    expect(await check(id, secret)).toEqual({ ok: false, reason: 'key-disabled' });
    expect(await revocationOf(id)).toBe(1);
    await client.call('updateAccessKey', { params, body: { disabled: false } });
    expect(await check(id, secret)).toMatchObject({ ok: true });
    expect((await client.call('removeAccessKey', { params })).status).toBe(204);
    expect(await check(id, secret)).toEqual({ ok: false, reason: 'key-unknown-or-wrong' });
    expect((await client.call('removeAccessKey', { params })).status).toBe(404);
    const types = (await server.database.db.selectFrom('events').select(['type', 'payload']).orderBy('id').execute())
      .filter(({ payload }) => payload.includes(id))
      .map(({ type }) => type);
    expect(types).toEqual(['AccessKeyCreated', 'AccessKeyUpdated', 'AccessKeyUpdated', 'AccessKeyRemoved']);
  });

  it('are for users with programmatic access only, and stop when that is switched off', async () => {
    const { user, client } = await newUser();
    const { id, secret } = (await client.call('createAccessKey')).body;
    const row = server.database.db.updateTable('users').where('id', '=', user.id);
    await row.set({ programmatic_access: 0 }).execute();
    expect(await check(id, secret)).toEqual({ ok: false, reason: 'no-programmatic-access' });
    for (const operation of ['createAccessKey', 'createLoginCommand'] as const) {
      const { status, problem } = await client.call(operation);
      expect([status, problem.code, problem.detail.reason]).toEqual([403, 'entry-refused', 'no-programmatic-access']);
    }
  });

  it('are their user’s alone', async () => {
    const [{ client }, { client: stranger }] = [await newUser(), await newUser()];
    const { id } = (await client.call('createAccessKey')).body;
    expect((await stranger.call('listAccessKeys')).body.items).toEqual([]);
    const params = { key: id };
    expect((await stranger.call('updateAccessKey', { params, body: { disabled: true } })).status).toBe(404);
    expect((await stranger.call('removeAccessKey', { params })).status).toBe(404);
    for (const operation of ['listAccessKeys', 'createAccessKey'] as const) {
      expect((await server.visitor().call(operation)).status).toBe(401);
    }
    expect((await client.call('listAccessKeys')).body.items).toHaveLength(1);
  });
});
