import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientId, clientSecret, startOidcProvider, type TestProvider } from '../../../../../testing/oidc-provider.ts';
import { loginKeyOf } from '../../auth/access-keys.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { configSchema } from '../../config.ts';
import { Browser } from './testing/browser.ts';

let provider: TestProvider;
beforeAll(async () => {
  provider = await startOidcProvider();
});
afterAll(() => provider?.stop());

const rules = [
  { group: 'devs', account: 'main', grants: [{ organization: 'acme', level: 'edit' }] },
  { group: 'admins', role: 'account-administrator' },
];

describe.each(dialects)('signing in at a provider ($dialect)', ({ makeDatabase }) => {
  let server: ConsoleServer;
  beforeAll(async () => {
    const config = configSchema.parse({
      oidcIssuer: provider.issuer,
      oidcClientId: clientId,
      oidcClientSecret: clientSecret,
      oidcAccountClaim: 'tenant',
      oidcLabel: 'Example',
      identityRules: rules,
    });
    server = await startConsoleServer({ config }, makeDatabase);
    provider.register(server.url);
    const account = await server.createAccount('main');
    await server.createAccount('other');
    await server.createOrganization(account, 'acme');
    await server.createUser(account, 'taken');
  });
  afterAll(() => server.stop());

  const start = (back = '/images?sort=name') => `${server.url}/api/oidc/start?return=${encodeURIComponent(back)}`;
  const isCallback = (url: string) => url.startsWith(`${server.url}/api/oidc/callback`);
  async function signIn(login: string, browser = new Browser(provider.issuer), back?: string) {
    const end = await browser.follow(start(back), login, (url) => url.startsWith(server.url) && !url.includes('/api/'));
    const cookie = browser.cookies.get(new URL(server.url).host)?.get('wharf_session');
    const client = server.visitor();
    client.cookie = cookie && `wharf_session=${cookie}`;
    return { end: end.slice(server.url.length), client, browser };
  }
  const grantsOf = (name: string) =>
    server.database.db.selectFrom('grants').select(['level']).where('holder_name', '=', name).execute();

  it('is offered, makes the user at the first time, and gives what claims give', async () => {
    expect((await server.visitor().call('getSignInMethods')).body).toEqual({ oidc: { label: 'Example' }, ldap: false });
    provider.people.set('1001', { preferred_username: 'Ann@example.com', groups: ['devs', 'admins'] });
    const { end, client, browser } = await signIn('1001');
    expect(end).toBe('/images?sort=name');
    const { body } = await client.call('getSession');
    expect(body.user).toMatchObject({ name: 'ann', role: 'account-administrator', account: 'main' });
    expect(await grantsOf('ann')).toEqual([{ level: 'edit' }]);
    const [asked] = browser.visited.filter((url) => url.startsWith(`${provider.issuer}/auth?`));
    const query = new URL(asked ?? '').searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge']) expect(query.get(name)?.length).toBeGreaterThan(20);
    expect([...(browser.cookies.get(new URL(server.url).host)?.keys() ?? [])]).toEqual(['wharf_session']);
    const { body: methods } = await client.call('listUsers', { query: { q: 'ann' } });
    expect(methods.items[0]).toMatchObject({ name: 'ann', method: 'oidc' });
  });

  it('knows the person again by the subject, and follows the claims', async () => {
    provider.people.set('1002', { preferred_username: 'bob', groups: ['devs', 'admins'] });
    const { client: first } = await signIn('1002');
    const { body: before } = await first.call('getSession');
    provider.people.set('1002', { preferred_username: 'robert', groups: ['devs'] });
    const { client: second } = await signIn('1002');
    const { body: after } = await second.call('getSession');
    expect(after.user).toEqual({ ...before.user, role: 'member' });
    provider.people.set('1002', { preferred_username: 'robert', tenant: 'other', groups: ['devs'] });
    const { client: third } = await signIn('1002');
    expect((await third.call('getSession')).body.user).toMatchObject({ name: 'bob', account: 'other' });
    expect(await grantsOf('bob')).toEqual([]);
    expect((await second.call('getSession')).status).toBe(401);
    third.csrfToken = (await third.call('getSession')).body.csrfToken;
    const { body: key } = await third.call('createAccessKey');
    const logIn = () => server.services.credentials.check(key.id, loginKeyOf(key.id, key.secret), undefined);
    expect((await logIn()).ok).toBe(true);
    provider.people.set('1002', { preferred_username: 'robert', groups: [] });
    expect((await signIn('1002')).end).toBe('/sign-in?refused=no-account');
    expect((await third.call('getSession')).status).toBe(401);
    expect(await logIn()).toEqual({ ok: false, reason: 'key-disabled' });
  });

  it('never hands over a user who is here already', async () => {
    provider.people.set('1003', { preferred_username: 'taken', groups: ['devs'] });
    const { end, client } = await signIn('1003');
    expect([end, client.cookie]).toEqual(['/sign-in?refused=user-name-taken', undefined]);
    provider.people.set('1004', { preferred_username: 'ann', groups: ['devs'] });
    expect((await signIn('1004')).end).toBe('/sign-in?refused=user-name-taken');
    const { length } = await server.database.db
      .selectFrom('identities')
      .select('subject')
      .where('subject', 'in', ['1003', '1004'])
      .execute();
    expect(length).toBe(0);
  });

  it.each([
    ['no name', { groups: ['devs'] }, 'name-unfit'],
    ['no group that counts', { preferred_username: 'carl', groups: ['others'] }, 'no-account'],
    ['an account that is not there', { preferred_username: 'carl', tenant: 'nowhere' }, 'account-absent'],
  ])('is refused with %s', async (_, claims, reason) => {
    provider.people.set('1005', claims);
    expect((await signIn('1005')).end).toBe(`/sign-in?refused=${reason}`);
  });

  it('does not let a disabled user in, nor one without console access', async () => {
    provider.people.set('1006', { preferred_username: 'dora', groups: ['devs'] });
    await signIn('1006');
    const set = (change: { disabled_at?: number | null; console_access?: 0 | 1 }) =>
      server.database.db.updateTable('users').set(change).where('name', '=', 'dora').execute();
    await set({ disabled_at: 1 });
    expect((await signIn('1006')).end).toBe('/sign-in?refused=user-disabled');
    await set({ disabled_at: null, console_access: 0 });
    expect((await signIn('1006')).end).toBe('/sign-in?refused=no-console-access');
  });

  it('takes an answer only in the browser that asked, once, and with its state', async () => {
    provider.people.set('1007', { preferred_username: 'emil', groups: ['devs'] });
    const attacker = new Browser(provider.issuer);
    const answer = await attacker.follow(start(), '1007', isCallback);
    // CSRF on the sign-in: a victim's browser is sent to the attacker's answer.
    const without = await new Browser(provider.issuer).get(answer);
    expect(without.location).toBe(`${server.url}/sign-in?refused=flow-unknown`);
    const victim = new Browser(provider.issuer);
    await victim.get(start());
    const other = await victim.get(answer);
    expect(other.location).toBe(`${server.url}/sign-in?refused=answer-refused`);
    expect(victim.cookies.get(new URL(server.url).host)?.size).toBe(0);
    const changed = new URL(answer);
    changed.searchParams.set('state', 'x'.repeat(43));
    const copy = new Map(attacker.cookies.get(new URL(server.url).host));
    expect((await attacker.get(changed.href)).location).toBe(`${server.url}/sign-in?refused=answer-refused`);
    attacker.cookies.set(new URL(server.url).host, new Map(copy));
    expect((await attacker.get(answer)).location).toBe(`${server.url}/images?sort=name`);
    attacker.cookies.set(new URL(server.url).host, new Map(copy));
    expect((await attacker.get(answer)).location).toBe(`${server.url}/sign-in?refused=answer-refused`);
  });

  it('begins a session of its own, whatever session the browser brought along', async () => {
    provider.people.set('1008', { preferred_username: 'fred', groups: ['devs'] });
    const browser = new Browser(provider.issuer);
    const { client: planted } = await signIn('1001', browser);
    await browser.get(`${provider.issuer}/session/end`);
    browser.cookies.delete(new URL(provider.issuer).host);
    const { client } = await signIn('1008', browser);
    expect(client.cookie).not.toBe(planted.cookie);
    expect((await client.call('getSession')).body.user.name).toBe('fred');
    expect((await planted.call('getSession')).status).toBe(401);
  });

  it('leads back to a page of this server only', async () => {
    for (const back of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
      expect((await signIn('1001', new Browser(provider.issuer), back)).end).toBe('/overview');
    }
  });

  it('ends at the provider too when the user signs out', async () => {
    const { client } = await signIn('1001');
    client.csrfToken = (await client.call('getSession')).body.csrfToken;
    const { body } = await client.call('signOut');
    const address = new URL(body.elsewhere ?? '');
    expect(address.origin).toBe(provider.issuer);
    expect(address.searchParams.get('post_logout_redirect_uri')).toBe(`${server.url}/sign-in`);
    expect((await client.call('getSession')).status).toBe(401);
  });

  it('puts each refusal on the record, under the user whose identity it is', async () => {
    const canceled = new Browser(provider.issuer);
    await canceled.get(start());
    const callback = `${server.url}/api/oidc/callback`;
    expect((await canceled.get(`${callback}?error=access_denied`)).location).toContain('refused=provider-refused');
    const { logins, database } = server.services;
    await logins.flush();
    const rows = await database.db.selectFrom('events').selectAll().where('type', '=', 'SignInRefused').execute();
    const told = rows.map((row) => [JSON.parse(row.payload).reason, row.author_name]);
    for (const each of [
      ['provider-refused', ''],
      ['flow-unknown', ''],
      ['answer-refused', ''],
      ['name-unfit', ''],
      ['no-account', ''],
      ['no-account', 'bob'],
      ['account-absent', ''],
      ['user-name-taken', 'taken'],
      ['user-disabled', 'dora'],
      ['no-console-access', 'dora'],
    ]) {
      expect(told).toContainEqual(each);
    }
    const from = { credential_kind: 'identity', credential_name: provider.issuer, result: 'refused', author_id: null };
    for (const row of rows) expect(row).toMatchObject({ ...from, address: '127.0.0.1' });
    expect(rows.every((row) => (row.account_id === '') === (row.author_name === ''))).toBe(true);
  });

  it('leaves a user no password to log in with', async () => {
    for (const password of ['none', 'any', '']) {
      expect((await server.services.credentials.check('ann', password, undefined)).ok).toBe(false);
    }
  });
});

it('says so when the provider is away, and is asked again at the next try', async () => {
  const config = configSchema.parse({ oidcIssuer: 'http://127.0.0.1:1', oidcClientId: clientId });
  const server = await startConsoleServer({ config });
  const answer = await fetch(`${server.url}/api/oidc/start`, { redirect: 'manual' });
  const callback = await fetch(`${server.url}/api/oidc/callback?error=access_denied`, { redirect: 'manual' });
  await server.stop();
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/sign-in?refused=provider-unreachable']);
  expect(callback.headers.get('location')).toBe('/sign-in?refused=flow-unknown');
  expect(server.logged.map(({ message }) => message)).toContain('the OpenID Connect provider cannot be reached');
});
