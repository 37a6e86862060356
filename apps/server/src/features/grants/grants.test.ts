import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { newGrant } from '../new-grant.ts';

const organization = 'team';

describe.each(dialects)('grants on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let team: string;
  let manager: TestUser;
  let client: ConsoleClient;
  let users = 0;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main');
    manager = await server.createUser(account, 'manager');
    team = await server.createOrganization(account, organization);
    await server.grant(team, manager, 'manage');
    client = await server.as(manager);
    for (const name of ['team/app', 'team/app/web', 'team/other'])
      await pushImage(server.services, { name, tags: ['v1'] });
  });
  afterAll(() => server.stop());

  function newUser() {
    users += 1;
    return server.createUser(account, `user-${users}`);
  }

  const give = (by: ConsoleClient, user: TestUser, level: 'read' | 'edit' | 'manage', pattern = '') =>
    by.call('putGrant', { params: { organization }, body: { holder: { kind: 'user', id: user.id }, pattern, level } });

  it('open the organization at once, and close it at once', async () => {
    const user = await newUser();
    const other = await server.as(user);
    const get = async () => {
      const { status, body } = await other.call('getOrganization', { params: { organization } });
      return status === 200 ? body.level : status;
    };
    expect(await get()).toBe(404);
    const put = await give(client, user, 'edit');
    const holder = { kind: 'user', id: user.id, name: user.name, disabled: false };
    expect(put.body).toMatchObject({ holder, pattern: '', level: 'edit', createdBy: 'manager' });
    expect(await get()).toBe('edit');
    expect((await give(client, user, 'read')).body.id).toBe(put.body.id);
    expect(await get()).toBe('read');
    const params = { organization, grant: put.body.id };
    expect((await client.call('removeGrant', { params })).status).toBe(204);
    expect(await get()).toBe(404);
    expect((await client.call('removeGrant', { params })).status).toBe(404);
  });

  it('are at most 1000 for one holder, and the refusal says what to do', async () => {
    const user = await newUser();
    const { db } = server.database;
    const holder = { kind: 'user', ...user } as const;
    const place = { id: team, name: organization };
    const rows = Array.from({ length: 1000 }, (_, at) =>
      newGrant({ organization: place, holder, pattern: `image-${at}`, level: 'read', by: 'test', at: 1 }),
    );
    for (let at = 0; at < rows.length; at += 250) {
      await db
        .insertInto('grants')
        .values(rows.slice(at, at + 250))
        .execute();
    }
    const { status, problem } = await give(client, user, 'read', 'one-more');
    expect([status, problem.code]).toEqual([403, 'quota-used-up']);
    expect(problem.message).toContain('team-a/*');
    expect(problem.detail).toMatchObject({ reason: 'grant-limit', holder: user.name, limit: 1000 });
    // Another level is no other grant, and others are not held up.
    expect((await give(client, user, 'edit', 'image-7')).body.level).toBe('edit');
    expect((await give(client, await newUser(), 'read', 'one-more')).status).toBe(200);
    await db.deleteFrom('grants').where('user_id', '=', user.id).where('pattern', '=', 'image-8').execute();
    expect((await give(client, user, 'read', 'one-more')).status).toBe(200);
    await db.deleteFrom('grants').where('user_id', '=', user.id).execute();
  });

  it('on one image show the organization with that image only', async () => {
    const user = await newUser();
    const other = await server.as(user);
    await give(client, user, 'edit', 'app');
    const seen = await other.call('listOrganizations');
    expect(seen.body.items).toMatchObject([{ name: organization, level: null, imageCount: 1 }]);
    expect((await other.call('getOrganization', { params: { organization } })).body.level).toBeNull();
    for (const query of [{ organization }, {}]) {
      const list = await other.call('listRepositories', { query });
      expect(list.body.items).toMatchObject([{ organization, path: 'app', level: 'edit' }]);
      expect(list.body.total).toBe(1);
    }
    expect((await other.call('search', { query: { q: 'team/' } })).body.repositories.items).toHaveLength(1);
    const at = (repository: string) => ({ params: { organization, repository } });
    expect((await other.call('getRepository', at('app'))).body.level).toBe('edit');
    expect((await other.call('listTags', at('app'))).body.items).toHaveLength(1);
    expect((await other.call('listTags', at('app/web'))).status).toBe(404);
    const change = { body: { category: 'linux' as const } };
    expect((await other.call('updateRepository', { ...at('app'), ...change })).status).toBe(200);
    expect((await other.call('updateRepository', { ...at('other'), ...change })).status).toBe(404);
    // What is the organization's as a whole stays closed, and says that it is.
    const grants = await other.call('listGrants', { params: { organization } });
    expect([grants.status, grants.problem.detail]).toMatchObject([
      403,
      { reason: 'level-too-low', organization, held: null, wanted: 'read', grantedBy: [] },
    ]);
  });

  it('by a pattern reach what comes later', async () => {
    const user = await newUser();
    const other = await server.as(user);
    await give(client, user, 'read', 'later/*');
    const get = () => other.call('getRepository', { params: { organization, repository: 'later/one' } });
    expect((await get()).status).toBe(404);
    await pushImage(server.services, { name: 'team/later/one' });
    expect((await get()).body).toMatchObject({ path: 'later/one', level: 'read' });
  });

  it('of an image are given by who manages it, on nothing else', async () => {
    const [owner, guest] = [await newUser(), await newUser()];
    const other = await server.as(owner);
    await give(client, owner, 'manage', 'app');
    expect((await give(other, guest, 'read', 'app')).status).toBe(200);
    const shown = await other.call('listRepositoryGrants', { params: { organization, repository: 'app' } });
    const holders = shown.body.items.map(({ holder, pattern }) => [holder.name, pattern]);
    expect(holders).toContainEqual([guest.name, 'app']);
    expect(holders).toContainEqual(['manager', '']);
    for (const pattern of ['', 'app*', 'app/web']) {
      expect([pattern, (await give(other, guest, 'read', pattern)).problem.code]).toEqual([pattern, 'forbidden']);
    }
    const on = await client.call('listGrants', { params: { organization }, query: { q: 'manager' } });
    const params = { organization, grant: on.body.items[0]?.id ?? '' };
    expect((await other.call('removeGrant', { params })).problem.code).toBe('forbidden');
  });

  it('are never on oneself', async () => {
    const list = await client.call('listGrants', { params: { organization }, query: { q: 'manager' } });
    const put = await give(client, manager, 'read');
    const params = { organization, grant: list.body.items[0]?.id ?? '' };
    const removed = await client.call('removeGrant', { params });
    for (const { status, problem } of [put, removed]) expect([status, problem.code]).toEqual([409, 'not-on-yourself']);
    expect((await client.call('getOrganization', { params: { organization } })).body.level).toBe('manage');
  });

  it('are for users of the account only', async () => {
    const foreign = await server.createUser(await server.createAccount(`other-${users}`), `foreign-${users}`);
    for (const id of [foreign.id, 'nobody']) {
      const put = await give(client, { ...foreign, id }, 'read');
      expect([put.status, put.problem.code]).toEqual([404, 'not-found']);
    }
  });

  it('are offered to who has none of the kind and can sign in', async () => {
    const [free, granted, disabled] = [await newUser(), await newUser(), await newUser()];
    await give(client, granted, 'read');
    await server.database.db.updateTable('users').set({ disabled_at: 1 }).where('id', '=', disabled.id).execute();
    const offered = async (pattern: string) => {
      const query = { q: 'USER-', pattern };
      const { body } = await client.call('listGrantCandidates', { params: { organization }, query });
      return body.items.map(({ name }) => name);
    };
    expect(await offered('')).toContain(free.name);
    for (const { name } of [granted, disabled, manager]) expect(await offered('')).not.toContain(name);
    expect(await offered('app')).toContain(granted.name);
  });

  it.each(['*', 'a*b', '/app', 'App', 'a'.repeat(129)])('are not taken on the pattern %j', async (pattern) => {
    const put = await give(client, await newUser(), 'read', pattern);
    expect([put.status, put.problem.fields[0]?.field]).toEqual([400, 'body.pattern']);
  });
});
