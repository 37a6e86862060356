import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { pushImage, pushIndex } from '../../bff/testing/push-image.ts';
import { indexLayer } from '../../layer-files/index-layer.ts';
import { putFileIndex } from '../../layer-files/queries.ts';
import { openLayer } from '../../layer-files/read-layer.ts';
import { layerTar } from '../../layer-files/testing/layer-tar.ts';

const base = layerTar([{ path: 'etc/os', content: 'base' }]);
const image = (env: string[], user: string) => ({
  os: 'linux',
  architecture: 'amd64',
  config: { Env: env, User: user },
});

describe('comparisons', () => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let stranger: ConsoleClient;
  let digest: string;

  async function indexAll(): Promise<void> {
    const { database, storage } = server.services;
    for (const blob of await database.db.selectFrom('blobs').selectAll().execute()) {
      const { tar } = await openLayer(storage, blob.storage_key);
      const index = await indexLayer(tar).catch(() => undefined);
      if (!index) continue;
      const outcome = { state: 'ready', reason: null, ...index } as const;
      await putFileIndex(database.db, blob.digest, outcome, undefined, new Date());
    }
  }

  beforeAll(async () => {
    server = await startConsoleServer();
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    const other = await server.createAccount('other');
    stranger = await server.as(await server.createUser(other, 'stranger', 'account-administrator'));
    for (const name of ['team', 'shop']) await server.createOrganization(account, name);
    await server.createOrganization(other, 'strangers');
    const one = layerTar([{ path: 'app/main', content: 'one' }]);
    const two = layerTar([
      { path: 'app/main', content: 'two!' },
      { path: 'app/more', content: 'more' },
    ]);
    const push = server.services;
    ({ digest } = await pushImage(push, {
      name: 'team/web',
      tags: ['1'],
      layers: [base, one],
      config: image(['A=1', 'B=2'], 'www'),
    }));
    const changed = await pushImage(push, {
      name: 'shop/deep/web',
      tags: ['2'],
      layers: [base, two],
      config: image(['A=1', 'B=3'], 'root'),
    });
    const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
    const child = await pushImage(push, { name: 'shop/deep/web', tags: [], layers: [base], platform: arm });
    const children = [
      { ...changed, platform: { os: 'linux', architecture: 'amd64' } },
      { ...child, platform: arm },
    ];
    await pushIndex(push, { name: 'shop/deep/web', tags: ['multi'], children });
  });
  afterAll(() => server.stop());

  it('tell what differs, across organizations', async () => {
    const { body } = await client.call('getComparison', { query: { left: 'team/web:1', right: 'shop/deep/web:2' } });
    expect(body).toMatchObject({
      same: false,
      left: { organization: 'team', repository: 'web', tag: '1', index: null, layerCount: 2 },
      config: [{ name: 'user', left: 'www', right: 'root' }],
      environment: [{ name: 'B', left: '2', right: '3' }],
      sizes: { shared: base.length },
    });
    expect(body.layers.map(({ where }) => where)).toEqual(['both', 'left', 'right']);
  });

  it('choose a platform, or the usual one', async () => {
    const ask = async (right: string) => client.call('getComparison', { query: { left: `team/web@${digest}`, right } });
    const usual = await ask('shop/deep/web:multi');
    expect(usual.body.right).toMatchObject({ platform: { architecture: 'amd64' }, platforms: [{}, { variant: 'v8' }] });
    const arm = await ask('shop/deep/web:multi@linux/arm64/v8');
    expect(arm.body.right).toMatchObject({ platform: { architecture: 'arm64' }, layerCount: 1, tag: 'multi' });
    expect((await ask('shop/deep/web:multi@linux/riscv64')).status).toBe(404);
  });

  it('compare the files when all are known', async () => {
    const query = { left: 'team/web:1', right: 'shop/deep/web:2' };
    expect((await client.call('getFileComparison', { query })).body).toMatchObject({ state: 'pending', items: [] });
    await indexAll();
    const { body } = await client.call('getFileComparison', { query });
    expect(body).toMatchObject({
      state: 'ready',
      added: { count: 1, bytes: 4 },
      removed: { count: 0 },
      changed: { count: 1, left: 3, right: 4 },
    });
    expect(body.items.map(({ path, change }) => [path, change])).toEqual([
      ['app/main', 'changed'],
      ['app/more', 'added'],
    ]);
    const page = await client.call('getFileComparison', { query: { ...query, change: 'added', q: 'MORE' } });
    expect(page.body).toMatchObject({ total: 1, items: [{ path: 'app/more' }] });
  });

  it('refuse what is no image, and hide what is not the caller’s', async () => {
    const wrong = await client.call('getComparison', { query: { left: 'team/web:1', right: 'what is this' } });
    expect(wrong.problem).toMatchObject({ code: 'invalid-input', fields: [{ field: 'query.right' }] });
    await pushImage(server.services, { name: 'strangers/web', tags: ['1'], layers: [base] });
    for (const operation of ['getComparison', 'getFileComparison'] as const) {
      const query = { left: 'strangers/web:1', right: 'team/web:1' };
      expect((await stranger.call(operation, { query })).status).toBe(404);
      expect((await client.call(operation, { query: { left: 'team/web:none', right: 'team/web:1' } })).status).toBe(
        404,
      );
    }
  });
});
