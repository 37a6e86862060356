import { randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Problem } from '@wharf/api';
import { createMetadata } from '@wharf/db';
import { parseManifest, parseRepositoryName, parseTag } from '@wharf/oci';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConsoleServer, password, startConsoleServer, type TestUser } from '../../bff/testing/console-server.ts';
import { dockerSave, layerOf, sha256, tar } from './testing/docker-save.ts';

let server: ConsoleServer;

beforeAll(async () => {
  server = await startConsoleServer();
  const account = await server.createAccount('main');
  const acme = await server.createOrganization(account, 'acme');
  const grants: [TestUser, 'edit' | 'read'][] = [
    [await server.createUser(account, 'mei'), 'edit'],
    [await server.createUser(account, 'lars'), 'read'],
  ];
  for (const [user, level] of grants) await server.grant(acme, user, level);
});
afterAll(() => server?.stop());

interface Made {
  images: { repository: string; tag: string; digest: string; reference: string; bytesThere: number }[];
}

async function put(body: Uint8Array, { query = '', user = 'mei', secret = password } = {}) {
  const response = await fetch(`${server.url}/api/organizations/acme/archives${query}`, {
    method: 'PUT',
    headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
    body: new Uint8Array(body),
  });
  const json = (await response.json()) as Made & Problem;
  return { status: response.status, headers: response.headers, images: json.images, problem: json };
}

async function manifestOf(repository: string, tag: string) {
  const [name, reference] = [parseRepositoryName(repository), parseTag(tag)];
  const record = name && reference && (await createMetadata(server.database).findManifest(name, reference));
  if (!record) return undefined;
  const manifest = parseManifest(record.content, record.mediaType);
  if (manifest.kind !== 'image') throw new Error('an index');
  return manifest;
}

async function bytesOf(repository: string, digest: string): Promise<Buffer> {
  const name = parseRepositoryName(repository);
  const blob = name && (await createMetadata(server.database).findBlob(name, digest as never));
  const chunks: Uint8Array[] = [];
  for await (const chunk of server.services.storage.read(blob?.storageKey ?? '')) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

async function spoolIsEmpty(): Promise<boolean> {
  for await (const _ of server.services.storage.list('spool/')) return false;
  return true;
}

const [base, top] = [layerOf('base '.repeat(2000)), layerOf('top')];

test('an archive of docker save becomes the images that it names, compressed as a push would have them', async () => {
  const { status, images } = await put(
    dockerSave([{ names: ['registry.example.com/team/web:1.0', 'acme/other:2'], layers: [base, top] }]),
  );
  expect(status).toBe(201);
  const host = new URL(server.url).host;
  expect(images.map(({ reference }) => reference)).toEqual([`${host}/acme/team/web:1.0`, `${host}/acme/other:2`]);
  const manifest = await manifestOf('acme/team/web', '1.0');
  expect(manifest?.mediaType).toBe('application/vnd.docker.distribution.manifest.v2+json');
  const [first] = manifest?.layers ?? [];
  expect(gunzipSync(await bytesOf('acme/team/web', first?.digest ?? '')).equals(base)).toBe(true);
  expect(await manifestOf('acme/other', '2')).toEqual(manifest);
  expect(await spoolIsEmpty()).toBe(true);
});

test('what is there already is not written again', async () => {
  const image = { names: ['again:1'], layers: [base, layerOf('new top')] };
  const { images } = await put(dockerSave([image]));
  expect(images[0]?.bytesThere).toBe((await manifestOf('acme/again', '1'))?.layers[0] && base.length);
});

test('gzip around the archive, and a name of one’s own', async () => {
  const archive = gzipSync(dockerSave([{ names: [], layers: [base] }]));
  expect((await put(archive)).problem).toMatchObject({ code: 'archive-refused', detail: { reason: 'no-name' } });
  const { status, images } = await put(archive, { query: '?repository=named&tag=v2' });
  expect([status, images[0]?.repository, images[0]?.tag]).toEqual([201, 'acme/named', 'v2']);
});

test('a name that is not allowed is said with what is wrong about it', async () => {
  const { status, problem } = await put(dockerSave([{ names: ['Team/Web:1'], layers: [top] }]));
  expect(status).toBe(400);
  expect(problem.fields).toEqual([{ field: 'query.repository', problem: 'uppercase' }]);
  const tag = await put(dockerSave([{ names: ['web:1'], layers: [top] }]), { query: '?tag=-x' });
  expect(tag.problem.fields).toEqual([{ field: 'query.tag', problem: 'tag' }]);
});

const whole = dockerSave([{ names: ['broken:1'], layers: [layerOf('whole')] }]);
test.each([
  ['no archive at all', Buffer.from('hello, this is a text and no tar'.repeat(40)), 'not-an-archive'],
  ['no image in it', tar({ 'etc/passwd': Buffer.from('root') }), 'no-manifest'],
  ['cut off', whole.subarray(0, 1500), 'truncated'],
  [
    'a layer missing',
    dockerSave([{ names: ['broken:1'], layers: [top] }], (members) => {
      delete members[`${sha256(top).slice(7)}/layer.tar`];
    }),
    'layer-missing',
  ],
  [
    'a layer of other bytes',
    dockerSave([{ names: ['broken:1'], layers: [layerOf('lies')], diffIds: [sha256(Buffer.from('truth'))] }]),
    'digest-differs',
  ],
  ['a path out of it', tar({ '../../etc/passwd': Buffer.from('root') }), 'unsafe-path'],
  ['a gzip that breaks', gzipSync(whole).subarray(0, -20), 'truncated'],
])('refused: %s', async (_, archive, reason) => {
  const { status, problem } = await put(archive);
  expect({ status, code: problem.code, reason: problem.detail?.reason }).toEqual({
    status: 422,
    code: 'archive-refused',
    reason,
  });
  expect(await manifestOf('acme/broken', '1')).toBeUndefined();
  expect(await spoolIsEmpty()).toBe(true);
});

test('it needs a password that is right and edit on the organization', async () => {
  expect((await put(whole, { secret: 'wrong' })).problem.code).toBe('wrong-credentials');
  expect((await put(whole, { user: 'lars' })).problem).toMatchObject({ code: 'forbidden', detail: { wanted: 'edit' } });
  const anonymous = await fetch(`${server.url}/api/organizations/acme/archives`, { method: 'PUT', body: 'x' });
  expect([anonymous.status, anonymous.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('Basic'),
  ]);
});

test('a quota refuses as it refuses a push: with what is used, the remedy and who can help, and nothing is kept', async () => {
  const limit = async (change: object) => {
    await server.database.db.updateTable('accounts').set(change).where('name', '=', 'main').execute();
  };
  const noise = randomBytes(20_000);
  const image = (name: string, layer = base) => dockerSave([{ names: [`${name}:1`, `${name}:2`], layers: [layer] }]);
  expect((await put(image('counted'))).status).toBe(201);
  await limit({ tag_quota: 2 });
  const { status, problem } = await put(dockerSave([{ names: ['counted:3'], layers: [base] }]));
  expect({ status, code: problem.code }).toEqual({ status: 403, code: 'quota-used-up' });
  expect(problem.message).toMatch(
    /^acme\/counted has 2 of 2 tags, and this would add 1: delete tags .*can raise the quota$/,
  );
  expect(problem.detail).toMatchObject({
    ...{ reason: 'tag-quota', rule: 'tags', place: 'acme/counted', used: 2, limit: 2, wanted: 1 },
    ...{ remedy: expect.stringContaining('delete tags'), help: { who: 'system-administrator' } },
    id: expect.stringMatching(/^R-/),
  });
  await limit({ tag_quota: null, repository_quota: 1 });
  expect((await put(image('another'))).problem.detail).toMatchObject({ reason: 'repository-quota', wanted: 1 });
  // Whether a layer fits is known when it is compressed: this one does not compress.
  await limit({ repository_quota: null, byte_quota: 15_000 });
  const refused = await put(image('bytes', layerOf(noise.toString('latin1'))));
  expect([refused.status, refused.problem.detail?.reason]).toEqual([403, 'byte-quota']);
  expect(await manifestOf('acme/bytes', '1')).toBeUndefined();
  expect(await spoolIsEmpty()).toBe(true);
  await limit({ byte_quota: null });
});

test('a body beyond the limit is refused before it is kept, and while it comes', async () => {
  const limited = await startConsoleServer();
  try {
    const account = await limited.createAccount('main');
    const organization = await limited.createOrganization(account, 'acme');
    await limited.grant(organization, await limited.createUser(account, 'mei'), 'edit');
    limited.services.config.archiveGigabytes = 1 / 1024 ** 2;
    const authorization = `Basic ${Buffer.from(`mei:${password}`).toString('base64')}`;
    for (const streamed of [false, true]) {
      const bytes = new Uint8Array(5000);
      const body = streamed ? new Blob([bytes]).stream() : bytes;
      const request = { method: 'PUT', headers: { authorization }, body, duplex: 'half' } as RequestInit;
      const response = await fetch(`${limited.url}/api/organizations/acme/archives`, request);
      expect([response.status, ((await response.json()) as Problem).code]).toEqual([413, 'too-large']);
    }
  } finally {
    await limited.stop();
  }
});
