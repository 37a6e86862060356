import type { Body } from '@wharf/api';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { createNetworks } from '../../network/networks.ts';

type Rule = Body<'createNetworkRule'>;
const rule: Rule = {
  name: 'lan',
  description: 'desks',
  ranges: ['10.0.0.0/8'],
  host: 'registry.lan:5000',
  enabled: true,
  actions: 'push-pull',
  blobReads: 'through',
};
const open: Body<'updateDefaultNetworkRule'> = {
  publicAccess: 'everyone',
  allowList: [],
  host: null,
  actions: 'push-pull',
  blobReads: 'redirect',
};

describe.each(dialects)('network rules on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let account: string;
  const addressOf = (request: { headers: Record<string, string | string[] | undefined> }) =>
    String(request.headers['x-test-address'] ?? '127.0.0.1');
  beforeAll(async () => {
    server = await startConsoleServer({ addressOf }, makeDatabase);
    account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'root', 'system-administrator'));
  });
  afterAll(() => server.stop());
  afterEach(async () => {
    await client.call('updateDefaultNetworkRule', { body: open });
    for (const { id } of (await client.call('getNetwork')).body.rules) {
      await client.call('removeNetworkRule', { params: { rule: id } });
    }
  });

  const from = (address: string) => ({ 'x-test-address': address });
  async function create(change: Partial<Rule> = {}): Promise<string> {
    const { body, status } = await client.call('createNetworkRule', { body: { ...rule, ...change } });
    expect(status).toBe(201);
    return body.id;
  }

  it('are kept as they are read, with an event each', async () => {
    const ranges = ['10.0.0.0/8', '::ffff:10.0.0.0/104', 'FD00:0::/8', '192.0.2.1'];
    const created = await client.call('createNetworkRule', { body: { ...rule, ranges } });
    expect(created.body).toMatchObject({
      ...rule,
      ranges: ['10.0.0.0/8', 'fd00::/8', '192.0.2.1/32'],
      createdBy: 'root',
    });
    const params = { rule: created.body.id };
    const changed = await client.call('updateNetworkRule', { params, body: { ...rule, enabled: false } });
    expect(changed.body).toMatchObject({ enabled: false, ranges: ['10.0.0.0/8'] });
    const allowList = [{ range: '203.0.113.7', description: 'home' }];
    const settings = { ...open, publicAccess: 'listed', allowList } as const;
    expect((await client.call('updateDefaultNetworkRule', { body: settings })).status).toBe(200);
    const { body } = await client.call('getNetwork');
    expect(body).toMatchObject({
      rules: [changed.body],
      defaultRule: { publicAccess: 'listed', allowList: [{ range: '203.0.113.7/32', description: 'home' }] },
      you: { address: '127.0.0.1', door: { kind: 'machine' } },
    });
    expect((await client.call('removeNetworkRule', { params })).status).toBe(204);
    expect((await client.call('removeNetworkRule', { params })).status).toBe(404);
    const events = await server.database.db.selectFrom('events').select(['type', 'payload']).orderBy('id').execute();
    expect(events.map(({ type }) => type)).toEqual([
      'NetworkRuleCreated',
      'NetworkRuleUpdated',
      'DefaultNetworkRuleUpdated',
      'NetworkRuleRemoved',
    ]);
    const seen = async (by: ConsoleClient) =>
      (await by.call('listEvents', { query: { type: 'NetworkRuleCreated' } })).body.items.length;
    const beside = await server.createUser(account, 'beside', 'account-administrator');
    expect([await seen(client), await seen(await server.as(beside))]).toEqual([1, 0]);
    expect(JSON.parse(events[1]?.payload ?? '')).toMatchObject({
      networkRule: 'lan',
      rule: { enabled: false },
      previous: { enabled: true },
    });
  });

  it.each([
    [{ ranges: ['10.1.2.3/8'] }, 'body.ranges.0', 'range-host-bits'],
    [{ ranges: ['10.0.0.0/8', 'office'] }, 'body.ranges.1', 'range-address'],
    [{ ranges: ['10.0.0.0/40'] }, 'body.ranges.0', 'range-prefix'],
    [{ ranges: [] }, 'body.ranges', 'ranges-empty'],
    [{ host: 'http://x/' }, 'body.host', 'network-host'],
    [{ name: ' ' }, 'body.name', 'empty'],
    [{ ranges: Array<string>(101).fill('10.0.0.1') }, 'body.ranges', 'too-big'],
  ])('refuse %j', async (change, field, problem) => {
    const { status, problem: said } = await client.call('createNetworkRule', { body: { ...rule, ...change } });
    expect([status, said.fields]).toEqual([400, [{ field, problem }]]);
  });

  it('belong to one rule each, name and range', async () => {
    await create();
    const second = await client.call('createNetworkRule', { body: { ...rule, ranges: ['10.1.0.0/16'] } });
    expect(second.problem).toMatchObject({ code: 'name-taken', fields: [{ field: 'body.name' }] });
    const third = await client.call('createNetworkRule', { body: { ...rule, name: 'other' } });
    expect(third.problem.fields).toEqual([{ field: 'body.ranges.0', problem: 'range-taken' }]);
    expect(third.problem.message).toContain('lan');
  });

  it('keep others from the console at once, in its words and in the browser’s', async () => {
    await create();
    await client.call('updateDefaultNetworkRule', { body: { ...open, publicAccess: 'off' } });
    expect((await client.call('getServer', { headers: from('10.9.9.9') })).status).toBe(200);
    const refused = await client.call('getServer', { headers: from('203.0.113.7') });
    expect([refused.status, refused.problem.code]).toEqual([403, 'network-refused']);
    expect(refused.problem.detail).toMatchObject({ reason: 'network-public-off', address: '203.0.113.7' });
    expect(refused.problem.message).toContain('203.0.113.7');
    const page = await client.send('GET', '/', { headers: { ...from('203.0.113.7'), accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
    expect(page.text).toContain('203.0.113.7');
    // The machine itself gets in, unless somebody else comes through it.
    expect((await client.call('getServer')).status).toBe(200);
    expect((await client.call('getServer', { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(403);
  });

  it('let who only pushes have no content by the console, either', async () => {
    await create({ actions: 'push' });
    const headers = from('10.0.0.1');
    const place = '/api/organizations/acme/repositories/web';
    const file = `${place}/manifests/sha256:${'a'.repeat(64)}/file?path=etc/passwd`;
    const paths = [`${place}/download?tag=v1`, file, file.replace('file?', 'file-text?')];
    for (const path of [...paths, ...paths.map((each) => each.replace('/api', '/API'))]) {
      const { status, text } = await client.send('GET', path, { headers });
      expect([path, status, JSON.parse(text).detail?.reason]).toEqual([path, 403, 'network-push-only']);
    }
    expect((await client.call('listRepositories', { headers })).status).toBe(200);
  });

  it('are not changed by who would lock himself out, unless he confirms it', async () => {
    const id = await create();
    const lan = { headers: from('10.0.0.1') };
    const params = { rule: id };
    await client.call('updateDefaultNetworkRule', { body: { ...open, publicAccess: 'off' }, ...lan });
    const refusals = [
      await client.call('removeNetworkRule', { params, ...lan }),
      await client.call('updateNetworkRule', { params, body: { ...rule, enabled: false }, ...lan }),
      await client.call('updateNetworkRule', { params, body: { ...rule, ranges: ['10.0.0.2'] }, ...lan }),
    ];
    for (const { status, problem } of refusals) {
      expect([status, problem.code, problem.detail.address]).toEqual([409, 'would-lock-out', '10.0.0.1']);
    }
    expect((await client.call('getNetwork', lan)).body).toMatchObject({
      rules: [{ ranges: ['10.0.0.0/8'], enabled: true }],
      you: { address: '10.0.0.1', door: { kind: 'rule', name: 'lan', range: '10.0.0.0/8' } },
    });
    const types = await server.database.db.selectFrom('events').select('type').orderBy('id', 'desc').execute();
    expect(types[0]?.type).toBe('DefaultNetworkRuleUpdated');
    expect((await client.call('removeNetworkRule', { params, query: { confirm: 'true' }, ...lan })).status).toBe(204);
    expect((await client.call('getServer', lan)).status).toBe(403);
  });

  it('give everybody who is signed in the addresses to use', async () => {
    await create();
    await create({ name: 'off', ranges: ['10.0.0.0/9'], host: 'off.lan', enabled: false });
    await client.call('updateDefaultNetworkRule', { body: { ...open, host: 'registry.example' } });
    const here = new URL(server.url).host;
    expect((await client.call('listNetworkHosts')).body.items).toEqual([
      { host: here, current: true, rule: null },
      { host: 'registry.lan:5000', current: false, rule: 'lan' },
      { host: 'registry.example', current: false, rule: null },
    ]);
  });

  it('reach another process at its next look', async () => {
    const other = createNetworks({ db: server.database.db, addressOf });
    const request = { headers: from('203.0.113.7') } as unknown as Parameters<typeof other.decide>[0];
    await other.refresh();
    expect(other.decide(request, 'pull').allowed).toBe(true);
    await client.call('updateDefaultNetworkRule', { body: { ...open, actions: 'push', blobReads: 'through' } });
    await other.refresh();
    expect(other.decide(request, 'pull')).toMatchObject({ allowed: false, reason: 'network-push-only' });
    expect(other.networkOf(request)).toMatchObject({ redirectsBlobs: false });
    expect(other.networkOf(request).decide('push')).toEqual({ allowed: true });
  });
});
