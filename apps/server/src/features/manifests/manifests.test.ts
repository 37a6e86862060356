import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { pushImage, pushIndex } from '../../bff/testing/push-image.ts';

describe('a manifest', () => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  const params = { organization: 'team', repository: 'web' };
  beforeAll(async () => {
    server = await startConsoleServer();
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    await server.createOrganization(account, 'team');
  });
  afterAll(() => server.stop());

  it('shows its config, and the instruction that made each layer', async () => {
    const config = {
      os: 'linux',
      architecture: 'arm64',
      created: '2026-11-24T00:00:00Z',
      config: { Entrypoint: ['/web'], Env: ['A=b'], ExposedPorts: { '80/tcp': {} }, Labels: { k: 'v' }, User: 'www' },
      history: [{ created_by: 'ADD base' }, { created_by: 'ENV A=b', empty_layer: true }, { created_by: 'COPY web' }],
    };
    const tags = ['b', 'a'];
    const { digest } = await pushImage(server.services, { name: 'team/web', tags, config, layers: ['base', 'web'] });
    const { body } = await client.call('getManifest', { params: { ...params, digest } });
    expect(body).toMatchObject({
      digest,
      kind: 'image',
      tags: ['a', 'b'],
      config: {
        entrypoint: ['/web'],
        command: [],
        env: ['A=b'],
        exposedPorts: ['80/tcp'],
        labels: { k: 'v' },
        user: 'www',
        author: null,
      },
      layers: [
        { size: 4, createdBy: 'ADD base' },
        { size: 3, createdBy: 'COPY web' },
      ],
      history: [
        { createdBy: 'ADD base', layer: 0 },
        { createdBy: 'ENV A=b', layer: null },
        { createdBy: 'COPY web', layer: 1 },
      ],
      children: [],
    });
    expect(JSON.parse(body.raw).layers).toHaveLength(2);
  });

  it('leaves open which instruction made which layer when their numbers differ', async () => {
    const config = { history: [{ created_by: 'ADD base' }] };
    const { digest } = await pushImage(server.services, { name: 'team/web', config, layers: ['one', 'two'] });
    const { body } = await client.call('getManifest', { params: { ...params, digest } });
    expect(body.layers.map(({ createdBy }) => createdBy)).toEqual([null, null]);
    expect(body.history).toEqual([{ createdBy: 'ADD base', created: null, layer: null }]);
  });

  it('stays readable with a config that is too large to show, or lost', async () => {
    const large = await pushImage(server.services, { name: 'team/web', config: { x: 'x'.repeat(4 * 1024 * 1024) } });
    expect((await client.call('getManifest', { params: { ...params, digest: large.digest } })).body.config).toBeNull();
    const lost = await pushImage(server.services, { name: 'team/web', config: { lost: true } });
    const { config } = JSON.parse((await client.call('getManifest', { params: { ...params, ...lost } })).body.raw);
    const row = await server.database.db
      .selectFrom('blobs')
      .select('storage_key')
      .where('digest', '=', config.digest)
      .executeTakeFirstOrThrow();
    await server.services.storage.remove(row.storage_key);
    const { status, body } = await client.call('getManifest', { params: { ...params, ...lost } });
    expect([status, body.config]).toEqual([200, null]);
    expect(server.logged.at(-1)).toMatchObject({ level: 'error', facts: { digest: config.digest } });
  });

  it('of an index names the platform of each child, as stated or else by the child itself', async () => {
    const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
    const stated = await pushImage(server.services, { name: 'team/web', layers: ['stated'] });
    const silent = await pushImage(server.services, { name: 'team/web', layers: ['silent'], platform: arm });
    const attestation = await pushImage(server.services, { name: 'team/web', layers: ['attestation'] });
    const { digest } = await pushIndex(server.services, {
      name: 'team/web',
      children: [
        { ...stated, platform: { os: 'linux', architecture: 'amd64' } },
        silent,
        { ...attestation, platform: { os: 'unknown', architecture: 'unknown' } },
      ],
    });
    const { body } = await client.call('getManifest', { params: { ...params, digest } });
    expect(body).toMatchObject({ kind: 'index', config: null, layers: [] });
    expect(body.children.map(({ platform }) => platform)).toEqual([{ os: 'linux', architecture: 'amd64' }, arm, null]);
  });

  it('of another repository is not there', async () => {
    const { digest } = await pushImage(server.services, { name: 'team/other', layers: ['other'] });
    expect((await client.call('getManifest', { params: { ...params, digest } })).status).toBe(404);
  });
});
