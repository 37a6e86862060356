import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../bff/testing/console-server.ts';
import { dialects } from '../bff/testing/dialects.ts';
import { createLoginRecord, type LoginRecord } from './login-record.ts';
import { createPullRecord } from './pull-record.ts';

describe.each(dialects)('logins on the record on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let ann: TestUser;
  let record: LoginRecord;
  let clock = Date.parse('2026-11-24T12:00:00Z');
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    ann = await server.createUser(await server.createAccount('main'), 'ann');
    const log = server.services.log;
    record = createLoginRecord({ database: server.database, log, now: () => new Date(clock) });
  });
  afterAll(async () => {
    await record.stop();
    await server.stop();
  });

  async function told(): Promise<{ type: string; author: string; account: string; payload: object }[]> {
    await record.flush();
    const rows = await server.database.db.selectFrom('events').selectAll().orderBy('id').execute();
    await server.database.db.deleteFrom('events').execute();
    return rows.map(({ type, author_name, account_id, payload }) => {
      return { type, author: author_name, account: account_id, payload: JSON.parse(payload) };
    });
  }
  const credential = { kind: 'password', id: 'u', name: 'ann' } as const;
  const from = (address: string) => ({ ...ann, came: { address, credential } });
  const refused = (name: string, address = '203.0.113.7', reason = 'unknown-or-wrong') =>
    record.refused({ type: 'LoginRefused', name, address, reason });

  it('tell of a credential and an address once in a quarter of an hour, and of how many more', async () => {
    for (let times = 0; times < 5; times++) record.used(from('203.0.113.7'));
    record.used(from('203.0.113.8'));
    expect(await told()).toMatchObject([{ payload: {} }, { payload: {} }]);
    clock += 16 * 60_000;
    record.used(from('203.0.113.7'));
    expect(await told()).toEqual([
      { type: 'LoginUsed', author: 'ann', account: ann.accountId, payload: { leftOut: 4 } },
    ]);
  });

  it('name whose login was tried, and nobody for a name that nobody has', async () => {
    for (const name of ['ann', 'correct horse battery', 'a\0b', 'x'.repeat(5_000), '']) refused(name);
    const rows = await told();
    expect(rows.map(({ author, account }) => [author, account])).toEqual([
      ['ann', ann.accountId],
      ...Array.from({ length: 4 }, () => ['', '']),
    ]);
    expect(JSON.stringify(rows)).not.toContain('horse');
  });

  it('are not filled by guessers', async () => {
    for (let at = 0; at < 1_000; at++) refused(`guess-${at}`, `203.0.113.${at % 200}`);
    expect((await told()).length).toBeLessThanOrEqual(300);
    clock += 61_000;
    for (let at = 0; at < 1_000; at++) refused(`guess-${at}`, '198.51.100.1', 'too-many-attempts');
    expect(await told()).toMatchObject([{ payload: { reason: 'too-many-attempts' } }]);
  });

  it('wait while the database is away, and come later', async () => {
    const log = { info() {}, warn() {}, error() {} };
    let broken = true;
    const db = new Proxy(server.database.db, {
      get(target, name) {
        if (name === 'transaction' && broken) throw new Error('away');
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    const late = createLoginRecord({ database: { ...server.database, db }, log, now: () => new Date(clock) });
    late.used(from('192.0.2.1'));
    await late.flush();
    broken = false;
    await late.stop();
    expect(await told()).toMatchObject([{ type: 'LoginUsed', author: 'ann' }]);
  });
});

describe.each(dialects)('pulls on the record on $dialect', ({ makeDatabase }) => {
  it('are told once for the same client and image, with how often', async () => {
    const server = await startConsoleServer({}, makeDatabase);
    try {
      const account = await server.createAccount('main');
      const organization = await server.createOrganization(account, 'acme');
      const repositoryId = 'r';
      const row = { id: repositoryId, organization_id: organization, name: 'acme/web', created_at: 1 };
      await server.database.db.insertInto('repositories').values(row).execute();
      const record = createPullRecord({ database: server.database, log: server.services.log });
      const credential = { kind: 'robot', name: 'acme+ci' };
      const by = { id: 'u', name: 'acme+ci', came: { address: '203.0.113.7', credential } };
      const pull = { repository: 'acme/web', repositoryId, tag: '1.0', digest: 'sha256:x', by, at: new Date() };
      for (const one of [pull, pull, { ...pull, tag: undefined }, { ...pull, repositoryId: 'gone' }]) record.add(one);
      record.add({ ...pull, by: { id: undefined, name: 'anonymous' } });
      await record.stop();
      const rows = await server.database.db.selectFrom('events').selectAll().orderBy('id').execute();
      expect(rows.map(({ payload, author_name }) => [author_name, JSON.parse(payload)])).toMatchObject([
        ['acme+ci', { tag: '1.0', times: 2 }],
        ['acme+ci', { tag: null, times: 1 }],
        ['anonymous', { tag: '1.0', times: 1 }],
      ]);
      expect(rows[0]).toMatchObject({ address: '203.0.113.7', repository_name: 'acme/web', account_id: account });
    } finally {
      await server.stop();
    }
  });
});
