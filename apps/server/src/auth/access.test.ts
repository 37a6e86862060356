import type { RepositoryName } from '@wharf/oci';
import type { Access, Action, Caller } from '@wharf/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AuthWorld, createAuthWorld, password } from '../testing/auth-world.ts';
import { createAccess } from './access.ts';
import type { KnownActor } from './actors.ts';
import { createAttempts } from './attempts.ts';
import { authorizeScopes } from './authorize-scopes.ts';
import { createCredentials } from './credentials.ts';
import { createRegistryTokens, tokenContent } from './registry-tokens.ts';
import { parseScopes } from './scopes.ts';
import { addSigningKey, createSigningKeys } from './signing-keys.ts';
import type { UserActor } from './user-actor.ts';

describe('access', () => {
  let world: AuthWorld;
  let access: Access;
  let admin: UserActor;
  let reader: UserActor;
  let acme: string;
  let bearer: (actor: KnownActor | undefined, ...scopes: string[]) => Promise<string>;

  beforeAll(async () => {
    world = await createAuthWorld();
    const { db } = world.database;
    const account = await world.addAccount('main');
    admin = await world.addUser(account, 'admin', 'system-administrator');
    reader = await world.addUser(account, 'reader');
    acme = await world.addOrganization(account, 'acme');
    const foreign = await world.addOrganization(await world.addAccount('foreign'), 'foreign');
    await world.addRepository(acme, 'acme/open', 'public');
    await world.addRepository(acme, 'acme/web');
    await world.addRepository(foreign, 'foreign/web');
    await world.grant(acme, reader, 'read');
    await addSigningKey(db, new Date());
    const now = () => new Date();
    const policy = () => ({ anonymousPull: 'images' as const, now: Date.now() });
    const tokens = createRegistryTokens(createSigningKeys(world.database), 5, now);
    const credentials = createCredentials({ db, attempts: createAttempts(), used: () => {}, now });
    access = createAccess({
      db,
      credentials,
      tokens,
      revocations: { hold: () => true },
      policy,
      consoleUrl: undefined,
    });
    bearer = async (actor, ...scopes) => {
      const granted = await authorizeScopes(db, actor ?? { kind: 'anonymous' }, parseScopes(scopes), policy());
      const content = tokenContent(actor && { actor, standing: {} }, granted, 'http://host:1');
      return `Bearer ${(await tokens.issue(content, 'host:1')).token}`;
    };
  });
  afterAll(() => world.remove());

  const basic = (name: string, text: string) => `Basic ${Buffer.from(`${name}:${text}`).toString('base64')}`;
  const identify = (header: string | undefined) => access.identify(header, () => '203.0.113.7');
  const decide = (caller: Caller, action: Action, name: string) => caller.decide(action, name as RepositoryName);

  it.each(['user', 'robot'] as const)(
    'lets the token of a %s push no more once its account is disabled',
    async (kind) => {
      const account = await world.addAccount(`closing-${kind}`);
      const organization = await world.addOrganization(account, `closing-${kind}`);
      const actor =
        kind === 'user'
          ? await world.addUser(account, `closing-${kind}`)
          : await world.addRobot(account, organization, `closing-${kind}+ci`);
      await world.grant(organization, actor, 'edit');
      const caller = await identify(await bearer(actor, `repository:closing-${kind}/web:push`));
      expect(await decide(caller, 'push', `closing-${kind}/web`)).toEqual({ allowed: true });
      await world.database.db.updateTable('accounts').set({ disabled_at: 1 }).where('id', '=', account).execute();
      expect(await decide(caller, 'push', `closing-${kind}/web`)).toMatchObject({ allowed: false });
    },
  );

  it('decides at once for a token that was seen before', async () => {
    const token = await bearer(reader, 'repository:acme/web:pull');
    await identify(token);
    const caller = identify(token);
    if (caller instanceof Promise) throw new Error('the second time must not wait');
    expect(caller).toMatchObject({ author: { id: reader.id, name: 'reader' }, anonymous: false });
    expect(decide(caller, 'pull', 'acme/web')).toEqual({ allowed: true });
    expect(decide(caller, 'pull', 'acme/other')).toMatchObject({ allowed: false, challenge: true });
    expect(decide(caller, 'push', 'acme/web')).toMatchObject({ allowed: false, challenge: true });
  });

  it('lets a token change nothing any more once the right, the user or the organization is gone', async () => {
    const { db } = world.database;
    const account = reader.accountId;
    const dora = await world.addUser(account, 'dora');
    const pier = await world.addOrganization(account, 'pier');
    await world.addRepository(pier, 'pier/web');
    await world.grant(pier, dora, 'manage');
    const caller = await identify(await bearer(dora, 'repository:pier/web:pull,push,delete'));
    const now = async () => [await decide(caller, 'push', 'pier/web'), await decide(caller, 'delete', 'pier/web')];
    expect(await now()).toEqual([{ allowed: true }, { allowed: true }]);

    await db.deleteFrom('grants').where('user_id', '=', dora.id).execute();
    for (const decision of await now()) expect(decision).toMatchObject({ allowed: false, challenge: false });
    await world.grant(pier, dora, 'read');
    for (const decision of await now()) {
      expect(decision).toMatchObject({ allowed: false, detail: { reason: 'level-too-low' } });
    }

    await db.updateTable('grants').set({ level: 'manage' }).where('user_id', '=', dora.id).execute();
    await db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', dora.id).execute();
    for (const decision of await now()) {
      expect(decision).toMatchObject({ allowed: false, challenge: true, detail: { reason: 'user-gone' } });
    }

    await db.updateTable('users').set({ disabled_at: null }).where('id', '=', dora.id).execute();
    await db.deleteFrom('repositories').where('organization_id', '=', pier).execute();
    await db.deleteFrom('organizations').where('id', '=', pier).execute();
    await world.addOrganization(await world.addAccount('taker'), 'pier');
    expect(await decide(caller, 'push', 'pier/web')).toMatchObject({ detail: { reason: 'not-a-member' } });
    expect(await decide(caller, 'delete', 'pier/web')).toMatchObject({ allowed: false });
    expect(decide(caller, 'pull', 'pier/web')).toEqual({ allowed: true });
  });

  it('explains what was refused when the token was made, instead of asking to log in again', async () => {
    const caller = await identify(
      await bearer(
        reader,
        'repository:acme/web:push',
        'repository:none/x:push',
        'repository:foreign/web:push,pull',
        'repository:none/x:pull',
      ),
    );
    expect(await decide(caller, 'push', 'acme/web')).toMatchObject({
      challenge: false,
      detail: { reason: 'level-too-low', held: 'read', wanted: 'edit' },
    });
    expect(await decide(caller, 'push', 'none/x')).toMatchObject({
      challenge: false,
      message: expect.stringContaining('http://host:1/organizations'),
    });
    expect(await decide(caller, 'push', 'foreign/web')).toMatchObject({ detail: { reason: 'not-a-member' } });
    // A stranger cannot tell a hidden repository from none.
    const hidden = await decide(caller, 'pull', 'foreign/web');
    const absent = await decide(caller, 'pull', 'none/x');
    const plain = (decision: unknown) => JSON.stringify(decision).replaceAll(/foreign\/web|none\/x|foreign|none/g, 'N');
    expect(plain(hidden)).toBe(plain(absent));
  });

  it('asks for a new token when the right was granted since', async () => {
    const carl = await world.addUser(reader.accountId, 'carl');
    const caller = await identify(await bearer(carl, 'repository:acme/web:pull'));
    expect(await decide(caller, 'pull', 'acme/web')).toMatchObject({ challenge: false });
    await world.grant(acme, carl, 'read');
    expect(await decide(caller, 'pull', 'acme/web')).toMatchObject({ allowed: false, challenge: true });
  });

  it('lets anonymous callers pull what is public and asks them to log in for the rest', async () => {
    for (const caller of [
      await identify(undefined),
      await identify(await bearer(undefined, 'repository:acme/open:pull,push repository:acme/web:pull')),
    ]) {
      expect(caller).toMatchObject({ anonymous: true, author: { id: undefined, name: 'anonymous' } });
      expect(await decide(caller, 'pull', 'acme/open')).toEqual({ allowed: true });
      expect(await decide(caller, 'push', 'acme/open')).toMatchObject({
        challenge: true,
        detail: { reason: 'sign-in' },
      });
      expect(await decide(caller, 'pull', 'acme/web')).toMatchObject({
        challenge: true,
        detail: { reason: 'sign-in' },
      });
      expect(await caller.catalogScope()).toBeUndefined();
    }
  });

  it('Basic works as a token does', async () => {
    const caller = await identify(basic('reader', password));
    const credential = { kind: 'password', id: reader.id, name: 'reader' };
    expect(caller.author).toEqual({ id: reader.id, name: 'reader', came: { address: '203.0.113.7', credential } });
    expect(await decide(caller, 'pull', 'acme/web')).toEqual({ allowed: true });
    expect(await decide(caller, 'push', 'acme/web')).toMatchObject({ challenge: false, detail: { held: 'read' } });
  });

  it('tells of a token by which credential it was got, and where it is used from', async () => {
    const credential = { kind: 'temporary-login', id: 't-1', name: 'tmp-abcd2345' } as const;
    const got = { ...reader, came: { address: '198.51.100.1', credential } };
    const token = await bearer(got, 'repository:acme/web:pull');
    for (let time = 0; time < 2; time++) {
      const { author } = await identify(token);
      expect(author).toEqual({ id: reader.id, name: 'reader', came: { address: '203.0.113.7', credential } });
    }
    let asked = 0;
    const caller = await access.identify(token, () => String(asked++));
    await decide(caller, 'pull', 'acme/web');
    expect(asked).toBe(0);
  });

  it.each([
    [basic('reader', 'wrong'), 'unknown-or-wrong'],
    ['Bearer nonsense', 'token-invalid'],
    ['Negotiate abc', 'credentials-malformed'],
    ['', 'credentials-malformed'],
  ])('refuses %j as %s', async (header, reason) => {
    await expect(async () => identify(header)).rejects.toMatchObject({ code: 'UNAUTHORIZED', detail: { reason } });
  });

  it('shows in the catalog what the caller may read', async () => {
    const scope = async (header: string) => (await identify(header)).catalogScope();
    expect(await scope(basic('admin', password))).toEqual({ all: true });
    expect(await scope(basic('reader', password))).toEqual({
      ranges: [{ first: 'acme/', last: 'acme/~' }],
      public: true,
    });
    expect(await scope(await bearer(reader, 'registry:catalog:*'))).toEqual({
      ranges: [{ first: 'acme/', last: 'acme/~' }],
      public: true,
    });
    expect(await scope(await bearer(admin, 'repository:acme/web:pull'))).toBeUndefined();
    const owner = await world.addUser(reader.accountId, 'owner', 'account-administrator');
    expect(await scope(await bearer(owner, 'registry:catalog:*'))).toEqual({
      ranges: [{ first: 'acme/', last: 'acme/~' }],
      public: true,
    });
  });

  it('challenges with the very address by which the client came', () => {
    const origin = { url: 'https://hub.example', host: 'hub.example' };
    expect(access.challenge(origin, 'repository:acme/web:pull', 'insufficient_scope')).toBe(
      'Bearer realm="https://hub.example/token",service="hub.example",scope="repository:acme/web:pull",error="insufficient_scope"',
    );
    expect(access.challenge(origin, undefined, undefined)).toBe(
      'Bearer realm="https://hub.example/token",service="hub.example"',
    );
  });
});
