import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AuthWorld, createAuthWorld, password } from '../testing/auth-world.ts';
import { loginKeyOf } from './access-keys.ts';
import { type Attempts, createAttempts } from './attempts.ts';
import { type Credentials, type CredentialUse, createCredentials, parseBasic } from './credentials.ts';
import { hashPassword } from './passwords.ts';
import type { UserActor } from './user-actor.ts';

describe('credentials', () => {
  let world: AuthWorld;
  let ann: UserActor;
  let attempts: Attempts;
  let credentials: Credentials;
  let clock: number;
  let used: CredentialUse[];

  beforeAll(async () => {
    world = await createAuthWorld();
    ann = await world.addUser(await world.addAccount('main'), 'ann');
  });
  afterAll(() => world.remove());
  beforeEach(() => {
    clock = 1_000_000;
    used = [];
    attempts = createAttempts(() => clock);
    const now = () => new Date(clock);
    credentials = createCredentials({ db: world.database.db, attempts, used: (use) => used.push(use), now });
  });

  const check = (name: string, text: string, address?: string) => credentials.check(name, text, address);
  const wrong = { ok: false, reason: 'unknown-or-wrong' };

  const knownBy = (kind: string, id: string, name: string, address = '') => ({
    ...ann,
    came: { address, credential: { kind, id, name } },
  });

  it('tells the right password from a wrong one, and an unknown user from nobody', async () => {
    expect(await check('ann', password)).toMatchObject({ ok: true, actor: knownBy('password', ann.id, 'ann') });
    expect(await check('ann', `${password}!`)).toEqual(wrong);
    expect(await check('nobody', password)).toEqual(wrong);
    expect(await check('', '')).toEqual(wrong);
  });

  it('does not mix up where the name ends', async () => {
    expect(await check('ann', password)).toMatchObject({ ok: true });
    expect(await check(`ann${password.slice(0, 3)}`, password.slice(3))).toEqual(wrong);
  });

  it('sees a new password and a disabled user at once, although it remembers', async () => {
    const bob = await world.addUser(ann.accountId, 'bob');
    const users = () => world.database.db.updateTable('users').where('id', '=', bob.id);
    expect(await check('bob', password)).toMatchObject({ ok: true });
    await users().set({ disabled_at: clock }).execute();
    expect(await check('bob', password)).toEqual({ ok: false, reason: 'user-disabled' });
    await users()
      .set({ disabled_at: null, password_hash: await hashPassword('another password') })
      .execute();
    expect(await check('bob', password)).toEqual(wrong);
    expect(await check('bob', 'another password')).toMatchObject({ ok: true });
  });

  it('takes a temporary login until it expires or is revoked, and records its use', async () => {
    const id = await world.addTemporaryLogin(ann, 'ann-temporary', 'secret-1', clock + 1000);
    expect(await check('ann-temporary', 'secret-2')).toEqual(wrong);
    expect(await check('ann-temporary', 'secret-1', '10.0.0.1')).toMatchObject({
      ok: true,
      actor: knownBy('temporary-login', id, 'ann-temporary', '10.0.0.1'),
    });
    expect(used).toEqual([{ kind: 'temporary-login', id, address: '10.0.0.1' }]);
    const logins = () => world.database.db.updateTable('temporary_credentials').where('id', '=', id);
    await logins().set({ revoked_at: clock }).execute();
    expect(await check('ann-temporary', 'secret-1')).toEqual({ ok: false, reason: 'revoked' });
    await logins().set({ revoked_at: null }).execute();
    clock += 1000;
    expect(await check('ann-temporary', 'secret-1')).toEqual({ ok: false, reason: 'expired' });
    expect(used).toHaveLength(1);
  });

  it('takes the login key of an access key, and never its secret', async () => {
    const { id, secret } = await world.addAccessKey(ann);
    const loginKey = loginKeyOf(id, secret);
    expect(await check(id, loginKey, '10.0.0.1')).toMatchObject({
      ok: true,
      actor: knownBy('access-key', id, id, '10.0.0.1'),
    });
    expect(used).toEqual([{ kind: 'access-key', id, address: '10.0.0.1' }]);
    expect(await check(id, secret)).toEqual({ ok: false, reason: 'secret-typed' });
    expect(await check(id, `${loginKey}0`)).toEqual({ ok: false, reason: 'key-unknown-or-wrong' });
    expect(await check(`WK${'0'.repeat(18)}`, loginKey)).toEqual({ ok: false, reason: 'key-unknown-or-wrong' });
    const keys = () => world.database.db.updateTable('access_keys').where('id', '=', id);
    await keys().set({ disabled_at: clock }).execute();
    expect(await check(id, loginKey)).toEqual({ ok: false, reason: 'key-disabled' });
    await keys().set({ disabled_at: null }).execute();
    expect(await check(id, loginKey)).toMatchObject({ ok: true });
    await world.database.db.deleteFrom('access_keys').where('id', '=', id).execute();
    expect(await check(id, loginKey)).toEqual({ ok: false, reason: 'key-unknown-or-wrong' });
  });

  it('computes the login key as openssl does', () => {
    // printf WK0A | openssl dgst -sha256 -hmac SECRETkey0
    expect(loginKeyOf('WK0A', 'SECRETkey0')).toBe('a4fae722d6ef054685cc8bf121a52cfb118ab1e2062f256303b1db739702b26f');
  });

  it('takes a robot by its secret, until it is disabled, has expired or got another one', async () => {
    const robot = await world.addRobot(ann.accountId, null, '@main+ci');
    const rows = () => world.database.db.updateTable('robots').where('id', '=', robot.id);
    expect(await check('@main+ci', 'not it')).toEqual(wrong);
    expect(await check('@main+ci', '@main+ci')).toMatchObject({ ok: true, actor: robot });
    await rows().set({ disabled_at: clock }).execute();
    expect(await check('@main+ci', '@main+ci')).toEqual({ ok: false, reason: 'robot-disabled' });
    await rows().set({ disabled_at: null, expires_at: clock }).execute();
    expect(await check('@main+ci', '@main+ci')).toEqual({ ok: false, reason: 'robot-expired' });
    await rows().set({ expires_at: null, secret_hash: 'of another' }).execute();
    expect(await check('@main+ci', '@main+ci')).toEqual(wrong);
  });

  it('looks up no name that cannot be one, but counts it against the address', async () => {
    for (let round = 0; round < 4; round++) {
      for (const name of ['ann\0', 'a'.repeat(129), '', 'a'.repeat(60_000), '\0']) {
        expect(await check(name, `${password}${round}`, '10.0.0.9')).toEqual(wrong);
      }
    }
    expect(attempts.blockedFor('source:10.0.0.9')).toBe(1);
    expect(attempts.blockedFor('user:ann')).toBe(0);
  });

  it('slows down after five failures of a user from one address, but not who was right a moment ago', async () => {
    expect(await check('ann', password, '10.0.0.1')).toMatchObject({ ok: true });
    for (let failure = 0; failure < 5; failure++) expect(await check('ann', `${failure}`, '10.0.0.2')).toEqual(wrong);
    const blocked = { ok: false, reason: 'too-many-attempts', retryAfterSeconds: 1, until: new Date(clock + 1000) };
    expect(await check('ann', 'guess again', '10.0.0.2')).toEqual(blocked);
    expect(await check('carl', 'guess', '10.0.0.2')).toEqual(wrong);
    expect(await check('ann', password, '10.0.0.2')).toMatchObject({ ok: true });
    clock += 1000;
    expect(await check('ann', 'guess', '10.0.0.2')).toEqual(wrong);
  });

  it('locks nobody out who comes from elsewhere', async () => {
    for (let failure = 0; failure < 5; failure++) await check('ann', `${failure}`, '10.0.0.2');
    expect(await check('ann', password, '10.0.0.2')).toMatchObject({ reason: 'too-many-attempts' });
    expect(await check('ann', password, '10.0.0.3')).toMatchObject({ ok: true });
  });

  it('refuses guesses that all come at once, and a right one among them', async () => {
    const guesses = [...Array.from({ length: 40 }, (_, number) => `guess ${number}`), password];
    const outcomes = await Promise.all(guesses.map((text) => check('ann', text, '10.0.0.2')));
    const reasons = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.reason));
    expect(reasons.filter((reason) => reason === 'unknown-or-wrong')).toHaveLength(5);
    expect(reasons.filter((reason) => reason === 'too-many-attempts')).toHaveLength(36);
  });

  it('verifies the same credentials once when they come at the same time', async () => {
    const outcomes = await Promise.all(Array.from({ length: 300 }, () => check('ann', password)));
    expect(new Set(outcomes.map((outcome) => outcome.ok))).toEqual(new Set([true]));
  });
});

describe('parseBasic', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('splits at the first colon and reads UTF-8', () => {
    expect(parseBasic(basic('ann:a:b'))).toEqual({ name: 'ann', password: 'a:b' });
    expect(parseBasic(basic('änn:pässword').replace('Basic', 'basic'))).toEqual({ name: 'änn', password: 'pässword' });
    expect(parseBasic(basic(':'))).toEqual({ name: '', password: '' });
  });

  it.each([basic('no colon'), 'Basic', 'Basic !!!', 'Bearer abc', '', 'Basic a b'])('refuses %j', (header) => {
    expect(parseBasic(header)).toBeUndefined();
  });
});
