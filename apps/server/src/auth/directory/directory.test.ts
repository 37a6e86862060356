import { Attribute, Change } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { configSchema } from '../../config.ts';
import { base, type Slapd, startSlapd } from '../../testing/slapd.ts';

const people = `ou=people,${base}`;
const groups = `ou=groups,${base}`;
const person = (uid: string) => `dn: uid=${uid},${people}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${uid}
sn: ${uid}
userPassword: ${uid} has a password

`;
const group = (cn: string, ...members: string[]) => `dn: cn=${cn},${groups}
objectClass: groupOfNames
cn: ${cn}
${members.map((uid) => `member: uid=${uid},${people}`).join('\n')}

`;
const ldif = `dn: ${people}
objectClass: organizationalUnit
ou: people

dn: ${groups}
objectClass: organizationalUnit
ou: groups

${['ann', 'bob', 'carl', 'dora', 'local', 'Ünal', 'gone'].map(person).join('')}${group('devs', 'ann', 'bob')}${group('admins', 'ann')}`;

// Slowing guesses down is tested elsewhere, and would slow these tests down.
const attempts = { blockedFor: () => 0, failed() {}, succeeded() {} };

let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd(ldif);
});
afterAll(() => slapd?.stop());

const rules = [
  { group: 'devs', account: 'main', grants: [{ organization: 'acme', level: 'edit' }] },
  { group: 'admins', role: 'account-administrator' },
  { group: `cn=admins,${groups}`, role: 'account-administrator' },
  { group: `cn=ops,${groups}`, account: 'main' },
];
const search = () => ({
  ldapUrl: slapd.url,
  ldapCaFile: slapd.caFile,
  ldapUserBase: people,
  ldapGroupBase: groups,
  identityRules: rules,
});

describe.each(dialects)('users of a directory ($dialect)', ({ makeDatabase }) => {
  let server: ConsoleServer;
  beforeAll(async () => {
    server = await startConsoleServer({ attempts, config: configSchema.parse(search()) }, makeDatabase);
    const account = await server.createAccount('main');
    await server.createOrganization(account, 'acme');
    await server.createUser(account, 'local');
  });
  afterAll(() => server.stop());

  const secret = (uid: string) => `${uid} has a password`;
  const signIn = (user: string, password = secret(user)) =>
    server.visitor().call('signIn', { body: { user, password } });
  const check = (name: string, password = secret(name)) => server.services.credentials.check(name, password, undefined);
  const grantsOf = (name: string) =>
    server.database.db
      .selectFrom('grants')
      .innerJoin('organizations', 'organizations.id', 'grants.organization_id')
      .select(['organizations.name', 'grants.level'])
      .where('grants.holder_name', '=', name)
      .execute();

  it('sign in with the password there, and get what their groups give', async () => {
    const { status, body } = await signIn('ann');
    expect([status, body]).toMatchObject([
      200,
      { user: { name: 'ann', role: 'account-administrator', account: 'main' } },
    ]);
    expect(await grantsOf('ann')).toEqual([{ name: 'acme', level: 'edit' }]);
    const user = await server.database.db.selectFrom('users').selectAll().where('name', '=', 'ann').executeTakeFirst();
    expect(user?.password_hash).toBe('none');
  });

  it('are refused with any other password, above all with none', async () => {
    for (const password of ['wrong', ' ', 'none', '\u0000x']) expect((await check('ann', password)).ok).toBe(false);
    expect(await check('ann', '')).toEqual({ ok: false, reason: 'unknown-or-wrong' });
    expect((await signIn('ann', 'wrong')).status).toBe(401);
    expect((await signIn('nobody', 'wrong')).problem).toMatchObject({ code: 'wrong-credentials' });
  });

  it('are not found by a name that means something in a filter', async () => {
    for (const name of ['*', 'ann)(uid=*', '*)(|(uid=*']) {
      expect((await signIn(name, secret('ann'))).status).toBe(401);
      expect((await check(name, secret('ann'))).ok).toBe(false);
    }
  });

  it('log in with clients by the same password, also for the first time', async () => {
    const outcome = await check('bob');
    expect(outcome).toMatchObject({ ok: true, actor: { name: 'bob', role: 'member' } });
    expect(await check('bob')).toMatchObject({ ok: true });
    await server.database.db.updateTable('users').set({ disabled_at: 1 }).where('name', '=', 'bob').execute();
    expect(await check('bob')).toEqual({ ok: false, reason: 'user-disabled' });
    await server.database.db.updateTable('users').set({ disabled_at: null }).where('name', '=', 'bob').execute();
  });

  it('are refused when no rule wants them, and told so only after the right password', async () => {
    expect(await check('carl')).toEqual({ ok: false, reason: 'no-account' });
    const told = await signIn('carl');
    expect([told.status, told.problem.detail]).toMatchObject([403, { reason: 'no-account' }]);
    expect((await signIn('carl', 'wrong')).status).toBe(401);
  });

  it('never become a user who is here already', async () => {
    await slapd.change((client) => addTo(client, 'devs', 'local'));
    // The directory is not even asked: its password is wrong for the user of this name.
    expect((await signIn('local')).status).toBe(401);
    await slapd.change((client) => removeFrom(client, 'devs', 'local'));
  });

  it('follow their groups at the next sign-in; what was given by hand stays', async () => {
    const { db } = server.database;
    await slapd.change((client) => addTo(client, 'devs', 'dora'));
    expect((await signIn('dora')).status).toBe(200);
    expect(await grantsOf('dora')).toEqual([{ name: 'acme', level: 'edit' }]);
    await db.updateTable('grants').set({ level: 'manage' }).where('holder_name', '=', 'dora').execute();
    await signIn('dora');
    expect(await grantsOf('dora')).toEqual([{ name: 'acme', level: 'manage' }]);
    await db.deleteFrom('grants').where('holder_name', '=', 'dora').execute();
    await signIn('dora');
    expect(await grantsOf('dora')).toEqual([{ name: 'acme', level: 'edit' }]);
    await slapd.change((client) => removeFrom(client, 'devs', 'dora'));
    expect((await signIn('dora')).problem.detail).toMatchObject({ reason: 'no-account' });
    expect(await grantsOf('dora')).toEqual([]);
  });

  it('have no password to change here, neither by themselves nor by an administrator', async () => {
    const { db } = server.database;
    const ann = await db
      .selectFrom('users')
      .select(['id', 'name', 'account_id'])
      .where('name', '=', 'ann')
      .executeTakeFirstOrThrow();
    const bob = await db.selectFrom('users').select(['id']).where('name', '=', 'bob').executeTakeFirstOrThrow();
    const client = await server.as({ ...ann, accountId: ann.account_id });
    const change = await client.call('changePassword', {
      body: { current: secret('ann'), next: 'a new long password' },
    });
    expect(change.problem.code).toBe('no-password');
    const reset = await client.call('updateUser', {
      params: { user: bob.id },
      body: { password: 'a new long password' },
    });
    expect(reset.problem.code).toBe('no-password');
    const { body } = await client.call('listUsers', { query: { q: 'bob' } });
    expect(body.items[0]).toMatchObject({ name: 'bob', method: 'ldap' });
    const begun = await client.call('beginSecondFactor', { body: { password: secret('ann') } });
    expect(begun.status).toBe(201);
    expect((await client.call('beginSecondFactor', { body: { password: 'wrong' } })).status).toBe(401);
  });
});

describe('the connection to a directory', () => {
  async function ask(config: Record<string, unknown>, name = 'ann', password = `${name} has a password`) {
    const own = await startConsoleServer({ attempts, config: configSchema.parse({ ...search(), ...config }) });
    await own.createAccount('main');
    const { status, problem } = await own.visitor().call('signIn', { body: { user: name, password } });
    await own.stop();
    return {
      status,
      code: problem.code,
      logged: JSON.stringify(
        own.logged.map(({ message, facts }) => [message, String((facts as { err?: unknown }).err)]),
      ),
    };
  }

  it('is encrypted and its certificate looked at, by ldaps and by startTLS', async () => {
    expect((await ask({ ldapUrl: slapd.secureUrl })).status).toBe(200);
    expect((await ask({ ldapUrl: slapd.url })).status).toBe(200);
    for (const ldapUrl of [slapd.secureUrl, slapd.url]) {
      const unknown = await ask({ ldapUrl, ldapCaFile: undefined });
      expect([unknown.status, unknown.code]).toEqual([503, 'unavailable']);
      const otherName = await ask({ ldapUrl: ldapUrl.replace('localhost', '127.0.0.1') });
      expect(otherName.status).toBe(503);
      expect(otherName.logged).toMatch(/does not match certificate|altnames/i);
    }
  });

  it('binds as the user by a template, whatever the name holds, and reads the groups of the entry', async () => {
    const template = { ldapUserDn: `uid={name},${people}`, ldapUserBase: undefined, ldapGroupBase: undefined };
    // Only what is added while it runs gets into `memberOf`.
    await slapd.change((client) =>
      client.add(`cn=ops,${groups}`, { objectClass: 'groupOfNames', cn: 'ops', member: `uid=ann,${people}` }),
    );
    expect((await ask(template)).status).toBe(200);
    expect((await ask(template, 'ann', 'wrong')).status).toBe(401);
    for (const name of [`ann,${people}`, '*']) {
      expect((await ask(template, name, 'ann has a password')).status).toBe(401);
    }
  });

  it('searches as an entry of its own, and says when that one is refused', async () => {
    const own = { ldapBindDn: `uid=bob,${people}`, ldapBindPassword: 'bob has a password' };
    expect((await ask(own)).status).toBe(200);
    const refused = await ask({ ...own, ldapBindPassword: 'wrong' });
    expect([refused.status, refused.code]).toEqual([503, 'unavailable']);
    expect(refused.logged).not.toContain('ann has a password');
  });
});

type DirectoryClient = Parameters<Parameters<Slapd['change']>[0]>[0];
const addTo = (client: DirectoryClient, cn: string, uid: string) => modify(client, 'add', cn, uid);
const removeFrom = (client: DirectoryClient, cn: string, uid: string) => modify(client, 'delete', cn, uid);
function modify(client: DirectoryClient, operation: 'add' | 'delete', cn: string, uid: string): Promise<void> {
  const modification = new Attribute({ type: 'member', values: [`uid=${uid},${people}`] });
  return client.modify(`cn=${cn},${groups}`, new Change({ operation, modification }));
}
