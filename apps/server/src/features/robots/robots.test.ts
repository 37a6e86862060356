import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';

describe.each(dialects)('robots on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let account: string;
  let client: ConsoleClient;
  let boss: ConsoleClient;
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    account = await server.createAccount('main');
    const manager = await server.createUser(account, 'manager');
    await server.grant(await server.createOrganization(account, 'team'), manager, 'manage');
    await server.createOrganization(account, 'second');
    client = await server.as(manager);
    boss = await server.as(await server.createUser(account, 'boss', 'account-administrator'));
  });
  afterAll(() => server.stop());

  const check = async (login: string, secret: string) => {
    const outcome = await server.services.credentials.check(login, secret, '10.0.0.1');
    return outcome.ok ? outcome.actor.name : outcome.reason;
  };
  const revocations = (id: string) =>
    server.database.db.selectFrom('revocations').selectAll().where('subject', '=', `robot:${id}`).execute();

  it('log in by a secret that is told once, and hold what they were granted', async () => {
    const grants = [
      { organization: 'team', pattern: 'app', level: 'edit' as const },
      { organization: 'team', pattern: '', level: 'read' as const },
    ];
    const { status, body } = await client.call('createRobot', {
      body: { name: 'ci', organization: 'team', description: 'Builds', grants },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ login: 'team+ci', organization: 'team', state: 'active', createdBy: 'manager' });
    expect(await check('team+ci', body.secret)).toBe('team+ci');
    const list = await client.call('listRobots', { query: { organization: 'team' } });
    expect(list.body.items[0]?.grants).toEqual([grants[1], grants[0]]);
    expect(JSON.stringify(list.body)).not.toContain(body.secret);
    const events = await server.database.db
      .selectFrom('events')
      .selectAll()
      .where('type', '=', 'RobotCreated')
      .execute();
    expect(events).toHaveLength(1);
    expect(JSON.stringify(events)).not.toContain(body.secret);
    const again = await client.call('createRobot', { body: { name: 'ci', organization: 'team' } });
    expect([again.status, again.problem.code]).toEqual([409, 'name-taken']);
  });

  it('end when they are disabled, expired or removed, and by another secret; so do the tokens they got', async () => {
    const { body } = await client.call('createRobot', { body: { name: 'short', organization: 'team' } });
    const params = { robot: body.id };
    await client.call('updateRobot', { params, body: { disabled: true } });
    expect(await check(body.login, body.secret)).toBe('robot-disabled');
    expect(await revocations(body.id)).toHaveLength(1);
    await client.call('updateRobot', { params, body: { disabled: false } });
    expect(await check(body.login, body.secret)).toBe(body.login);
    const rotated = await client.call('rotateRobot', { params });
    expect(await check(body.login, body.secret)).toBe('unknown-or-wrong');
    expect(await check(body.login, rotated.body.secret)).toBe(body.login);
    const expiresAt = new Date(server.services.now().getTime() + 1000).toISOString();
    expect((await client.call('updateRobot', { params, body: { expiresAt } })).body.expiresAt).toBe(expiresAt);
    server.advance(1000);
    expect(await check(body.login, rotated.body.secret)).toBe('robot-expired');
    const list = await client.call('listRobots', { query: { organization: 'team', q: 'short' } });
    expect(list.body.items).toMatchObject([{ state: 'expired' }]);
    expect((await client.call('removeRobot', { params })).status).toBe(204);
    expect((await client.call('removeRobot', { params })).status).toBe(404);
  });

  it('of an account are for its administrators, and can be granted any of its organizations', async () => {
    const grants = ['team', 'second'].map((organization) => ({ organization, pattern: '', level: 'read' as const }));
    const asked = { body: { name: 'mirror', organization: null, grants } };
    expect((await client.call('createRobot', asked)).problem.detail.reason).toBe('administrators-only');
    const { body } = await boss.call('createRobot', asked);
    expect(body).toMatchObject({ login: '@main+mirror', organization: null });
    expect(body.grants).toHaveLength(2);
    expect((await boss.call('listRobots')).body.items.map(({ login }) => login)).toContain('@main+mirror');
    expect((await client.call('removeRobot', { params: { robot: body.id } })).status).toBe(403);
    const holder = { kind: 'robot' as const, id: body.id };
    const put = await client.call('putGrant', { params: { organization: 'team' }, body: { holder, level: 'edit' } });
    expect(put.body.holder).toMatchObject({ name: '@main+mirror' });
  });

  it('are never granted what lies outside their organization or account', async () => {
    const other = await server.createAccount(`away-${server.url}`);
    await server.createOrganization(other, 'away');
    const ask = (by: ConsoleClient, organization: string | null, of: string) =>
      by.call('createRobot', {
        body: { name: 'x', organization, grants: [{ organization: of, pattern: '', level: 'read' }] },
      });
    for (const asked of [ask(client, 'team', 'second'), ask(boss, null, 'away'), ask(boss, null, 'nowhere')]) {
      const { status, problem } = await asked;
      expect([status, problem.fields]).toEqual([400, [{ field: 'body.grants', problem: 'organization-elsewhere' }]]);
    }
    const { body } = await client.call('createRobot', { body: { name: 'own', organization: 'team' } });
    const holder = { kind: 'robot' as const, id: body.id };
    const put = await boss.call('putGrant', { params: { organization: 'second' }, body: { holder, level: 'read' } });
    expect(put.status).toBe(404);
  });

  it('cannot end in the past', async () => {
    const body = { name: 'late', organization: 'team', expiresAt: '2020-01-01T00:00:00.000Z' };
    const { problem } = await client.call('createRobot', { body });
    expect(problem.fields).toEqual([{ field: 'body.expiresAt', problem: 'in-the-past' }]);
  });
});
