import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';

const organization = 'team';
let server: ConsoleServer;
let account: string;
let manager: TestUser;
let client: ConsoleClient;
let users = 0;
beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main');
  manager = await server.createUser(account, 'manager');
  await server.grant(await server.createOrganization(account, organization), manager, 'manage');
  client = await server.as(manager);
});
afterAll(() => server.stop());

function newUser() {
  users += 1;
  return server.createUser(account, `user-${users}`);
}

describe('grants', () => {
  it('open the organization at once, and close it at once', async () => {
    const user = await newUser();
    const other = await server.as(user);
    const params = { organization, user: user.id };
    const get = async () => {
      const { status, body } = await other.call('getOrganization', { params: { organization } });
      return status === 200 ? body.level : status;
    };
    expect(await get()).toBe(404);
    const put = await client.call('putGrant', { params, body: { level: 'edit' } });
    expect(put.body).toMatchObject({ user: { id: user.id, name: user.name }, level: 'edit', createdBy: 'manager' });
    expect(await get()).toBe('edit');
    await client.call('putGrant', { params, body: { level: 'read' } });
    expect(await get()).toBe('read');
    expect((await client.call('removeGrant', { params })).status).toBe(204);
    expect(await get()).toBe(404);
    expect((await client.call('removeGrant', { params })).status).toBe(404);
  });

  it('are never on oneself', async () => {
    const params = { organization, user: manager.id };
    const put = await client.call('putGrant', { params, body: { level: 'read' } });
    const removed = await client.call('removeGrant', { params });
    for (const { status, problem } of [put, removed]) expect([status, problem.code]).toEqual([409, 'not-on-yourself']);
    expect((await client.call('getOrganization', { params })).body.level).toBe('manage');
  });

  it('are for users of the account only', async () => {
    const foreign = await server.createUser(await server.createAccount('other'), 'foreign');
    for (const user of [foreign.id, 'nobody']) {
      const put = await client.call('putGrant', { params: { organization, user }, body: { level: 'read' } });
      expect([put.status, put.problem.code]).toEqual([404, 'not-found']);
    }
  });

  it('are offered to who has none and can sign in', async () => {
    const [free, granted, disabled] = [await newUser(), await newUser(), await newUser()];
    await client.call('putGrant', { params: { organization, user: granted.id }, body: { level: 'read' } });
    await server.database.db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', disabled.id).execute();
    const { body } = await client.call('listGrantCandidates', { params: { organization }, query: { q: 'USER-' } });
    const names = body.items.map(({ name }) => name);
    expect(names).toContain(free.name);
    for (const { name } of [granted, disabled, manager]) expect(names).not.toContain(name);
  });
});
