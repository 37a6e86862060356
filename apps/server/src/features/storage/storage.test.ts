import { createMetadata } from '@wharf/db';
import { createJobs } from '@wharf/jobs';
import { type Digest, mediaTypes, type RepositoryName, type Tag } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { checkBlobsJob } from './check-job.ts';
import { collectGarbageJob, measureStorageJob } from './collect-job.ts';

const day = 24 * 60 * 60 * 1000;

describe.each(dialects)('storage on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  const users: Record<string, TestUser> = {};
  const as = (name: string) => server.as(users[name] as TestUser);
  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    const account = await server.createAccount('main');
    for (const name of ['manager', 'editor', 'reader', 'stranger'])
      users[name] = await server.createUser(account, name);
    users.administrator = await server.createUser(account, 'administrator', 'account-administrator');
    users.system = await server.createUser(account, 'system', 'system-administrator');
    const [one] = [await server.createOrganization(account, 'one'), await server.createOrganization(account, 'two')];
    await server.grant(one, users.manager as TestUser, 'manage');
    await server.grant(one, users.editor as TestUser, 'edit');
    await server.grant(one, users.reader as TestUser, 'read');
  });
  afterAll(() => server.stop());

  const put = async (name: string, bytes: string): Promise<{ digest: Digest; size: number; mediaType: string }> => {
    async function* once() {
      yield Buffer.from(bytes);
    }
    const blob = await server.services.pushing.putBlob(name as RepositoryName, once());
    return { ...blob, mediaType: 'application/octet-stream' };
  };
  const push = async (name: string, tag: string, parts: string[]): Promise<Digest> => {
    const [config, ...layers] = await Promise.all(parts.map((part) => put(name, part)));
    const manifest = { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config, layers };
    const pushed = await server.services.pushing.putManifest({
      name: name as RepositoryName,
      reference: tag as Tag,
      tags: [],
      contentType: mediaTypes.ociManifest,
      content: Buffer.from(JSON.stringify(manifest)),
      by: { id: undefined, name: 'test' },
    });
    return pushed.digest;
  };
  /** Runs what is in the queue to its end. */
  const work = async (id: string) => {
    const { services } = server;
    const kinds = [collectGarbageJob(services), measureStorageJob(services), checkBlobsJob(services)];
    const { database, now, log } = services;
    const jobs = createJobs({ database, kinds, node: 'test', now, log, timing: { poll: 20 } });
    jobs.start();
    const client = await as('system');
    const seen = async () => (await client.call('getJob', { params: { job: id } })).body;
    await expect.poll(async () => (await seen()).state, { timeout: 10_000 }).toBe('succeeded');
    await jobs.stop();
    return (await seen()).result;
  };
  const collect = async (dryRun = false) => {
    const { body } = await (await as('system')).call('createCollection', { body: { dryRun } });
    return work(body.job);
  };
  const storage = async () => (await (await as('system')).call('getStorage')).body;

  it("the server's is for system administrators, an organization's for who manages it", async () => {
    await push('one/app', 'v0', ['config']);
    const params = { organization: 'one' };
    const image = { ...params, repository: 'app' };
    for (const name of Object.keys(users)) {
      const client = await as(name);
      const system = name === 'system';
      const status = async (answer: Promise<{ status: number }>) => (await answer).status;
      expect([name, await status(client.call('getStorage'))]).toEqual([name, system ? 200 : 403]);
      expect([name, await status(client.call('listCollections'))]).toEqual([name, system ? 200 : 403]);
      if (!system) {
        expect(await status(client.call('createCollection', { body: { dryRun: true } }))).toBe(403);
        expect(await status(client.call('createStorageMeasurement'))).toBe(403);
        expect(await status(client.call('createBlobCheck'))).toBe(403);
      }
      const manages = ['manager', 'administrator', 'system'].includes(name);
      const refused = name === 'stranger' ? 404 : 403;
      expect([name, await status(client.call('getOrganizationStorage', { params }))]).toEqual([
        name,
        manages ? 200 : refused,
      ]);
      expect([name, await status(client.call('getRepositoryStorage', { params: image }))]).toEqual([
        name,
        manages ? 200 : refused,
      ]);
      const tag = await status(client.call('getTagStorage', { params: { ...image, tag: 'v0' } }));
      expect([name, tag]).toEqual([name, name === 'stranger' ? 404 : 200]);
    }
    expect((await server.visitor().call('getStorage')).status).toBe(401);
  });

  it('tells where each byte belongs, until it is freed', async () => {
    expect((await storage()).ledger).toBeNull();
    const shared = 's'.repeat(100);
    await push('one/app', 'v1', ['config', shared, 'a'.repeat(10)]);
    await push('one/app', 'v2', ['config', shared, 'b'.repeat(20)]);
    await push('two/app', 'v1', ['C', shared]);
    const deleted = await push('one/other', 'v1', ['D', 'd'.repeat(1000)]);
    const metadata = createMetadata(server.database);
    const by = { id: undefined, name: 'test' };
    await metadata.removeManifest('one/other' as RepositoryName, deleted, by, server.services.now());
    await put('one/other', 'w'.repeat(10_000));
    await server.services.storage.openWriter('blobs/aa/orphan', 0).then(async (writer) => {
      await writer.write([Buffer.alloc(7)]);
      await writer.close();
    });

    const measuring = (await (await as('system')).call('createStorageMeasurement')).body;
    await work(measuring.job);
    const before = (await storage()).ledger;
    expect(before).toMatchObject({
      uniqueBytes: 6 + 10 + 20 + 1,
      sharedBytes: 100,
      binBytes: 1001,
      awaitingBytes: 10_000,
      uploadBytes: 0,
      orphanBytes: 7,
      diskBytes: 37 + 100 + 1001 + 10_000 + 7,
      brokenBlobs: 0,
    });
    const one = (await (await as('manager')).call('getOrganizationStorage', { params: { organization: 'one' } })).body;
    expect(one.ledger).toMatchObject({ uniqueBytes: 36, sharedBytes: 100, binBytes: 1001, awaitingBytes: 10_000 });
    expect(one.images.map(({ name }) => name)).toEqual(['other', 'app']);
    const params = { organization: 'one', repository: 'app' };
    const reader = await as('reader');
    expect((await reader.call('getTagStorage', { params: { ...params, tag: 'v2' } })).body).toEqual({
      uniqueBytes: 20,
      sharedBytes: 106,
    });
    expect((await reader.call('getTagStorage', { params: { ...params, tag: 'absent' } })).status).toBe(404);

    expect(await collect()).toEqual({ dryRun: false, blobs: 0, bytes: 0, deletions: 0 });
    server.advance(2 * day);
    expect(await collect(true)).toEqual({ dryRun: true, blobs: 1, bytes: 10_000, deletions: 0 });
    expect(await collect()).toEqual({ dryRun: false, blobs: 1, bytes: 10_000, deletions: 0 });
    server.advance(20 * day);
    expect(await collect()).toEqual({ dryRun: false, blobs: 2, bytes: 1001, deletions: 1 });
    expect((await storage()).ledger).toMatchObject({
      uniqueBytes: 37,
      sharedBytes: 100,
      binBytes: 0,
      awaitingBytes: 0,
    });

    const history = (await (await as('system')).call('listCollections')).body;
    expect(history.items.map(({ dryRun, result }) => [dryRun, result?.bytes])).toEqual([
      [false, 1001],
      [false, 10_000],
      [true, 10_000],
      [false, 0],
    ]);
  });

  it('finds what is damaged, and the next push heals it', async () => {
    const { storage: store } = server.services;
    const good = await put('one/app', 'to be kept');
    const bad = await put('one/app', 'to be spoilt');
    const gone = await put('one/app', 'to be lost');
    const metadata = createMetadata(server.database);
    const find = (digest: Digest) => metadata.findBlob('one/app' as RepositoryName, digest);
    const writer = await store.openWriter((await find(bad.digest))?.storageKey ?? '', 0);
    await writer.write([Buffer.from('to be SPOILT')]);
    await writer.close();
    await store.remove((await find(gone.digest))?.storageKey ?? '');
    const check = async () => work((await (await as('system')).call('createBlobCheck')).body.job);
    const damaged = [
      { digest: bad.digest, damage: 'content' },
      { digest: gone.digest, damage: 'missing' },
    ].sort((a, b) => (a.digest < b.digest ? -1 : 1));
    expect(await check()).toMatchObject({ missing: 1, broken: 1, healed: 0, damaged });
    expect(await check()).toMatchObject({ missing: 1, broken: 1, damaged });
    expect([await find(bad.digest), await find(gone.digest)]).toEqual([undefined, undefined]);
    expect(await find(good.digest)).toBeDefined();
    await put('one/app', 'to be spoilt');
    await put('one/app', 'to be lost');
    expect(await check()).toMatchObject({ missing: 0, broken: 0, healed: 0, damaged: [] });
    expect(await find(bad.digest)).toBeDefined();
  });

  it('the same is begun once', async () => {
    const client = await as('system');
    const begin = async (dryRun: boolean) => (await client.call('createCollection', { body: { dryRun } })).body.job;
    const [dry, real] = [await begin(true), await begin(false)];
    expect(await begin(true)).toBe(dry);
    expect(await begin(false)).toBe(real);
    expect(dry).not.toBe(real);
  });
});
