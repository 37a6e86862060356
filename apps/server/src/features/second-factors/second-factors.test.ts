import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAttempts } from '../../auth/attempts.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';

const step = 30_000;

describe.each(dialects)('a second factor ($dialect)', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let users = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main');
  });
  afterAll(() => server.stop());

  const codeOf = (secret: string, steps = 0) =>
    TOTP.generate({
      secret: Secret.fromBase32(secret),
      timestamp: server.services.now().getTime() + steps * step,
    });
  const newUser = (): Promise<TestUser> => {
    users += 1;
    return server.createUser(account, `user-${users}`);
  };
  /** A user with a second factor in force. The clock then stands a step later, so that the next code is a new one. */
  async function enrolled() {
    const user = await newUser();
    const client = await server.as(user);
    const { body: begun } = await client.call('beginSecondFactor', { body: { password } });
    const confirmed = await client.call('confirmSecondFactor', { body: { code: codeOf(begun.secret) } });
    expect(confirmed.status).toBe(200);
    server.advance(step);
    return { user, client, secret: begun.secret, codes: confirmed.body.recoveryCodes };
  }
  async function firstStep(user: TestUser, client: ConsoleClient = server.visitor()) {
    const { status, body } = await client.call('signIn', { body: { user: user.name, password } });
    expect(status).toBe(200);
    if (!('ticket' in body)) throw new Error('no second factor was asked for');
    return { client, ticket: body.ticket };
  }
  async function signInWith(user: TestUser, code: string) {
    const { client, ticket } = await firstStep(user);
    return { client, ...(await client.call('completeSignIn', { body: { ticket, code } })) };
  }

  it('is asked for once its first code confirmed it; the password alone opens no session', async () => {
    const { user, client, secret, codes } = await enrolled();
    expect(codes).toHaveLength(10);
    expect((await client.call('getSecondFactor')).body).toEqual({
      method: 'password',
      since: expect.any(String),
      recoveryCodesLeft: 10,
    });
    const { client: browser, ticket } = await firstStep(user);
    expect(browser.cookie).toBeUndefined();
    expect((await browser.call('getSession')).status).toBe(401);
    const done = await browser.call('completeSignIn', { body: { ticket, code: codeOf(secret) } });
    expect([done.status, done.body.user.name]).toEqual([200, user.name]);
    expect((await browser.call('getSession')).status).toBe(200);
  });

  it('is not in force before, and a wrong code does not put it in force', async () => {
    const user = await newUser();
    const client = await server.as(user);
    const wrongPassword = await client.call('beginSecondFactor', { body: { password: 'not it' } });
    expect(wrongPassword.problem.code).toBe('wrong-credentials');
    const { body } = await client.call('beginSecondFactor', { body: { password } });
    expect(body.uri).toContain(`secret=${body.secret}`);
    const wrong = await client.call('confirmSecondFactor', { body: { code: codeOf(body.secret, 7) } });
    expect([wrong.status, wrong.problem.detail]).toMatchObject([401, { reason: 'code' }]);
    const { body: session } = await server.visitor().call('signIn', { body: { user: user.name, password } });
    expect(session).toHaveProperty('csrfToken');
    expect((await server.services.credentials.check(user.name, password, undefined)).ok).toBe(true);
  });

  it('takes no code twice, nor an older one after a newer one', async () => {
    const { user, secret } = await enrolled();
    const code = codeOf(secret);
    expect((await signInWith(user, code)).status).toBe(200);
    const again = await signInWith(user, code);
    expect([again.status, again.problem.detail, again.client.cookie]).toMatchObject([
      401,
      { reason: 'code' },
      undefined,
    ]);
    expect((await signInWith(user, codeOf(secret, -1))).status).toBe(401);
    expect((await signInWith(user, codeOf(secret, 1))).status).toBe(200);
  });

  it('takes one code once, however many ask at the same time', async () => {
    const { user, secret } = await enrolled();
    const tickets = [await firstStep(user), await firstStep(user), await firstStep(user)];
    const code = codeOf(secret);
    const answers = await Promise.all(
      tickets.map(({ client, ticket }) => client.call('completeSignIn', { body: { ticket, code } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('takes each recovery code once, as it was shown or typed otherwise, and stores none of them', async () => {
    const { user, client, codes } = await enrolled();
    const [first = '', second = ''] = codes;
    const rows = await server.database.db
      .selectFrom('recovery_codes')
      .selectAll()
      .where('user_id', '=', user.id)
      .execute();
    expect(rows).toHaveLength(10);
    for (const code of codes) expect(JSON.stringify(rows)).not.toContain(code.replaceAll('-', ''));
    expect((await signInWith(user, first)).status).toBe(200);
    expect((await signInWith(user, first)).status).toBe(401);
    expect((await signInWith(user, ` ${second.toUpperCase().replaceAll('-', ' ')}`)).status).toBe(200);
    expect((await client.call('getSecondFactor')).body.recoveryCodesLeft).toBe(8);
    const anew = await client.call('createRecoveryCodes', { body: { password } });
    expect(anew.body.recoveryCodes).toHaveLength(10);
    expect((await signInWith(user, codes[2] ?? '')).status).toBe(401);
    expect((await signInWith(user, anew.body.recoveryCodes[0] ?? '')).status).toBe(200);
  });

  it('cannot be guessed by giving the right password in between', async () => {
    // A clock that stands: how long the tries take has no say.
    const at = Date.now();
    const attempts = createAttempts(() => at);
    const { user, secret } = await enrolled();
    const before = server.services.attempts;
    server.services.attempts = attempts;
    const statuses: number[] = [];
    for (let count = 0; count < 6; count += 1) statuses.push((await signInWith(user, '000000')).status);
    const blocked = await signInWith(user, codeOf(secret));
    server.services.attempts = before;
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
    expect([blocked.status, blocked.problem.code]).toEqual([429, 'too-many-attempts']);
  });

  it('needs a ticket that is young, unused and of the present password', async () => {
    const { user, secret } = await enrolled();
    const { client, ticket } = await firstStep(user);
    expect((await client.call('completeSignIn', { body: { ticket, code: codeOf(secret) } })).status).toBe(200);
    const attempt = (one: string) =>
      server.visitor().call('completeSignIn', { body: { ticket: one, code: codeOf(secret, 1) } });
    for (const one of [ticket, 'x'.repeat(43)]) {
      const { status, problem } = await attempt(one);
      expect([status, problem.detail]).toMatchObject([401, { reason: 'ticket' }]);
    }
    const { ticket: old } = await firstStep(user);
    server.advance(5 * 60_000);
    expect((await attempt(old)).problem.detail).toMatchObject({ reason: 'ticket' });
    const { ticket: before } = await firstStep(user);
    await server.database.db.updateTable('users').set({ password_hash: 'another' }).where('id', '=', user.id).execute();
    expect((await attempt(before)).problem.detail).toMatchObject({ reason: 'ticket' });
  });

  it('does not let a disabled user through', async () => {
    const { user, secret } = await enrolled();
    const { client, ticket } = await firstStep(user);
    await server.database.db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', user.id).execute();
    const refused = await client.call('completeSignIn', { body: { ticket, code: codeOf(secret) } });
    expect([refused.status, refused.problem.code, client.cookie]).toEqual([403, 'entry-refused', undefined]);
  });

  it('makes the password of no use to clients of the registry, also where it was remembered', async () => {
    const user = await newUser();
    const { credentials } = server.services;
    expect((await credentials.check(user.name, password, undefined)).ok).toBe(true);
    const client = await server.as(user);
    const { body } = await client.call('beginSecondFactor', { body: { password } });
    await client.call('confirmSecondFactor', { body: { code: codeOf(body.secret) } });
    expect(await credentials.check(user.name, password, undefined)).toEqual({ ok: false, reason: 'second-factor' });
    expect(await credentials.check(user.name, 'wrong', undefined)).toEqual({ ok: false, reason: 'unknown-or-wrong' });
    const { body: login } = await client.call('createLoginCommand');
    expect(JSON.stringify(login)).toContain('tmp-');
  });

  it('ends the other sessions when it begins, and is turned off with the password only', async () => {
    const user = await newUser();
    const [here, there] = [await server.as(user), await server.as(user)];
    const { body } = await here.call('beginSecondFactor', { body: { password } });
    await here.call('confirmSecondFactor', { body: { code: codeOf(body.secret) } });
    expect([(await here.call('getSession')).status, (await there.call('getSession')).status]).toEqual([200, 401]);
    expect((await here.call('beginSecondFactor', { body: { password } })).problem.code).toBe('second-factor-on');
    expect((await here.call('removeSecondFactor', { body: { password: 'not it' } })).status).toBe(401);
    expect((await here.call('removeSecondFactor', { body: { password } })).status).toBe(204);
    const { body: session } = await server.visitor().call('signIn', { body: { user: user.name, password } });
    expect(session).toHaveProperty('csrfToken');
    const left = await server.database.db
      .selectFrom('recovery_codes')
      .select('user_id')
      .where('user_id', '=', user.id)
      .execute();
    expect(left).toEqual([]);
  });

  it('is reset by an administrator of the account, never by himself or for a higher role', async () => {
    const { user, client } = await enrolled();
    const administrator = await server.as(
      await server.createUser(account, `administrator-${user.name}`, 'account-administrator'),
    );
    const listed = await administrator.call('listUsers', { query: { q: user.name } });
    expect(listed.body.items.find(({ name }) => name === user.name)).toMatchObject({
      method: 'password',
      secondFactor: true,
    });
    expect((await client.call('resetSecondFactor', { params: { user: user.id } })).status).toBe(403);
    expect((await administrator.call('resetSecondFactor', { params: { user: user.id } })).status).toBe(204);
    expect((await client.call('getSession')).status).toBe(401);
    const { body: session } = await server.visitor().call('signIn', { body: { user: user.name, password } });
    expect(session).toHaveProperty('csrfToken');
    const events = await server.database.db
      .selectFrom('events')
      .select(['type', 'author_name', 'payload'])
      .where('type', 'like', 'SecondFactor%')
      .where('payload', 'like', `%"${user.name}"%`)
      .orderBy('id')
      .execute();
    expect(events.map(({ type, author_name }) => [type, author_name])).toEqual([
      ['SecondFactorAdded', user.name],
      ['SecondFactorRemoved', `administrator-${user.name}`],
    ]);
  });
});
