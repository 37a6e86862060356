import type { WharfDatabase } from '@wharf/db';
import type { RepositoryName } from '@wharf/oci';
import type { Access } from '@wharf/registry';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { type AuthWorld, createAuthWorld } from '../testing/auth-world.ts';
import { createAccess } from './access.ts';
import { createAttempts } from './attempts.ts';
import { authorizeScopes } from './authorize-scopes.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { createRegistryTokens, type RegistryTokens, tokenContent } from './registry-tokens.ts';
import { type Revocations, revoke, startRevocations } from './revocations.ts';
import { addSigningKey, createSigningKeys } from './signing-keys.ts';
import { endTemporaryLoginsOf } from './temporary-logins.ts';
import type { UserActor } from './user-actor.ts';

const web = 'acme/web' as RepositoryName;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const minute = 60_000;

describe.each(['sqlite', 'postgres'])('revocations on %s', (dialect) => {
  let world: AuthWorld;
  let ann: UserActor;
  let login: string;
  let nodes: { credentials: Credentials; tokens: RegistryTokens; access: Access; revocations: Revocations }[];
  let clocks: number[];
  let logins = 0;

  beforeAll(async () => {
    world = await createAuthWorld(dialect === 'postgres' ? inject('postgresUrl') : undefined);
    ann = await world.addUser(await world.addAccount('main'), 'ann');
    await addSigningKey(world.database.db, new Date());
  });
  afterAll(() => world.remove());
  beforeEach(async () => {
    clocks = [Date.now(), Date.now()];
    login = await addLogin();
    nodes = [await startNode(0, world.database), await startNode(1, await world.openAgain())];
  });
  afterEach(async () => {
    for (const { revocations } of nodes) await revocations.stop();
  });

  async function addLogin(): Promise<string> {
    const name = `tmp-${++logins}`;
    await world.addTemporaryLogin(ann, name, 'secret', Date.now() + 600 * minute);
    return name;
  }

  async function startNode(number: number, database: WharfDatabase) {
    const { db } = database;
    const now = () => new Date(clocks[number] ?? 0);
    const tokens = createRegistryTokens(createSigningKeys(database), 60, now);
    const credentials = createCredentials({ db, attempts: createAttempts(), used: () => {}, now });
    const revocations = await startRevocations(database, silent, now, 20);
    const policy = () => ({ anonymousPull: 'images' as const, now: now().getTime() });
    const access = createAccess({ db, credentials, tokens, revocations, policy, consoleUrl: undefined });
    return { credentials, tokens, access, revocations };
  }

  const node = (number: number) => nodes[number] ?? expect.unreachable();

  async function tokenOf(number: number): Promise<string> {
    const outcome = await node(number).credentials.check(login, 'secret', undefined);
    if (!outcome.ok) throw new Error(outcome.reason);
    const access = [{ type: 'repository', name: web, actions: ['pull'] }];
    const content = tokenContent(outcome, { access, refused: [], standing: {} }, 'http://host');
    return `Bearer ${(await node(number).tokens.issue(content, 'host')).token}`;
  }

  async function holds(number: number, header: string): Promise<boolean> {
    try {
      const caller = await node(number).access.identify(header, () => '');
      return (await caller.decide('pull', web)).allowed;
    } catch (error) {
      expect(error).toMatchObject({ code: 'UNAUTHORIZED', detail: { reason: 'token-revoked' } });
      return false;
    }
  }

  const end = (header: string) =>
    vi.waitFor(async () => expect([await holds(0, header), await holds(1, header)]).toEqual([false, false]));

  it('end the tokens of one credential on every node, and no others', async () => {
    const token = await tokenOf(0);
    const ended = login;
    login = await addLogin();
    const other = await tokenOf(1);
    expect([await holds(0, token), await holds(1, token), await holds(1, other)]).toEqual([true, true, true]);
    const { id } = await world.database.db
      .selectFrom('temporary_credentials')
      .select('id')
      .where('login', '=', ended)
      .executeTakeFirstOrThrow();
    await world.database.db.transaction().execute((trx) => revoke(trx, `credential:${id}`, new Date()));
    await end(token);
    expect([await holds(0, other), await holds(1, other)]).toEqual([true, true]);
  });

  it('leave what is made after them alone, however wrong a clock is', async () => {
    // As far apart as a token's times allow.
    clocks = [Date.now() + 10_000, Date.now() - 10_000];
    for (const [revoker, maker] of [
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const) {
      const before = await tokenOf(0);
      expect([await holds(0, before), await holds(1, before)]).toEqual([true, true]);
      const at = new Date(clocks[revoker] ?? 0);
      await world.database.db.transaction().execute((trx) => revoke(trx, `user:${ann.id}`, at));
      const after = await tokenOf(maker);
      await end(before);
      expect([await holds(0, after), await holds(1, after)]).toEqual([true, true]);
    }
  });

  it('end the tokens of all users of an account', async () => {
    const token = await tokenOf(1);
    await world.database.db.transaction().execute((trx) => revoke(trx, `account:${ann.accountId}`, new Date()));
    await end(token);
  });

  it('end what lets pull from an organization that is gone, also for who has no login', async () => {
    const account = await world.addAccount('owner');
    const organization = await world.addOrganization(account, 'acme');
    await world.addRepository(organization, web, 'public');
    const policy = { anonymousPull: 'images', now: Date.now() } as const;
    const asked = { catalog: false, repositories: [{ name: web, actions: ['pull' as const] }] };
    const granted = await authorizeScopes(world.database.db, { kind: 'anonymous' }, asked, policy);
    const content = tokenContent(undefined, granted, 'http://host');
    const anonymous = `Bearer ${(await node(0).tokens.issue(content, 'host')).token}`;
    const other = await tokenOf(0);
    expect([await holds(0, anonymous), await holds(1, anonymous)]).toEqual([true, true]);
    await world.database.db.transaction().execute((trx) => revoke(trx, `organization:${organization}`, new Date()));
    await end(anonymous);
    expect([await holds(0, other), await holds(1, other)]).toEqual([true, true]);
  });

  it('count for a process that starts later', async () => {
    const token = await tokenOf(0);
    await world.database.db.transaction().execute((trx) => revoke(trx, `user:${ann.id}`, new Date()));
    nodes.push(await startNode(0, world.database));
    expect(await holds(2, token)).toBe(false);
  });

  it('end what was judged before them and issued after', async () => {
    const outcome = await node(0).credentials.check(login, 'secret', undefined);
    if (!outcome.ok) throw new Error(outcome.reason);
    await world.database.db.transaction().execute((trx) => endTemporaryLoginsOf(trx, ann.id, new Date()));
    await vi.waitFor(() => expect(node(0).revocations.hold(outcome.standing)).toBe(false));
  });

  it('go when no token of before them can live any more', async () => {
    const { db } = world.database;
    const rows = () => db.selectFrom('revocations').select('subject').where('subject', '=', 'user:old').execute();
    await revoke(db, 'user:old', new Date(Date.now() - 119 * minute));
    nodes.push(await startNode(0, world.database));
    expect(node(2).revocations.hold({ 'user:old': 0 })).toBe(false);
    clocks[0] = Date.now() + 11 * minute;
    await vi.waitFor(() => expect(node(2).revocations.hold({ 'user:old': 0 })).toBe(true));
    expect(await rows()).toHaveLength(1);
    clocks[0] = Date.now() + 72 * minute;
    await vi.waitFor(async () => expect(await rows()).toEqual([]));
  });

  it('that one node forgets leave alone what is made after, on the nodes that know them still', async () => {
    const bob = await world.addUser(ann.accountId, 'bob');
    login = 'tmp-bob';
    await world.addTemporaryLogin(bob, login, 'secret', Date.now() + 600 * minute);
    await revoke(world.database.db, `user:${bob.id}`, new Date(Date.now() - 119 * minute));
    nodes.push(await startNode(0, world.database), await startNode(1, await world.openAgain()));
    clocks[0] = Date.now() + 11 * minute;
    await vi.waitFor(() => expect(node(2).revocations.hold({ [`user:${bob.id}`]: 0 })).toBe(true));
    const token = await tokenOf(1);
    expect([await holds(2, token), await holds(3, token)]).toEqual([true, true]);
  });
});
