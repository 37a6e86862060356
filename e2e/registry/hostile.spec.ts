import { mediaTypes } from '@wharf/oci';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, openTarget, type Target } from '../support/target.ts';
import { converse } from '../support/wire.ts';

const name = 'acme/hostile';

describe('hostile requests', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name);
  });
  afterAll(() => target?.scene.close());
  afterEach(() => target.expectUnharmed());

  describe('paths', () => {
    it.each([
      ['climbing out of /v2/', '/v2/../../../../etc/passwd'],
      ['climbing in the name', `/v2/acme/../../etc/manifests/v1`],
      ['dots as a name', '/v2/../manifests/v1'],
      ['dots in the digest', `/v2/${name}/blobs/sha256:../../../../etc/passwd`],
      ['dots in the reference', `/v2/${name}/manifests/../../../../etc/passwd`],
      ['dots in the session', `/v2/${name}/blobs/uploads/../../../db`],
      ['encoded dots', '/v2/acme/%2e%2e/%2e%2e/manifests/v1'],
      ['encoded slashes in the name', '/v2/acme%2fhostile/manifests/v1'],
      ['encoded slashes in the reference', `/v2/${name}/manifests/..%2f..%2fetc%2fpasswd`],
      ['encoded slashes in the digest', `/v2/${name}/blobs/sha256:..%2f..%2fetc`],
      ['doubly encoded slashes', '/v2/acme%252fhostile/manifests/v1'],
      ['backslashes', '/v2/acme\\hostile/manifests/v1'],
      ['a zero byte in the name', '/v2/acme/hostile%00/manifests/v1'],
      ['a zero byte in the reference', `/v2/${name}/manifests/v1%00`],
      ['a line break in the reference', `/v2/${name}/manifests/v1%0d%0aX-Evil:%201`],
      ['an escape that is none', `/v2/${name}/manifests/%zz`],
      ['an escape that ends early', `/v2/${name}/manifests/v1%`],
      ['bytes that are no UTF-8', `/v2/${name}/manifests/%ff%fe`],
      ['capital letters in the name', '/v2/Acme/Hostile/manifests/v1'],
      ['a name of one level', '/v2/hostile/manifests/v1'],
      ['a reserved organization', '/v2/token/app/manifests/v1'],
      ['empty parts', '/v2/acme//hostile/manifests/v1'],
      ['no name', '/v2//manifests/v1'],
      ['no reference', `/v2/${name}/manifests/`],
      ['a name of 300 characters', `/v2/acme/${'a'.repeat(300)}/manifests/v1`],
      ['a name of 8 000 characters', `/v2/acme/${'a/'.repeat(4000)}a/manifests/v1`],
      ['a tag of 129 characters', `/v2/${name}/manifests/${'a'.repeat(129)}`],
      ['a digest of 2 000 characters', `/v2/${name}/blobs/sha256:${'a'.repeat(2000)}`],
      ['an unknown resource', `/v2/${name}/secrets/v1`],
      ['words of Object.prototype', '/v2/__proto__/constructor/manifests/toString'],
      ['regular expression bait', `/v2/acme/${'a-'.repeat(2000)}!/manifests/v1`],
    ])('%s', async (_, path) => {
      await target.expectRefused([target.head('GET', path)]);
    });

    it('a name of 60 000 characters', async () => {
      await target.expectRefused(
        [target.head('GET', `/v2/acme/${'a'.repeat(60_000)}/manifests/v1`)],
        [400, 404, 414, 431],
      );
    });
  });

  describe('queries', () => {
    it.each([
      ['a negative n', `/v2/${name}/tags/list?n=-5`],
      ['an n beyond numbers', `/v2/${name}/tags/list?n=1e400`],
      ['n twice', `/v2/${name}/tags/list?n=x&n=y`],
      ['a broken escape', `/v2/${name}/referrers/latest?artifactType=%zz`],
      ['SQL in place of a digest', `/v2/${name}/referrers/'%20OR%201=1--`],
      ['a huge query', `/v2/${name}/tags/list?n=${'9'.repeat(12_000)}`],
      ['a query larger than any header', `/v2/${name}/tags/list?n=1&x=${'x'.repeat(100_000)}`],
      ['a digest with a mount that is none', `/v2/${name}/blobs/uploads/?digest=sha256:zz`],
    ])('%s', async (title, path) => {
      const method = title.includes('mount') ? 'POST' : 'GET';
      await target.expectRefused([target.head(method, path, ...(method === 'POST' ? ['Content-Length: 0'] : []))]);
    });
  });

  describe('framing', () => {
    const manifestPath = `/v2/${name}/manifests/hostile`;
    it.each([
      ['a negative length', ['Content-Length: -1'], ''],
      ['a length that is no number', ['Content-Length: many'], ''],
      ['two lengths', ['Content-Length: 2', 'Content-Length: 3'], '{}'],
      ['a length and chunks', ['Content-Length: 2', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
      ['an encoding that it does not know', ['Transfer-Encoding: gzip'], '{}'],
      ['a chunk size that is none', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
      ['a chunk size beyond numbers', ['Transfer-Encoding: chunked'], 'fffffffffffffffffffff\r\n{}'],
      ['a chunk longer than its size', ['Transfer-Encoding: chunked'], '2\r\n{"a":1}\r\n0\r\n\r\n'],
      ['a declared length of 5 GB', ['Content-Length: 5000000000'], '{'],
      ['a header without a colon', ['this is no header', 'Content-Length: 0'], ''],
      ['a header name with a space', ['Bad Header: x', 'Content-Length: 0'], ''],
      ['a header folded over lines', ['X-Folded: a', ' b: c\x00', 'Content-Length: 0'], ''],
    ])('%s', async (_, lines, body) => {
      const type = `Content-Type: ${mediaTypes.ociManifest}`;
      await target.expectRefused([target.head('PUT', manifestPath, type, ...lines), body]);
    });

    it('chunks that add up to more than a manifest may hold', async () => {
      const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000, 0x20), Buffer.from('\r\n')]);
      const start = target.head(
        'PUT',
        manifestPath,
        `Content-Type: ${mediaTypes.ociManifest}`,
        'Transfer-Encoding: chunked',
      );
      await target.expectRefused([start, ...Array.from({ length: 8 }, () => chunk), '0\r\n\r\n'], [413]);
    });

    it.each([
      ['one header of 100 KB', [`X-Flood: ${'x'.repeat(100_000)}`]],
      ['headers of 100 KB in all', Array.from({ length: 1000 }, (_, index) => `X-Flood-${index}: ${'x'.repeat(90)}`)],
      ['50 000 headers', Array.from({ length: 50_000 }, (_, index) => `X-${index}: y`)],
    ])('%s', async (_, lines) => {
      await target.expectRefused([target.head('GET', `/v2/${name}/manifests/v1`, ...lines)], [400, 431]);
    });

    it.each([
      ['a method that is none', 'BREW /v2/ HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['a version that is none', 'GET /v2/ HTTP/9.9\r\nHost: x\r\n\r\n'],
      ['no HTTP at all', 'hello registry\r\n\r\n'],
      ['a TLS greeting', Buffer.from('16030100a5010000a1030300000000000000000000000000000000000000000000', 'hex')],
      ['HTTP without a Host', 'GET /v2/ HTTP/1.1\r\n\r\n'],
    ])('%s', async (_, bytes) => {
      await target.expectRefused([bytes]);
    });

    it.each(['PROPFIND', 'TRACE', 'OPTIONS', 'POST', 'PATCH', 'DELETE'])(
      'the method %s where it has no place',
      async (method) => {
        const path = method === 'DELETE' ? `/v2/${name}/tags/list` : `/v2/${name}/manifests/v1`;
        await target.expectRefused([target.head(method, path, 'Content-Length: 0')], [400, 404, 405]);
      },
    );

    it('a refused body is never read as the next request', async () => {
      const smuggled = `GET /v2/${name}/manifests/v1 HTTP/1.1\r\nHost: x\r\nAuthorization: ${target.authorization}\r\n\r\n`;
      const start = `PUT /v2/${name}/manifests/v9 HTTP/1.1\r\nHost: ${target.scene.server.host}\r\nContent-Length: ${smuggled.length}\r\n\r\n`;
      const { answers, text } = await converse(target.scene.server.port, [start + smuggled], {
        answers: 2,
        limit: 1_500,
      });
      expectRefusal(answers[0], text, [401]);
      expect(answers).toHaveLength(1);
      expect(text).not.toContain('schemaVersion');
    });

    it('a client that asks first (Expect: 100-continue) is refused', async () => {
      const start = `PUT /v2/${name}/manifests/v9 HTTP/1.1\r\nHost: ${target.scene.server.host}\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n`;
      const { answers, text } = await converse(target.scene.server.port, [start]);
      expectRefusal(answers[0], text, [401]);
    });

    it('requests in one go are answered in order', async () => {
      const one = target.head('GET', `/v2/${name}/manifests/none`);
      const two = target.head('GET', `/v2/${name}/manifests/v1`);
      const { answers } = await converse(target.scene.server.port, [one + two + one], { answers: 3 });
      expect(answers.map(({ status }) => status)).toEqual([404, 200, 404]);
    });
  });
});
