import { newId } from '@wharf/db';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCredentials } from '../../auth/credentials.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { resetPassword } from '../../reset-password.ts';

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

  it('works for other hours when its user wants that, and never for more than the server allows', async () => {
    const { client } = await newUser();
    for (const [hours, works] of [
      [undefined, 6],
      [2, 2],
      [24, 24],
    ] as const) {
      const { body } = await client.call('createLoginCommand', { body: { hours } });
      expect(Date.parse(body.expiresAt) - Date.parse(body.createdAt)).toBe(works * 60 * 60 * 1000);
    }
    for (const hours of [0, 25, 1.5]) {
      const { status, problem } = await client.call('createLoginCommand', { body: { hours } });
      expect([status, problem.code, problem.fields?.[0]?.field]).toEqual([400, 'invalid-input', 'body.hours']);
    }
    const { problem } = await client.call('createLoginCommand', { body: { hours: 25 } });
    expect([problem.message, problem.detail]).toMatchObject([
      expect.stringContaining('24 hours at most'),
      { longest: 24 },
    ]);
  });

  it('expires', async () => {
    const { user, client } = await newUser();
    const { body } = await client.call('createLoginCommand');
    server.advance(6 * 60 * 60 * 1000);
    expect(await check(body.login, body.password)).toEqual({ ok: false, reason: 'expired' });
    const later = await server.as(user);
    expect((await later.call('listLoginCommands')).body.items[0]?.state).toBe('expired');
  });

  it.each(['password', 'everywhere', 'reset', 'disabled', 'command'] as const)('ends with %s', async (how) => {
    const { user, client } = await newUser();
    const { body } = await client.call('createLoginCommand');
    const other = await newUser();
    const { body: kept } = await other.client.call('createLoginCommand');
    expect((await check(body.login, body.password)).ok).toBe(true);
    const params = { user: user.id };
    const change = { reset: { password: 'a new long password' }, disabled: { disabled: true } };
    if (how === 'everywhere') expect((await client.call('signOutEverywhere')).status).toBe(204);
    else if (how === 'command') expect(await resetPassword(server.database, user.name)).toBeDefined();
    else if (how === 'password') {
      const passwords = { current: password, next: 'a new long password' };
      expect((await client.call('changePassword', { body: passwords })).status).toBe(204);
    } else {
      const boss = await server.as(await server.createUser(account, `boss-${how}`, 'account-administrator'));
      expect((await boss.call('updateUser', { params, body: change[how] })).status).toBe(200);
    }
    expect(await check(body.login, body.password)).toEqual({ ok: false, reason: 'revoked' });
    expect((await check(kept.login, kept.password)).ok).toBe(true);
  });

  it('is refused to who has a hundred that work', async () => {
    const { user, client } = await newUser();
    const { body } = await client.call('createLoginCommand');
    const { db } = server.database;
    const row = await db
      .selectFrom('temporary_credentials')
      .selectAll()
      .where('id', '=', body.id)
      .executeTakeFirstOrThrow();
    const more = Array.from({ length: 99 }, (_, number) => ({ ...row, id: newId(), login: `${user.name}-${number}` }));
    await db.insertInto('temporary_credentials').values(more).execute();
    const { status, problem } = await client.call('createLoginCommand');
    expect([status, problem.code, problem.detail]).toMatchObject([
      403,
      'quota-used-up',
      { reason: 'temporary-login-limit', used: 100, limit: 100 },
    ]);
    await client.call('removeLoginCommand', { params: { credential: body.id } });
    expect((await client.call('createLoginCommand')).status).toBe(201);
  });
});
