import { request as httpRequest } from 'node:http';
import type { Problem } from '@wharf/api';
import { openArchive } from '@wharf/image-archive';
import { type Digest, mediaTypes } from '@wharf/oci';
import type { Activity } from '@wharf/registry';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConsoleClient } from '../../bff/testing/console-client.ts';
import { type ConsoleServer, startConsoleServer } from '../../bff/testing/console-server.ts';
import { dialects } from '../../bff/testing/dialects.ts';
import { pushImage, pushIndex } from '../../bff/testing/push-image.ts';

const arm = { os: 'linux', architecture: 'arm64', variant: 'v8' };
const amd = { os: 'linux', architecture: 'amd64' };

describe.each(dialects)('downloads on $dialect', ({ makeDatabase }) => {
  let server: ConsoleServer;
  let client: ConsoleClient;
  let reader: ConsoleClient;
  let stranger: ConsoleClient;
  const counted: [string, unknown, unknown?][] = [];
  const activity: Activity = {
    pulled: (name, _, tag) => counted.push(['pulled', name, tag]),
    sent: (name, bytes) => counted.push(['sent', name, bytes]),
    received: () => {},
  };
  const digests: Record<string, Digest> = {};
  const sizes: Record<string, number> = {};

  beforeAll(async () => {
    server = await startConsoleServer({ activity }, makeDatabase);
    const account = await server.createAccount('main');
    client = await server.as(await server.createUser(account, 'administrator', 'account-administrator'));
    const organization = await server.createOrganization(account, 'team');
    const user = await server.createUser(account, 'reader');
    await server.grant(organization, user, 'read');
    reader = await server.as(user);
    stranger = await server.as(await server.createUser(await server.createAccount('other'), 'stranger'));
    const push = async (tag: string, source: object) => {
      const { digest } = await pushImage(server.services, { name: 'team/web', tags: [tag], ...source });
      digests[tag] = digest;
      const row = server.database.db.selectFrom('manifests').select('size').where('digest', '=', digest);
      sizes[tag] = (await row.executeTakeFirstOrThrow()).size;
    };
    const diffIds = (count: number) => Array.from({ length: count }, (_, index) => `sha256:${`${index}`.repeat(64)}`);
    const config = (platform: object, layers: number) => ({
      ...platform,
      rootfs: { type: 'layers', diff_ids: diffIds(layers) },
    });
    await push('1.0', { config: config(amd, 2), layers: ['x'.repeat(1_500_000), 'second'] });
    await push('arm', { config: config(arm, 1), platform: arm, layers: ['arm layer'] });
    await push('note', { platform: { os: 'unknown', architecture: 'unknown' }, layers: ['note'] });
    const child = (tag: string, platform?: typeof amd) => ({
      digest: digests[tag] as Digest,
      size: sizes[tag],
      ...(platform ? { platform } : {}),
    });
    const { digest } = await pushIndex(server.services, {
      name: 'team/web',
      tags: ['many'],
      children: [child('1.0', amd), child('arm'), child('note', { os: 'unknown', architecture: 'unknown' })],
    });
    digests.many = digest;
  });
  afterAll(() => server.stop());

  const address = (query: string, repository = 'web') =>
    `${server.url}/api/organizations/team/repositories/${repository}/download?${query}`;
  const get = (query: string, headers: Record<string, string> = {}, method = 'GET', who = client) =>
    fetch(address(query), { method, headers: { cookie: who.cookie ?? '', ...headers } });
  const whole = async (query: string) => Buffer.from(await (await get(query)).arrayBuffer());
  const open = async (query: string) => {
    const bytes = await whole(query);
    return openArchive({
      size: bytes.length,
      name: 'download',
      async *read(start, end) {
        yield bytes.subarray(start, end);
      },
    });
  };

  it('gives an archive of a tag, of the size that HEAD states', async () => {
    const head = await get('tag=1.0', {}, 'HEAD');
    const answer = await get('tag=1.0');
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/x-tar',
      'content-disposition': 'attachment; filename="team-web-1.0.tar"',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      etag: head.headers.get('etag'),
      'content-length': head.headers.get('content-length'),
    });
    expect((await answer.arrayBuffer()).byteLength).toBe(Number(head.headers.get('content-length')));
    const archive = await open('tag=1.0');
    const host = new URL(server.url).host;
    expect(archive).toMatchObject({
      format: 'docker-save-oci',
      images: [{ names: [`${host}/team/web:1.0`], manifest: { digest: digests['1.0'] }, platform: amd }],
    });
    expect((await open('tag=1.0&format=oci')).format).toBe('oci-layout');
  });

  it('holds several tags, and of an index all of it or what is asked for', async () => {
    const { images } = await open('tag=many&tag=1.0&tag=arm');
    expect(images.map(({ manifest }) => manifest?.digest)).toEqual([digests['1.0'], digests.arm, digests.many]);
    expect(images[2]?.children).toHaveLength(3);
    expect((await open('tag=many&platform=linux/arm64/v8')).images).toMatchObject([
      { kind: 'image', manifest: { digest: digests.arm }, platform: arm },
    ]);
    expect((await open('tag=many&platform=linux/arm64/v8&platform=linux/amd64')).images).toMatchObject([
      { kind: 'index', manifest: { mediaType: mediaTypes.ociIndex }, children: [{ platform: amd }, { platform: arm }] },
    ]);
    const named = (await get('tag=many&platform=linux/arm64/v8&format=oci', {}, 'HEAD')).headers;
    expect(named.get('content-disposition')).toContain('"team-web-many-linux-arm64-v8.oci.tar"');
  });

  it('gives any range of it, equal to the byte', async () => {
    const bytes = await whole('tag=many');
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(200_000), async (start, length) => {
        const end = Math.min(start + length, bytes.length - 1);
        const answer = await get('tag=many', { range: `bytes=${start}-${end}` });
        expect([answer.status, answer.headers.get('content-range')]).toEqual([
          206,
          `bytes ${start}-${end}/${bytes.length}`,
        ]);
        expect(Buffer.from(await answer.arrayBuffer()).equals(bytes.subarray(start, end + 1))).toBe(true);
      }),
      { numRuns: 25 },
    );
    const rest = await get('tag=many', { range: 'bytes=1000-' });
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(1000))).toBe(true);
    const outside = await get('tag=many', { range: `bytes=${bytes.length}-` });
    expect([outside.status, outside.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
  });

  it('goes on only with the same file', async () => {
    const etag = (await get('tag=arm', {}, 'HEAD')).headers.get('etag') ?? '';
    expect((await get('tag=arm', { 'if-none-match': etag })).status).toBe(304);
    expect((await get('tag=arm', { range: 'bytes=5-9', 'if-range': etag })).status).toBe(206);
    expect((await get('tag=arm', { range: 'bytes=5-9', 'if-range': '"other"' })).status).toBe(200);
    expect((await get('tag=1.0', {}, 'HEAD')).headers.get('etag')).not.toBe(etag);
    expect((await get('tag=arm&format=oci', {}, 'HEAD')).headers.get('etag')).not.toBe(etag);
  });

  it('counts as traffic, and as a pull when it begins at the start', async () => {
    counted.length = 0;
    const { length } = await whole('tag=arm');
    await (await get('tag=arm', { range: 'bytes=100-199' })).arrayBuffer();
    await get('tag=arm', {}, 'HEAD');
    await expect
      .poll(() => counted)
      .toEqual([
        ['pulled', 'team/web', 'arm'],
        ['sent', 'team/web', length],
        ['sent', 'team/web', 100],
      ]);
  });

  it('is for those who may read', async () => {
    expect((await get('tag=1.0', {}, 'HEAD', reader)).status).toBe(200);
    expect((await get('tag=1.0', {}, 'GET', stranger)).status).toBe(404);
    expect((await get('tag=1.0', { cookie: '' })).status).toBe(401);
  });

  it.each([
    ['tag=absent', 404, 'not-found'],
    ['tag=1.0&platform=linux/s390x', 404, 'not-found'],
    ['tag=many&platform=plan9/amd64', 404, 'not-found'],
    ['', 400, 'invalid-input'],
    ['tag=a/b', 400, 'invalid-input'],
    ['tag=1.0&format=zip', 400, 'invalid-input'],
    [`tag=${'a&tag='.repeat(100)}a`, 400, 'invalid-input'],
  ])('refuses %j', async (query, status, code) => {
    const answer = await get(query);
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([status, code]);
  });

  it('says which blob is missing before it begins, and cuts off when its bytes are', async () => {
    await pushImage(server.services, { name: 'team/web', tags: ['lost'], layers: ['lost layer'] });
    const blob = server.database.db.selectFrom('blobs').where('size', '=', 'lost layer'.length);
    const { storage_key, digest } = await blob.select(['storage_key', 'digest']).executeTakeFirstOrThrow();
    await server.services.storage.remove(storage_key);
    const outcome = await new Promise<string>((resolve, reject) => {
      const call = httpRequest(address('tag=lost'), { headers: { cookie: client.cookie } }, (response) => {
        response.on('error', (error) => resolve(`${response.statusCode} ${error.message}`));
        response.on('end', () => resolve('whole'));
        response.resume();
      });
      call.on('error', reject);
      call.end();
    });
    expect(outcome).toBe('200 aborted');
    expect(server.logged.at(-1)).toMatchObject({ level: 'error', message: 'a download was cut off' });
    await server.database.db.updateTable('blobs').set({ broken_at: 1 }).where('digest', '=', digest).execute();
    const answer = await get('tag=lost');
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ code: 'not-found', detail: { reason: 'blob-missing', digest } });
  });
});
