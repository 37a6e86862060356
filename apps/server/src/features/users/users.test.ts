import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';

let server: ConsoleServer;
let account: string;
let administrator: TestUser;
let client: ConsoleClient;
beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main');
  administrator = await server.createUser(account, 'administrator', 'account-administrator');
  client = await server.as(administrator);
});
afterAll(() => server.stop());

describe('users', () => {
  it('can sign in once created, and their name is taken from then on', async () => {
    const body = { name: 'newcomer', password: 'a long enough one' };
    const created = await client.call('createUser', { body });
    expect(created.body).toMatchObject({ name: 'newcomer', role: 'member', disabled: false, lastSignedInAt: null });
    const again = await client.call('createUser', { body });
    expect([again.status, again.problem.fields]).toEqual([409, [{ field: 'body.name', problem: 'name-taken' }]]);
    expect((await server.visitor().call('signIn', { body: { user: body.name, password: body.password } })).status).toBe(
      200,
    );
    const { body: list } = await client.call('listUsers', { query: { q: 'newc' } });
    expect(list.items).toEqual([{ ...created.body, lastSignedInAt: expect.any(String) }]);
    const events = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'UserCreated')
      .execute();
    expect(events).toHaveLength(1);
    expect(events[0]?.payload).toBe(
      JSON.stringify({ user: 'newcomer', role: 'member', consoleAccess: true, programmaticAccess: true }),
    );
  });

  it.each([
    [{ disabled: true }, 403],
    [{ password: 'another long one' }, 401],
  ])('lose their sessions by %j', async (change, refusal) => {
    const user = await server.createUser(account, `loses-${Object.keys(change)[0]}`);
    const session = await server.as(user);
    expect((await session.call('getSession')).status).toBe(200);
    expect((await client.call('updateUser', { params: { user: user.id }, body: change })).status).toBe(200);
    expect((await session.call('getSession')).status).toBe(401);
    const { status } = await server.visitor().call('signIn', { body: { user: user.name, password } });
    expect(status).toBe(refusal);
  });

  it('come back when they are enabled again', async () => {
    const user = await server.createUser(account, 'returns');
    const params = { user: user.id };
    await client.call('updateUser', { params, body: { disabled: true } });
    expect((await client.call('updateUser', { params, body: { disabled: false } })).body.disabled).toBe(false);
    expect((await server.visitor().call('signIn', { body: { user: user.name, password } })).status).toBe(200);
  });

  it('do not disable, demote or reset themselves', async () => {
    const params = { user: administrator.id };
    for (const body of [{ disabled: true }, { role: 'member' as const }, { password: 'another long one' }]) {
      const { status, problem } = await client.call('updateUser', { params, body });
      expect([status, problem.code]).toEqual([409, 'not-on-yourself']);
    }
    expect((await client.call('updateUser', { params, body: { role: 'account-administrator' } })).status).toBe(200);
  });

  it('always leave an administrator when two demote each other at once', async () => {
    const place = await server.createAccount('duel');
    const duel = await Promise.all(
      ['first', 'second'].map((name) => server.createUser(place, name, 'account-administrator')),
    );
    const clients = await Promise.all(duel.map((user) => server.as(user)));
    const answers = await Promise.all(
      clients.map((each, index) =>
        each.call('updateUser', { params: { user: duel[1 - index]?.id ?? '' }, body: { role: 'member' } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 403]);
  });
});
