import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempts } from '../../auth/attempts.ts';
import { sessionsAtOnce } from '../../auth/sessions.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';

const minute = 60_000;
let server: ConsoleServer;
let account: string;
let users = 0;
beforeAll(async () => {
  server = await startConsoleServer();
  account = await server.createAccount('main');
});
afterAll(() => server.stop());

// A clock that one test moves would end the sessions of another: each makes its own after moving.
function newUser(role?: Parameters<ConsoleServer['createUser']>[2]): Promise<TestUser> {
  users += 1;
  return server.createUser(account, `user-${users}`, role);
}

describe('signing in', () => {
  it('gives a session in an HttpOnly cookie whose secret is stored as a hash only', async () => {
    const user = await newUser();
    const client = server.visitor();
    const { body, headers } = await client.call('signIn', { body: { user: user.name, password } });
    expect(body).toMatchObject({ user: { id: user.id, name: user.name, role: 'member', account: 'main' } });
    const cookie = headers.getSetCookie()[0];
    expect(cookie).toMatch(/^wharf_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/);
    const secret = cookie?.slice('wharf_session='.length, cookie.indexOf(';'));
    const rows = await server.database.db.selectFrom('sessions').selectAll().where('user_id', '=', user.id).execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect((await client.call('getSession')).body).toEqual(body);
  });

  it('sets a __Host- cookie with Secure over https', async () => {
    const user = await newUser();
    const { headers } = await server.visitor().call('signIn', {
      body: { user: user.name, password },
      headers: { 'x-test-scheme': 'https' },
    });
    expect(headers.getSetCookie()[0]).toMatch(
      /^__Host-wharf_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  it('takes a user name with capitals', async () => {
    const user = await newUser();
    const { status } = await server.visitor().call('signIn', { body: { user: user.name.toUpperCase(), password } });
    expect(status).toBe(200);
  });

  it('refuses a wrong password and an unknown user alike, and tells a disabled user only after the right one', async () => {
    const user = await newUser();
    const disabled = await newUser();
    await server.database.db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', disabled.id).execute();
    const refused = await Promise.all(
      [
        { user: user.name, password: 'wrong' },
        { user: 'nobody-of-that-name', password },
        { user: disabled.name, password: 'wrong' },
      ].map((body) => server.visitor().call('signIn', { body })),
    );
    const alike = refused[0]?.problem.detail;
    expect(alike).toMatchObject({ reason: 'unknown-or-wrong', help: { who: 'yourself', names: [] } });
    for (const { status, problem } of refused) {
      expect({ status, ...problem, requestId: '' }).toEqual({
        status: 401,
        code: 'wrong-credentials',
        message: 'the user name or the password is wrong',
        requestId: '',
        detail: { ...alike, id: problem.detail.id },
        fields: [],
      });
    }
    const told = await server.visitor().call('signIn', { body: { user: disabled.name, password } });
    expect([told.status, told.problem.detail]).toMatchObject([403, { reason: 'user-disabled' }]);
  });

  it('never goes on with a session that the browser brought along', async () => {
    const [attacker, victim] = [await newUser(), await newUser()];
    const planted = await server.as(attacker);
    const before = planted.cookie;
    await planted.call('signIn', { body: { user: victim.name, password } });
    expect(planted.cookie).not.toBe(before);
    const old = server.visitor();
    old.cookie = before;
    expect((await old.call('getSession')).status).toBe(401);
    const unknown = server.visitor();
    unknown.cookie = `wharf_session=${'x'.repeat(43)}`;
    await unknown.call('signIn', { body: { user: victim.name, password } });
    expect(unknown.cookie).not.toContain('xxx');
  });

  it('makes guessers wait, and tells how long', async () => {
    let at = Date.now();
    const own = await startConsoleServer({ attempts: createAttempts(() => at) });
    const [user, other] = await Promise.all(
      ['guessed', 'other'].map(async (name) => own.createUser(await own.createAccount(name), name)),
    );
    const attempt = (name: string | undefined, guess = password) =>
      own.visitor().call('signIn', { body: { user: name ?? '', password: guess } });
    for (let count = 0; count < 5; count += 1) await attempt(user?.name, `guess ${count}`);
    const blocked = await attempt(user?.name);
    const sameAddress = await attempt(other?.name);
    at += 1_000;
    const later = await attempt(user?.name);
    await own.stop();
    expect([blocked.status, blocked.problem.code, blocked.problem.detail]).toMatchObject([
      429,
      'too-many-attempts',
      { seconds: 1 },
    ]);
    expect(blocked.headers.get('retry-after')).toBe('1');
    expect([sameAddress.status, later.status]).toEqual([200, 200]);
    expect(own.logged.filter(({ message }) => message === 'sign-in refused')).toHaveLength(5);
  });

  it('does not tell more outcomes of guesses that were made all at once', async () => {
    // The clock stands: how long a password takes to verify has no say.
    const at = Date.now();
    const attempts = createAttempts(() => at);
    const own = await startConsoleServer({ attempts });
    const user = await own.createUser(await own.createAccount('main'), 'guessed');
    const guesses = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((guess) =>
      own.visitor().call('signIn', { body: { user: user.name, password: guess } }),
    );
    const statuses = (await Promise.all(guesses)).map(({ status }) => status);
    await own.stop();
    expect(statuses.sort()).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });
});

describe('a session', () => {
  it('ends when it was idle too long, and lives on while it is used', async () => {
    const client = await server.as(await newUser());
    for (let count = 0; count < 3; count += 1) {
      server.advance(50 * minute);
      expect((await client.call('getSession')).status).toBe(200);
    }
    server.advance(61 * minute);
    expect((await client.call('getSession')).status).toBe(401);
  });

  it('ends when its user begins more than a hundred after it was last used', async () => {
    const user = await newUser();
    const oldest = await server.as(user);
    const used = await server.as(user);
    const { db } = server.database;
    const mine = db.selectFrom('sessions').selectAll().where('user_id', '=', user.id);
    const [row] = await mine.orderBy('id', 'desc').limit(1).execute();
    if (!row) throw new Error('no session');
    const others = Array.from({ length: sessionsAtOnce - 2 }, (_, index) => {
      return { ...row, id: `${user.id}-${index}`, secret_hash: `${user.id}-${index}` };
    });
    await db.insertInto('sessions').values(others).execute();
    server.advance(2 * minute);
    expect((await used.call('getSession')).status).toBe(200);
    await server.as(user);
    expect((await oldest.call('getSession')).status).toBe(401);
    expect((await used.call('getSession')).status).toBe(200);
    expect(await mine.execute()).toHaveLength(sessionsAtOnce);
  });

  it('ends at its absolute age, however much it is used', async () => {
    const client = await server.as(await newUser());
    for (let count = 0; count < 14; count += 1) {
      server.advance(51 * minute);
      expect((await client.call('getSession')).status).toBe(200);
    }
    server.advance(7 * minute);
    expect((await client.call('getSession')).status).toBe(401);
  });

  it('records its use once a minute at most', async () => {
    const user = await newUser();
    const client = await server.as(user);
    const usedAt = async () => {
      await client.call('getSession');
      const row = await server.database.db
        .selectFrom('sessions')
        .select('used_at')
        .where('user_id', '=', user.id)
        .executeTakeFirstOrThrow();
      return row.used_at;
    };
    const first = await usedAt();
    server.advance(30_000);
    expect(await usedAt()).toBe(first);
    server.advance(31_000);
    expect(await usedAt()).toBeGreaterThan(first);
  });

  it('is gone after signing out, together with its cookie', async () => {
    const client = await server.as(await newUser());
    const copy = server.visitor();
    copy.cookie = client.cookie;
    expect((await client.call('signOut')).body).toEqual({ elsewhere: null });
    expect(client.cookie).toBeUndefined();
    expect((await copy.call('getSession')).status).toBe(401);
  });

  it('can be listed and ended from another one of the user, and of nobody else', async () => {
    const user = await newUser();
    const [here, there, stranger] = [await server.as(user), await server.as(user), await server.as(await newUser())];
    const { body } = await here.call('listSessions');
    expect(body.items.map(({ current }) => current).sort()).toEqual([false, true]);
    const other = body.items.find(({ current }) => !current)?.id ?? '';
    expect((await stranger.call('removeSession', { params: { session: other } })).status).toBe(404);
    expect((await here.call('removeSession', { params: { session: other } })).status).toBe(204);
    expect((await there.call('getSession')).status).toBe(401);
    expect((await here.call('getSession')).status).toBe(200);
  });

  it('ends with all others by signing out everywhere', async () => {
    const user = await newUser();
    const [here, there] = [await server.as(user), await server.as(user)];
    expect((await here.call('signOutEverywhere')).status).toBe(204);
    for (const client of [here, there]) expect((await client.call('getSession')).status).toBe(401);
  });

  it('survives the change of the password in it; the others end', async () => {
    const user = await newUser();
    const [here, there] = [await server.as(user), await server.as(user)];
    const wrong = await here.call('changePassword', { body: { current: 'not it', next: 'a new long password' } });
    expect(wrong.problem.code).toBe('wrong-credentials');
    await server.services.logins.flush();
    const refused = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'PasswordRefused')
      .where('author_name', '=', user.name)
      .execute();
    expect(refused).toMatchObject([
      { result: 'refused', account_id: user.accountId, credential_kind: 'session', address: '127.0.0.1' },
    ]);
    expect(JSON.parse(refused[0]?.payload ?? '')).toEqual({ reason: 'wrong-credentials' });
    const short = await here.call('changePassword', { body: { current: password, next: 'short' } });
    expect(short.problem.fields).toEqual([{ field: 'body.next', problem: 'password-short' }]);
    const right = await here.call('changePassword', { body: { current: password, next: 'a new long password' } });
    expect(right.status).toBe(204);
    expect((await here.call('getSession')).status).toBe(200);
    expect((await there.call('getSession')).status).toBe(401);
    const { status } = await server
      .visitor()
      .call('signIn', { body: { user: user.name, password: 'a new long password' } });
    expect(status).toBe(200);
  });
});
