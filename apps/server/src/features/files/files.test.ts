import { gzipSync } from 'node:zlib';
import type { JobContext } from '@wharf/jobs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { layerTar, type TarMember } from '../../layer-files/testing/layer-tar.ts';
import { indexPushed } from './enqueue-indexes.ts';
import { indexLayerJob } from './job.ts';

/** `pushImage` takes text; every byte of these is ASCII. */
const layer = (...members: TarMember[]) => layerTar(members).toString('latin1');

const context: JobContext = {
  id: 'job',
  signal: new AbortController().signal,
  attempt: 1,
  progress: () => {},
  author: { id: null, name: 'test' },
  log: { info: () => {}, warn: () => {}, error: () => {} },
};

describe.each(dialects)('files on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let stranger: ConsoleClient;
  let digest: string;
  const place = { organization: 'team', repository: 'deep/web' };

  /** What the follower and the jobs do. */
  async function work(): Promise<string[]> {
    const { db } = server.database;
    const events = await db.selectFrom('events').selectAll().where('type', '=', 'ManifestPushed').execute();
    await db.transaction().execute((trx) =>
      indexPushed(
        trx,
        events.map((event) => ({
          id: event.id,
          type: event.type,
          accountId: event.account_id,
          organizationId: event.organization_id,
          repositoryId: event.repository_id,
          payload: JSON.parse(event.payload),
          author: { id: event.author_id, name: event.author_name },
          at: new Date(event.created_at),
        })),
        new Date(),
      ),
    );
    const jobs = await db.selectFrom('jobs').select(['id', 'params']).where('kind', '=', 'index-layer').execute();
    const digests: string[] = [];
    for (const job of jobs) {
      const params = JSON.parse(job.params);
      await indexLayerJob(server.services).run(context, params);
      await db.deleteFrom('jobs').where('id', '=', job.id).execute();
      digests.push(params.digest);
    }
    return digests;
  }

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    const other = await server.createAccount('other');
    stranger = await server.as(await server.createUser(other, 'stranger', 'account-administrator'));
    await server.createOrganization(account, 'team');
    await server.createOrganization(other, 'strangers');
    const layers = [
      layer(
        { path: 'etc/motd', content: 'hello' },
        { path: 'etc/old', content: 'x'.repeat(300) },
        { path: 'bin/raw', content: 'a\0b' },
      ),
      layer(
        { path: 'etc/.wh.old' },
        { path: 'etc/motd', content: 'hello again' },
        { path: 'motd', type: '2', link: 'etc/motd' },
      ),
    ];
    ({ digest } = await pushImage(server.services, { name: 'team/deep/web', layers, by: 'pusher' }));
  });
  afterAll(() => server.stop());

  it('are pending until each layer was read, once', async () => {
    const params = { ...place, digest };
    const before = await client.call('getFileIndex', { params });
    expect(before.body).toMatchObject({
      state: 'pending',
      total: null,
      layers: [{ state: 'absent' }, { state: 'absent' }],
    });
    expect((await client.call('listFiles', { params })).problem).toMatchObject({
      code: 'unavailable',
      detail: { reason: 'file-index-pending' },
    });
    const asked = await client.call('createFileIndex', { params });
    expect(asked.body.layers.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    expect((await work()).length).toBe(2);
    expect(await work()).toEqual([]);
    const { body } = await client.call('getFileIndex', { params });
    expect(body).toMatchObject({
      state: 'ready',
      layers: [
        { state: 'ready', fileCount: 3, fileBytes: 308, wastedBytes: 305 },
        { state: 'ready', fileCount: 2, fileBytes: 11, wastedBytes: 0 },
      ],
      total: {
        files: 3,
        bytes: 14,
        wastedBytes: 305,
        wasted: [
          { path: 'etc/old', bytes: 300, times: 1 },
          { path: 'etc/motd', bytes: 5, times: 1 },
        ],
      },
    });
  });

  it('are listed by directory, searched, and opened', async () => {
    await work();
    const params = { ...place, digest };
    const names = async (query: object) =>
      (await client.call('listFiles', { params, query })).body.items.map(({ name }) => name);
    expect(await names({})).toEqual(['bin', 'etc', 'motd']);
    expect(await names({ path: '/etc/' })).toEqual(['motd']);
    expect(await names({ path: 'etc', layer: 1 })).toEqual(['motd', 'old']);
    for (const path of ['nowhere', '../etc', 'etc/motd', '__proto__']) {
      expect((await client.call('listFiles', { params, query: { path } })).status, path).toBe(404);
    }
    expect((await client.call('listFiles', { params, query: { layer: 2 } })).status).toBe(404);
    const found = await client.call('searchFiles', { params, query: { q: 'MOT' } });
    expect(found.body.items.map(({ path }) => path)).toEqual(['etc/motd', 'motd']);
    const text = async (query: { path: string; layer?: number }) =>
      (await client.call('getFileText', { params, query })).body;
    expect(await text({ path: 'etc/motd' })).toMatchObject({
      text: 'hello again',
      truncated: false,
      file: { layer: 1 },
    });
    expect(await text({ path: 'etc/motd', layer: 0 })).toMatchObject({ text: 'hello', file: { layer: 0 } });
    expect(await text({ path: 'etc/old', layer: 1 })).toMatchObject({
      text: 'x'.repeat(300),
      file: { mark: 'deleted' },
    });
    expect(await text({ path: 'bin/raw' })).toMatchObject({ text: null });
    expect((await client.call('getFileText', { params, query: { path: 'motd' } })).problem).toMatchObject({
      code: 'invalid-input',
      fields: [{ field: 'query.path', problem: 'no-file' }],
    });
  });

  it('are downloaded as they are, by nobody who is not signed in', async () => {
    await work();
    const path = `/api/organizations/team/repositories/deep%2Fweb/manifests/${digest}/file`;
    const { status, headers, text } = await client.send('GET', `${path}?path=etc%2Fmotd`);
    expect([status, text]).toEqual([200, 'hello again']);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '11',
      'content-disposition': `attachment; filename="motd"; filename*=UTF-8''motd`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    });
    expect((await client.send('HEAD', `${path}?path=etc/motd`)).status).toBe(200);
    expect((await client.send('GET', `${path}?path=etc/motd&layer=x`)).status).toBe(400);
    expect((await client.send('GET', `${path}?path=../../etc/passwd`)).status).toBe(404);
    expect((await server.visitor().send('GET', `${path}?path=etc/motd`)).status).toBe(401);
    expect((await stranger.send('GET', `${path}?path=etc/motd`)).status).toBe(404);
  });

  it('are nobody else’s, not even through a manifest that names the layers as lying elsewhere', async () => {
    await work();
    const params = { ...place, digest };
    for (const operation of ['getFileIndex', 'createFileIndex', 'listFiles'] as const) {
      expect((await stranger.call(operation, { params })).status, operation).toBe(404);
    }
    const { body } = await client.call('getManifest', { params });
    const stolen = JSON.parse(body.raw);
    stolen.layers = stolen.layers.map((one: object) => ({ ...one, urls: ['https://example.invalid/layer'] }));
    const mine = await pushImage(server.services, { name: 'strangers/web', manifest: stolen });
    const index = await stranger.call('getFileIndex', {
      params: { organization: 'strangers', repository: 'web', digest: mine.digest },
    });
    expect(index.body.layers).toMatchObject([
      { state: 'skipped', reason: 'foreign', fileCount: null },
      { state: 'skipped', reason: 'foreign', fileCount: null },
    ]);
    expect(index.body.total).toMatchObject({ files: 0, bytes: 0 });
  });

  it('of layers that cannot be read say why', async () => {
    const cut = gzipSync(layerTar([{ path: 'a', content: Buffer.alloc(9_000, 'x') }]), { level: 0 }).subarray(0, 4_000);
    const image = await pushImage(server.services, {
      name: 'team/odd',
      layers: ['no tar at all'.repeat(99), layer({ path: 'fine', content: 'ok' }), cut],
      layerTypes: [undefined, 'application/vnd.oci.image.layer.v1.tar+gzip+encrypted', undefined],
    });
    const params = { organization: 'team', repository: 'odd', digest: image.digest };
    await work();
    const { body } = await client.call('getFileIndex', { params });
    expect(body.layers.map(({ state, reason }) => [state, reason])).toEqual([
      ['skipped', 'not-a-tar'],
      ['skipped', 'encrypted'],
      ['failed', 'truncated'],
    ]);
    expect(body.state).toBe('ready');
    const again = await client.call('createFileIndex', { params });
    expect(again.body.layers.map(({ state }) => state)).toEqual(['skipped', 'skipped', 'waiting']);
  });

  it('are indexed for who reads a public image, whom its owner does not learn', async () => {
    const image = await pushImage(server.services, {
      name: 'team/open',
      layers: [layer({ path: 'a', content: 'open' })],
    });
    const { db } = server.database;
    await db.updateTable('repositories').set({ visibility: 'public' }).where('name', '=', 'team/open').execute();
    const authors = async (who: ConsoleClient) => {
      await db.deleteFrom('jobs').execute();
      const params = { organization: 'team', repository: 'open', digest: image.digest };
      expect((await who.call('createFileIndex', { params })).status).toBe(200);
      return (await client.call('listJobs')).body.items.map(({ author }) => author);
    };
    expect(await authors(client)).toEqual(['administrator']);
    expect(await authors(stranger)).toEqual([null]);
  });

  it('tell the page upload which layers need not be sent any more', async () => {
    await work();
    const rows = await server.database.db.selectFrom('layer_contents').selectAll().execute();
    expect(rows.length).toBeGreaterThan(1);
    // These were pushed as they are.
    for (const row of rows) expect([row.diff_id, row.compression]).toEqual([row.blob_digest, 'none']);
  });
});
