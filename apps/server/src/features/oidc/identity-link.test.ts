import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, clientSecret, startOidcProvider, type TestProvider } from '../../../../../testing/oidc-provider.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { configSchema } from '../../config.ts';
import { resetPassword } from '../../reset-password.ts';
import { Browser } from './testing/browser.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider?.stop());

describe.each(dialects)('linking an identity ($dialect)', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  beforeAll(async () => {
    const config = configSchema.parse({
      oidcIssuer: provider.issuer,
      oidcClientId: clientId,
      oidcClientSecret: clientSecret,
      oidcLabel: 'Example',
      // Whoever comes in by these rules is a member.
      identityRules: [{ group: 'devs', account: 'main', role: 'member' }],
    });
    server = await startConsoleServer({ config }, makeDatabase);
    provider.register(server.url);
    account = await server.createAccount('main');
  });
  afterAll(() => server.stop());

  let count = 0;
  async function newUser(role: 'member' | 'account-administrator' = 'member') {
    count += 1;
    const user = await server.createUser(account, `user-${count}`, role);
    const client = await server.as(user);
    provider.people.set(`s-${user.name}`, { preferred_username: user.name, groups: [] });
    return { user, client, subject: `s-${user.name}`, browser: browserOf(client) };
  }
  const host = () => new URL(server.url).host;
  /** With the session of a client. */
  function browserOf(client: ConsoleClient): Browser {
    const browser = new Browser(provider.issuer);
    const [name = '', value = ''] = (client.cookie ?? '').split('=');
    browser.cookies.set(host(), new Map([[name, value]]));
    return browser;
  }
  const isOurs = (url: string) => url.startsWith(server.url) && !url.includes('/api/');
  async function begin(client: ConsoleClient, browser: Browser): Promise<string> {
    const { cookie } = client;
    const { status, body, headers } = await client.call('beginIdentityLink', { body: { password } });
    // The client keeps the last cookie that it gets.
    client.cookie = cookie;
    expect(status).toBe(201);
    const [, value = ''] = /wharf_oidc=([^;]+)/.exec(headers.getSetCookie().join()) ?? [];
    browser.cookies.get(host())?.set('wharf_oidc', value);
    return body.address;
  }
  async function link(client: ConsoleClient, subject: string, browser = browserOf(client)): Promise<string> {
    return (await browser.follow(await begin(client, browser), subject, isOurs)).slice(server.url.length);
  }
  async function signIn(subject: string) {
    const browser = new Browser(provider.issuer);
    const end = await browser.follow(`${server.url}/api/oidc/start?return=/images`, subject, isOurs);
    const client = server.visitor();
    const cookie = browser.cookies.get(host())?.get('wharf_session');
    client.cookie = cookie && `wharf_session=${cookie}`;
    return { end: end.slice(server.url.length), client };
  }
  const events = (user: TestUser) =>
    server.database.db
      .selectFrom('events')
      .select(['type', 'payload'])
      .where('type', 'in', ['IdentityLinked', 'IdentityUnlinked'])
      .where('author_id', '=', user.id)
      .orderBy('id')
      .execute();

  it('gives a user with a password a second way in, and leaves what he may do to this server', async () => {
    const { user, client, subject } = await newUser('account-administrator');
    const before = await client.call('getIdentity');
    expect(before.body).toEqual({ provider: { label: 'Example' }, linked: null, ownPassword: true });
    expect(await link(client, subject)).toBe('/profile?link=done');
    const { body } = await client.call('getIdentity');
    expect(body.linked?.since).toMatch(/^\d{4}-/);
    // No rule fits him, and none would make him an administrator.
    const { end, client: there } = await signIn(subject);
    expect(end).toBe('/images');
    const session = await there.call('getSession');
    expect(session.body.user).toMatchObject({ id: user.id, role: 'account-administrator', account: 'main' });
    expect((await there.call('getSecondFactor')).body.method).toBe('password');
    expect((await server.visitor().call('signIn', { body: { user: user.name, password } })).status).toBe(200);
    expect(await events(user)).toMatchObject([{ type: 'IdentityLinked' }]);
    expect((await client.call('beginIdentityLink', { body: { password } })).problem).toMatchObject({
      code: 'identity-linked',
    });
  });

  it('ends with the link, and so do the sessions that began by it', async () => {
    const { user, client, subject } = await newUser();
    await link(client, subject);
    const { client: there } = await signIn(subject);
    expect((await client.call('removeIdentity')).status).toBe(204);
    expect((await there.call('getSession')).status).toBe(401);
    expect((await client.call('getSession')).status).toBe(200);
    expect((await signIn(subject)).end).toBe('/sign-in?refused=no-account');
    expect((await client.call('removeIdentity')).status).toBe(204);
    expect((await events(user)).map(({ type }) => type)).toEqual(['IdentityLinked', 'IdentityUnlinked']);
  });

  it('is refused for an identity that is another user’s, made by the provider or linked', async () => {
    provider.people.set('made', { preferred_username: 'made', groups: ['devs'] });
    const { client: made } = await signIn('made');
    const [linked, other] = [await newUser(), await newUser()];
    await link(linked.client, linked.subject);
    for (const subject of ['made', linked.subject]) {
      expect(await link(other.client, subject)).toBe('/profile?link=identity-taken');
    }
    expect((await other.client.call('getIdentity')).body.linked).toBeNull();
    expect((await made.call('getSession')).body.user.name).toBe('made');
    expect(await events(other.user)).toEqual([]);
  });

  it('needs a password, which whoever the provider made has not: that identity stays his only way in', async () => {
    const { client, user } = await newUser();
    const wrong = await client.call('beginIdentityLink', { body: { password: 'not the password' } });
    expect([wrong.status, wrong.problem.code]).toEqual([401, 'wrong-credentials']);
    provider.people.set('only', { preferred_username: 'only', groups: ['devs'] });
    const { client: only } = await signIn('only');
    only.csrfToken = (await only.call('getSession')).body.csrfToken;
    expect((await only.call('getIdentity')).body).toMatchObject({ linked: null, ownPassword: false });
    for (const answer of [
      await only.call('beginIdentityLink', { body: { password } }),
      await only.call('removeIdentity'),
    ]) {
      expect([answer.status, answer.problem.code]).toEqual([409, 'no-password']);
    }
    expect(await resetPassword(server.database, 'only')).toBeDefined();
    // He follows the provider's rules still: a password does not free him of them.
    expect((await signIn('only')).end).toBe('/images');
    expect(user.name).not.toBe('only');
  });

  it('counts in the session that began it only', async () => {
    const [attacker, victim] = [await newUser(), await newUser()];
    // An attacker leads a victim's browser to the answer for his own identity, and even plants his cookie there.
    const answer = await attacker.browser.follow(
      await begin(attacker.client, attacker.browser),
      attacker.subject,
      (url) => url.startsWith(`${server.url}/api/oidc/callback`),
    );
    expect((await victim.browser.get(answer)).location).toBe(`${server.url}/sign-in?refused=flow-unknown`);
    victim.browser.cookies
      .get(host())
      ?.set('wharf_oidc', attacker.browser.cookies.get(host())?.get('wharf_oidc') ?? '');
    expect((await victim.browser.get(answer)).location).toBe(`${server.url}/profile?link=flow-unknown`);
    expect((await victim.client.call('getIdentity')).body.linked).toBeNull();
    // A flow to sign in never links, and one to link never signs in.
    expect(victim.browser.cookies.get(host())?.get('wharf_session')).toBe(victim.client.cookie?.split('=')[1]);
    await attacker.client.call('signOut');
    expect((await attacker.browser.get(answer)).location).toBe(`${server.url}/profile?link=flow-unknown`);
    expect((await signIn(attacker.subject)).end).toBe('/sign-in?refused=no-account');
  });

  it('ends when an administrator, or who runs the server, gives the user a new password', async () => {
    const [one, two, boss] = [await newUser(), await newUser(), await newUser('account-administrator')];
    for (const { client, subject } of [one, two]) await link(client, subject);
    const { status } = await boss.client.call('updateUser', {
      params: { user: one.user.id },
      body: { password: 'quite another one' },
    });
    expect(status).toBe(200);
    await resetPassword(server.database, two.user.name);
    for (const { subject } of [one, two]) expect((await signIn(subject)).end).toBe('/sign-in?refused=no-account');
    expect(await events(boss.user)).toMatchObject([{ type: 'IdentityUnlinked' }]);
    const byCommand = server.database.db.selectFrom('events').select('type').where('author_name', '=', 'command line');
    expect((await byCommand.execute()).map(({ type }) => type)).toContain('IdentityUnlinked');
  });
});

it('is not offered where the server has no provider', async () => {
  const server = await startConsoleServer();
  const client = await server.as(await server.createUser(await server.createAccount('main'), 'ann'));
  const { body } = await client.call('getIdentity');
  const { status } = await client.call('beginIdentityLink', { body: { password } });
  await server.stop();
  expect([body, status]).toEqual([{ provider: null, linked: null, ownPassword: true }, 404]);
});
