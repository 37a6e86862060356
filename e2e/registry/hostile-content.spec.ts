import { mediaTypes } from '@wharf/oci';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { clockAhead, storedFiles, waitForStored } from '../support/later.ts';
import { openTarget, type Target } from '../support/target.ts';
import { bearer } from '../support/tokens.ts';
import { converse, vanish } from '../support/wire.ts';

const name = 'acme/hostile';
const digest = sha256('hostile');

describe('hostile content and clients', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name);
  });
  afterAll(() => target?.scene.close());
  afterEach(() => target.expectUnharmed());

  describe('documents', () => {
    const descriptor = { mediaType: mediaTypes.ociLayerGzip, digest, size: 7 };
    const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);
    it.each([
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
      [
        'annotations that are no text',
        JSON.stringify({ schemaVersion: 2, config: descriptor, layers: [], annotations: { a: {} } }),
      ],
    ])('%s', async (_, text) => {
      const lines = [`Content-Type: ${mediaTypes.ociManifest}`, `Content-Length: ${Buffer.byteLength(text)}`];
      await target.expectRefused([target.head('PUT', `/v2/${name}/manifests/hostile`, ...lines), text], [400]);
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

    it('a token request with 1 000 scopes', async () => {
      const query = Array.from({ length: 400 }, (_, index) => `scope=repository:a/${index}:pull`).join('&');
      const { answers } = await converse(target.scene.server.port, [request(`/token?${query}`, 'Accept: */*')]);
      expect(answers[0]?.status).toBeLessThan(500);
    });
  });

  describe('clients that are slow or gone', () => {
    it('200 slow bodies keep nobody else waiting', async () => {
      const paths = await Promise.all(
        Array.from({ length: 200 }, async () => new URL(await target.registry.openUpload(name)).pathname),
      );
      const slow = paths.map((path) =>
        converse(
          target.scene.server.port,
          [target.head('PATCH', path, 'Content-Length: 1000000'), 'a', 200, 'b', 200, 'c'],
          {
            limit: 1_500,
          },
        ),
      );
      for (let index = 0; index < 20; index += 1)
        expect((await target.registry.get(`/${name}/manifests/v1`)).status).toBe(200);
      await Promise.all(slow);
    });

    it('half a head, and gone', async () => {
      await Promise.all(
        Array.from({ length: 50 }, () =>
          vanish(target.scene.server.port, 'GET /v2/ HTTP/1.1\r\nHost: x\r\nX-Half', Buffer.alloc(0), 20),
        ),
      );
    });

    it('a pull that is left in the middle', async () => {
      const path = `/v2/${name}/blobs/${target.image.layers[0]?.descriptor.digest}`;
      await Promise.all(
        Array.from({ length: 50 }, () =>
          vanish(target.scene.server.port, target.head('GET', path), Buffer.alloc(0), 1),
        ),
      );
    });

    it('lost uploads leave no file after the purge time', async () => {
      const { pathname } = new URL(await target.registry.openUpload(name));
      await vanish(
        target.scene.server.port,
        target.head('PATCH', pathname, 'Content-Length: 5000000'),
        Buffer.alloc(2_000_000),
      );
      await vanish(
        target.scene.server.port,
        target.head('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, 'Content-Length: 5000000'),
        Buffer.alloc(1_000_000),
      );
      expect((await storedFiles(target.scene.server)).length).toBeGreaterThan(2);
      await target.scene.server.stop();
      await target.scene.server.start(clockAhead(72));
      await waitForStored(target.scene.server, [
        target.image.config.descriptor.digest,
        ...target.image.layers.map((layer) => layer.descriptor.digest),
      ]);
      await target.scene.server.stop();
      await target.scene.server.start({ NODE_OPTIONS: '' });
      target.followProcess();
    });
  });
});
