import { mediaTypes } from '@wharf/oci';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { json, send } from '../support/http.ts';
import { contentOf } from '../support/images.ts';
import { databases } from '../support/scene.ts';
import { openTarget, type Target } from '../support/target.ts';
import { accessOf, bearer } from '../support/tokens.ts';

const name = 'acme/hostile';
const digest = sha256('hostile');

describe.each(databases)('hostile content on %s', (database) => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name, database);
  });
  afterAll(() => target?.close());
  afterEach(() => target.expectUnharmed());

  describe('documents', () => {
    const descriptor = { mediaType: mediaTypes.ociLayerGzip, digest, size: 7 };
    const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    it.each([
      // The first one: of refusals that come again and again, the words of the first are kept for Troubleshooting.
      ['a zero byte in its type', JSON.stringify({ schemaVersion: 2, mediaType: 'a\0b' })],
      ['half a document', '{"schemaVersion": 2, "config": {'],
      ['4 MiB of brackets', '['.repeat(4 * 1024 * 1024)],
      ['100 000 lists in each other', deep('[', ']', 100_000)],
      ['objects in each other', `${'{"config":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
      ['__proto__ as a key', '{"__proto__": {"schemaVersion": 2}, "constructor": 1}'],
      ['a number beyond numbers', '{"schemaVersion": 2e999}'],
      [
        'more layers than can be meant',
        JSON.stringify({ schemaVersion: 2, config: descriptor, layers: Array(12_000).fill(descriptor) }),
      ],
      [
        'a size beyond numbers',
        JSON.stringify({ schemaVersion: 2, config: { ...descriptor, size: 1e300 }, layers: [] }),
      ],
      ['a zero byte', '\u0000{"schemaVersion": 2}'],
      ['half a pair in its type', '{"schemaVersion": 2, "mediaType": "\\ud800"}'],
      [
        'annotations that are no text',
        JSON.stringify({ schemaVersion: 2, config: descriptor, layers: [], annotations: { a: {} } }),
      ],
    ])('%s', async (_, text) => {
      const lines = [`Content-Type: ${mediaTypes.ociManifest}`, `Content-Length: ${Buffer.byteLength(text)}`];
      await target.expectRefused([target.head('PUT', `/v2/${name}/manifests/hostile`, ...lines), text], [400]);
    });
  });

  describe('documents that are taken, whatever their texts hold', () => {
    const half = '\ud800';
    const subject = { mediaType: mediaTypes.ociManifest, digest, size: 7 };
    it.each<[string, object]>([
      ['a zero byte in an annotation', { annotations: { 'a\0': 'b\0c' } }],
      ['half a pair in an annotation', { annotations: { [half]: half } }],
      ['half a pair as the type', { artifactType: half }],
      ['1 000 annotations', { annotations: Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`a${n}`, ''])) }],
      ['an annotation of 1 MB', { annotations: { a: 'a'.repeat(1_000_000) } }],
      ['zero bytes and half a pair in a platform', { platform: { os: 'a\0b', architecture: half, variant: '\0' } }],
    ])('%s', async (title, { platform, ...more }: { platform?: object }) => {
      const child = { ...target.image.manifest.descriptor, ...(platform && { platform }) };
      const document = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [child], subject, ...more };
      const content = contentOf(mediaTypes.ociIndex, JSON.stringify(document));
      const pushed = await target.registry.putManifest(name, content.descriptor.digest, content);
      expect(pushed.status, `${title}: ${pushed.body}`).toBe(201);
      const pulled = await target.registry.get(`/${name}/manifests/${content.descriptor.digest}`);
      expect(sha256(pulled.body)).toBe(content.descriptor.digest);
      const referrers = await target.registry.get(`/${name}/referrers/${digest}`);
      expect(json<{ manifests: { digest: string }[] }>(referrers).manifests).toContainEqual(
        expect.objectContaining({ digest: content.descriptor.digest }),
      );
      const url = `/organizations/acme/repositories/hostile/manifests/${content.descriptor.digest}`;
      expect((await target.scene.console.request('GET', url)).status).toBe(200);
    });
  });

  describe('uploads', () => {
    it.each([
      ['a range beyond numbers', 'Content-Range: 0-99999999999999999999999999'],
      ['a range that ends before it starts', 'Content-Range: 10-2'],
      ['a negative range', 'Content-Range: -10--2'],
      ['words in place of a range', 'Content-Range: bytes=all'],
      ['a range over a gap', 'Content-Range: 1000000000000-1000000000009'],
    ])('%s', async (_, line) => {
      const { pathname } = new URL(await target.registry.openUpload(name));
      await target.expectRefused(
        [target.head('PATCH', pathname, line, 'Content-Length: 10'), '0123456789'],
        [400, 416],
      );
    });

    it('wrong digests over one session after another', async () => {
      for (const wrong of [
        digest,
        'sha256:',
        'sha256',
        `sha1:${'a'.repeat(40)}`,
        `sha256:${'g'.repeat(64)}`,
        `${digest}0`,
        `SHA256:${digest.slice(7)}`,
      ]) {
        const { pathname } = new URL(await target.registry.openUpload(name));
        await target.expectRefused(
          [target.head('PUT', `${pathname}?digest=${wrong}`, 'Content-Length: 4'), 'data'],
          [400],
        );
      }
    });
  });

  describe('credentials', () => {
    const request = (path: string, line: string) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${line}\r\n\r\n`;
    it.each([
      ['8 KB of Basic', `Authorization: Basic ${Buffer.alloc(6000, 0x41).toString('base64')}`],
      ['a zero byte in Basic', `Authorization: Basic ${Buffer.from('admin\0:x').toString('base64')}`],
      [
        'bytes that are no UTF-8 in Basic',
        `Authorization: Basic ${Buffer.from([0xff, 0xfe, 0x3a, 0xff]).toString('base64')}`,
      ],
      ['8 KB of Bearer', `Authorization: Bearer ${'x.'.repeat(4000)}`],
      ['two dots', 'Authorization: Bearer ..'],
      [
        'a token of a list',
        `Authorization: Bearer ${Buffer.from('[]').toString('base64url')}.${Buffer.from('[]').toString('base64url')}.x`,
      ],
    ])('%s', async (title, line) => {
      await target.expectRefused([request(`/v2/${name}/manifests/v1`, line)], [401]);
      if (title.includes('Basic')) await target.expectRefused([request('/token', line)], [400, 401]);
      await bearer(target.scene.server.url, [], target.scene.login);
    });

    it('a token request with a body of 10 MB', async () => {
      const start =
        'POST /token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000000\r\n\r\n';
      await target.expectRefused(
        [start, ...Array.from({ length: 10 }, () => [Buffer.alloc(1_000_000, 0x61), 20]).flat()],
        [400, 413],
      );
    });

    const scopes = Array.from({ length: 1000 }, (_, index) => `repository:acme/${index}:pull`);

    it('a token request with 1 000 scopes in its query', async () => {
      const query = scopes.map((scope) => `scope=${scope}`).join('&');
      await target.expectRefused([request(`/token?${query}`, 'Accept: */*')], [431]);
    });

    it('a token request with 1 000 scopes in its form is answered for the first ones', async () => {
      const { server, login } = target.scene;
      const form = { grant_type: 'password', username: login.user, password: login.password, scope: scopes.join(' ') };
      const answer = await send(`${server.url}/token`, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      });
      expect(answer.status).toBe(200);
      const granted = accessOf(json<{ token: string }>(answer).token).map((access) => access.name);
      expect(granted).toEqual(Array.from({ length: 50 }, (_, index) => `acme/${index}`));
    });
  });
});
