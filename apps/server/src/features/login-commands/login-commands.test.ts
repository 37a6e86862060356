import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCredentials } from '../../auth/credentials.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';

let server: ConsoleServer;
let account: string;
let users = 0;
beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main');
});
afterAll(() => server.stop());

async function newUser(): Promise<{ user: TestUser; client: ConsoleClient }> {
  users += 1;
  const user = await server.createUser(account, `user-${users}`);
  return { user, client: await server.as(user) };
}

function check(login: string, secret: string) {
  const { attempts, now } = server.services;
  const credentials = createCredentials({ db: server.database.db, attempts, now, used: () => {} });
  return credentials.check(login, secret, undefined);
}

describe('a login command', () => {
  it('works for docker login as its user, and its password is told once', async () => {
    const { user, client } = await newUser();
    const { status, body } = await client.call('createLoginCommand');
    expect(status).toBe(201);
    expect(body.login).toMatch(/^tmp-[a-z2-9]{8}$/);
    expect(body.password).toMatch(/^[0-9a-f]{64}$/);
    expect(body.registryHost).toBe(new URL(server.url).host);
    expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(6 * 60 * 60 * 1000);
    expect(await check(body.login, body.password)).toMatchObject({ ok: true, actor: { id: user.id } });
    const list = await client.call('listLoginCommands');
    expect(list.body.items).toMatchObject([{ id: body.id, login: body.login, state: 'active', lastUsedAt: null }]);
    const stored = [
      await server.database.db.selectFrom('temporary_credentials').selectAll().execute(),
      await server.database.db.selectFrom('events').selectAll().execute(),
      list.body,
    ];
    expect(JSON.stringify(stored)).not.toContain(body.password);
  });

  it('is dead at once when it is revoked, by its user only', async () => {
    const [{ client }, { client: stranger }] = [await newUser(), await newUser()];
    const { body } = await client.call('createLoginCommand');
    const params = { credential: body.id };
    expect((await stranger.call('removeLoginCommand', { params })).status).toBe(404);
    expect((await stranger.call('listLoginCommands')).body.items).toEqual([]);
    expect((await check(body.login, body.password)).ok).toBe(true);
    for (let time = 0; time < 2; time += 1) {
      expect((await client.call('removeLoginCommand', { params })).status).toBe(204);
    }
    expect(await check(body.login, body.password)).toEqual({ ok: false, reason: 'revoked' });
    expect((await client.call('listLoginCommands')).body.items[0]?.state).toBe('revoked');
  });

  it('expires', async () => {
    const { user, client } = await newUser();
    const { body } = await client.call('createLoginCommand');
    server.advance(6 * 60 * 60 * 1000);
    expect(await check(body.login, body.password)).toEqual({ ok: false, reason: 'expired' });
    const later = await server.as(user);
    expect((await later.call('listLoginCommands')).body.items[0]?.state).toBe('expired');
  });
});
