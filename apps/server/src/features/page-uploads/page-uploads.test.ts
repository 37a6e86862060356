import { randomUUID } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { createMetadata } from '@wharf/db';
import { JobRefused } from '@wharf/jobs';
import { type Digest, parseRepositoryName, type RepositoryName } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRevocations } from '../../auth/revocations.ts';
import { addSigningKey } from '../../auth/signing-keys.ts';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage } from '../../bff/testing/push-image.ts';
import { compressLayerJob } from './job.ts';
import { layerOf, sha256 } from './testing/docker-save.ts';

const name = (text: string): RepositoryName => {
  const parsed = parseRepositoryName(text);
  if (!parsed) throw new Error(text);
  return parsed;
};

describe.each(dialects)('page uploads on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let mei: TestUser;
  let acme: string;
  let editor: ConsoleClient;
  let reader: ConsoleClient;
  let stranger: ConsoleClient;

  beforeAll(async () => {
    server = await startConsoleServer({}, makeDatabase);
    await addSigningKey(server.database.db, new Date());
    const [account, other] = [await server.createAccount('main'), await server.createAccount('other')];
    mei = await server.createUser(account, 'mei');
    const lars = await server.createUser(account, 'lars');
    acme = await server.createOrganization(account, 'acme');
    await server.createOrganization(account, 'closed');
    await server.createOrganization(other, 'foreign');
    await server.grant(acme, mei, 'edit');
    await server.grant(acme, lars, 'read');
    editor = await server.as(mei);
    reader = await server.as(lars);
    stranger = await server.as(await server.createUser(other, 'eve'));
  });
  afterAll(() => server?.stop());

  const plan = (client: ConsoleClient, body: object) =>
    client.call('planPageUpload', { params: { organization: 'acme' }, body });

  test('a plan tells what can be mounted, and nothing of what the caller cannot pull', async () => {
    const [own, closed, foreign, open] = ['own', 'of closed', 'of foreign', 'of an open image'];
    await pushImage(server.services, { name: 'acme/base', layers: [own] });
    await pushImage(server.services, { name: 'closed/base', layers: [closed, own] });
    await pushImage(server.services, { name: 'foreign/base', layers: [foreign] });
    await pushImage(server.services, { name: 'foreign/open', layers: [open] });
    await server.database.db
      .updateTable('repositories')
      .set({ visibility: 'public' })
      .where('name', '=', 'foreign/open')
      .execute();
    const digests = [own, closed, foreign, open].map((text) => sha256(Buffer.from(text)));
    const answer = await plan(editor, { digests });
    expect(answer.status).toBe(200);
    expect(answer.body.blobs).toEqual([
      { digest: digests[0], size: own.length, repository: 'acme/base' },
      { digest: digests[3], size: open.length, repository: 'foreign/open' },
    ]);
  });

  test('a check of quotas tells which an upload would pass, by what the image has already', async () => {
    const [base, top] = ['base of counted', 'top of counted'].map((text) => ({
      text,
      digest: sha256(Buffer.from(text)),
    }));
    if (!base || !top) throw new Error('two layers');
    await pushImage(server.services, { name: 'acme/counted', layers: [base.text], tags: ['1'] });
    const blob = ({ text, digest }: typeof base) => ({ kind: 'blob', digest, size: text.length }) as const;
    const layer = { kind: 'layer', digest: sha256(Buffer.from('a raw layer')), size: 1_000_000 } as const;
    const asked = {
      parts: [blob(base), blob(top), layer],
      images: [
        { repository: 'counted', tags: ['1', '2'], parts: [0] },
        { repository: 'quite/new', tags: ['1'], parts: [0, 1, 2] },
      ],
    };
    const check = async (quotas: object, body: typeof asked = asked) => {
      const set = { tag_quota: null, repository_quota: null, byte_quota: null, ...quotas };
      await server.database.db.updateTable('accounts').set(set).where('name', '=', 'main').execute();
      const { status, body: answer } = await editor.call('checkPageUploadQuotas', {
        params: { organization: 'acme' },
        body,
      });
      expect(status).toBe(200);
      return answer.refusals;
    };
    expect(await check({})).toEqual([]);
    const [images, tags] = await check({ tag_quota: 1, repository_quota: 0 });
    expect(tags).toMatchObject({ kind: 'tags', place: 'acme/counted', used: 1, limit: 1, wanted: 1, certain: true });
    expect(images).toMatchObject({ kind: 'repositories', place: 'main', limit: 0, wanted: 1, certain: true });
    const used = (await editor.call('getQuota')).body.use.bytes;
    const certainly = base.text.length + top.text.length + 1;
    const at = async (room: number) => (await check({ byte_quota: used + room }))[0];
    expect(await at(certainly - 1)).toMatchObject({ kind: 'bytes', used, wanted: certainly, certain: true });
    expect(await at(certainly)).toMatchObject({ kind: 'bytes', wanted: certainly - 1 + layer.size, certain: false });
    expect(await at(certainly - 1 + layer.size)).toBeUndefined();
    // What a manifest of the image names already comes at no cost.
    expect(await check({ byte_quota: 0 }, { ...asked, images: asked.images.slice(0, 1) })).toEqual([]);
    await check({});
    expect((await reader.call('checkPageUploadQuotas', { params: { organization: 'acme' }, body: asked })).status).toBe(
      403,
    );
  });

  test('a broken blob is not there', async () => {
    await pushImage(server.services, { name: 'acme/broken', layers: ['rotten'] });
    const digest = sha256(Buffer.from('rotten'));
    await server.database.db.updateTable('blobs').set({ broken_at: 1 }).where('digest', '=', digest).execute();
    expect((await plan(editor, { digests: [digest] })).body.blobs).toEqual([]);
  });

  test('a plan tells which tags would be overwritten', async () => {
    const { digest } = await pushImage(server.services, { name: 'acme/tagged', tags: ['1.0'] });
    const { body } = await plan(editor, {
      tags: [
        { repository: 'tagged', tag: '1.0' },
        { repository: 'tagged', tag: '2.0' },
        { repository: 'new', tag: '1.0' },
      ],
    });
    expect(body.tags).toEqual([
      { repository: 'tagged', tag: '1.0', current: digest },
      { repository: 'tagged', tag: '2.0', current: null },
      { repository: 'new', tag: '1.0', current: null },
    ]);
  });

  test('all of it needs edit', async () => {
    const params = { organization: 'acme' };
    const layer = { repository: 'app', upload: randomUUID(), diffId: sha256(Buffer.from('x')) };
    for (const [client, status] of [
      [reader, 403],
      [stranger, 404],
      [server.visitor(), 401],
    ] as const) {
      expect((await plan(client, {})).status).toBe(status);
      expect((await client.call('createPushToken', { params, body: { repositories: ['app'] } })).status).toBe(status);
      expect((await client.call('createLayer', { params, body: layer })).status).toBe(status);
    }
  });

  test('a push token pushes to what it names and pulls from what its owner may', async () => {
    const body = { repositories: ['app', 'team/web'], pullFrom: ['acme/base', 'closed/base', 'foreign/open', 'NO'] };
    const answer = await editor.call('createPushToken', { params: { organization: 'acme' }, body });
    expect(answer.status).toBe(201);
    expect(new Date(answer.body.expiresAt).getTime()).toBeGreaterThan(Date.now());
    const token = await server.services.tokens.verify(answer.body.token);
    const may = (action: 'pull' | 'push' | 'delete', repository: string) => token?.allows(action, name(repository));
    expect([may('push', 'acme/app'), may('pull', 'acme/app'), may('delete', 'acme/app')]).toEqual([true, true, false]);
    expect(may('push', 'acme/team/web')).toBe(true);
    expect([may('pull', 'acme/base'), may('push', 'acme/base')]).toEqual([true, false]);
    expect([may('pull', 'closed/base'), may('pull', 'foreign/open')]).toEqual([false, true]);
  });

  test.each(['signOut', 'signOutEverywhere'] as const)('a push token ends with its session: %s', async (way) => {
    const user = await server.createUser(mei.accountId, `leaves-${way.toLowerCase()}`);
    await server.grant(acme, user, 'edit');
    const [client, other] = [await server.as(user), await server.as(user)];
    const input = { params: { organization: 'acme' }, body: { repositories: ['app'] } };
    const standings = await Promise.all(
      [client, other].map(async (each) => {
        const { token } = (await each.call('createPushToken', input)).body;
        return (await server.services.tokens.verify(token))?.content.standing ?? expect.unreachable();
      }),
    );
    const held = async () => {
      const revocations = await startRevocations(server.database, server.services.log, server.services.now);
      await revocations.stop();
      return standings.map((standing) => revocations.hold(standing));
    };
    expect(await held()).toEqual([true, true]);
    await client.call(way);
    expect(await held()).toEqual([false, way === 'signOut']);
  });

  describe('compress-layer', () => {
    /** An upload session that holds these bytes, as PATCH leaves it. */
    async function upload(repository: RepositoryName, bytes: Buffer): Promise<string> {
      const metadata = createMetadata(server.database);
      const session = {
        id: randomUUID(),
        name: repository,
        storageKey: `blobs/${randomUUID()}`,
        startedAt: new Date(),
      };
      await metadata.createUpload(session);
      const writer = await server.services.storage.openWriter(session.storageKey, 0);
      await writer.write([bytes]);
      await writer.close();
      const at = new Date();
      await metadata.claimUpload(session.id, 'w', at, new Date(at.getTime() + 1000));
      await metadata.saveUpload(session.id, 'w', { offset: bytes.length, digest: sha256(bytes) as Digest, at });
      return session.id;
    }
    const run = (
      params: { name: RepositoryName; upload: string; diffId: Digest },
      signal = new AbortController().signal,
    ) =>
      compressLayerJob(server.services).run(
        { id: 'j', signal, attempt: 1, progress() {}, author: mei, log: server.services.log },
        params,
      ) as Promise<{ digest: string; size: number; mediaType: string }>;

    test('makes a blob that holds the layer, once, and the next upload finds it', async () => {
      const tar = layerOf('the base of all');
      const diffId = sha256(tar) as Digest;
      const params = { name: name('acme/made'), upload: await upload(name('acme/made'), tar), diffId };
      const made = await run(params);
      const blob = await createMetadata(server.database).findBlob(params.name, made.digest as Digest);
      const chunks: Uint8Array[] = [];
      for await (const chunk of server.services.storage.read(blob?.storageKey ?? ''))
        chunks.push(Uint8Array.from(chunk));
      expect(gunzipSync(Buffer.concat(chunks)).equals(tar)).toBe(true);
      expect(made.mediaType).toBe('application/vnd.docker.image.rootfs.diff.tar.gzip');

      // Killed after its last step: the next attempt finds what this one made.
      expect(await run(params)).toEqual(made);
      expect((await plan(editor, { layers: [{ diffId, size: tar.length }] })).body.layers).toEqual([
        { diffId, digest: made.digest, size: made.size, repository: 'acme/made', mediaType: made.mediaType },
      ]);
    });

    test('refuses other bytes than the config names, and keeps nothing of them', async () => {
      const params = {
        name: name('acme/lies'),
        upload: await upload(name('acme/lies'), layerOf('other')),
        diffId: sha256(layerOf('this')) as Digest,
      };
      await expect(run(params)).rejects.toMatchObject({ code: 'digest-differs' });
      const left = await server.database.db
        .selectFrom('layer_contents')
        .selectAll()
        .where('diff_id', '=', params.diffId)
        .execute();
      expect(left).toEqual([]);
      const uploads = await server.database.db.selectFrom('upload_sessions').select('id').execute();
      expect(uploads).toEqual([]);
      await expect(run(params)).rejects.toBeInstanceOf(JobRefused);
    });

    test('an attempt that is ended leaves the upload for the next one', async () => {
      const tar = layerOf('again');
      const params = {
        name: name('acme/again'),
        upload: await upload(name('acme/again'), tar),
        diffId: sha256(tar) as Digest,
      };
      await expect(run(params, AbortSignal.abort(new Error('stopping')))).rejects.toThrow('stopping');
      expect((await run(params)).size).toBeGreaterThan(0);
    });

    test('asking twice gives the same job', async () => {
      const body = { repository: 'twice', upload: randomUUID(), diffId: sha256(Buffer.from('x')) };
      const ask = () => editor.call('createLayer', { params: { organization: 'acme' }, body });
      const [first, second] = [await ask(), await ask()];
      expect([first.status, second.status]).toEqual([202, 202]);
      expect(second.body.job).toBe(first.body.job);
    });
  });
});
