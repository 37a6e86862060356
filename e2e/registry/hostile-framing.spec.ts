import { mediaTypes } from '@wharf/oci';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectRefusal, openTarget, type Target } from '../support/target.ts';
import { converse } from '../support/wire.ts';

const name = 'acme/hostile';

describe('hostile framing', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name);
  });
  afterAll(() => target?.close());
  afterEach(() => target.expectUnharmed());

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
