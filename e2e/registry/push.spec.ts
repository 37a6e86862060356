import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256, sha512 } from '../support/bytes.ts';
import { type Answer, header } from '../support/http.ts';
import { closing, digestHeader, errorOf, locationOf, octets, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

const name = 'acme/push';
const other = 'acme/other';

describe.each(databases)('push of blobs (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  let seed = 0;

  beforeAll(async () => {
    scene = await openScene({ database });
    registry = await scene.registryFor(name, other);
  });
  afterAll(() => scene?.close());

  function fresh(length = 10_000) {
    seed += 1;
    const bytes = randomBytesOf(`push/${seed}`, length);
    return { bytes, digest: sha256(bytes) };
  }
  function open(): Promise<string> {
    return registry.openUpload(name);
  }
  function patch(location: string, bytes: Uint8Array, start?: number, end?: number): Promise<Answer> {
    const range: Record<string, string> =
      start === undefined ? {} : { 'content-range': `${start}-${end ?? start + bytes.length - 1}` };
    return registry.call('PATCH', location, { body: bytes, headers: { ...octets, ...range } });
  }
  function finish(location: string, digest: string, body: Uint8Array = Buffer.alloc(0), headers = {}): Promise<Answer> {
    return registry.call('PUT', closing(location, digest), { body, headers: { ...octets, ...headers } });
  }
  async function expectHeld(digest: string, bytes: Buffer, repository = name): Promise<void> {
    const answer = await registry.get(`/${repository}/blobs/${digest}`);
    expect(answer.status).toBe(200);
    expect(answer.body.equals(bytes)).toBe(true);
  }
  function expectCreated(answer: Answer, digest: string, repository = name): void {
    expect(answer.status, answer.body.toString()).toBe(201);
    expect(digestHeader(answer)).toBe(digest);
    expect(locationOf(scene.server.url, answer)).toBe(`${scene.server.url}/v2/${repository}/blobs/${digest}`);
  }

  it('end-4a: opens a session on the same host, without a query string', async () => {
    const answer = await registry.call('POST', `/${name}/blobs/uploads/`);
    expect(answer.status).toBe(202);
    const location = new URL(locationOf(scene.server.url, answer));
    expect(location.host).toBe(scene.server.host);
    expect(location.search).toBe('');
    expect(location.pathname.startsWith(`/v2/${name}/blobs/uploads/`)).toBe(true);
    expect(header(answer, 'content-length')).toBe('0');
  });

  it('end-4a, end-6: takes a blob by POST and PUT', async () => {
    const { bytes, digest } = fresh();
    expectCreated(await finish(await open(), digest, bytes), digest);
    await expectHeld(digest, bytes);
  });

  it('end-4b: takes a blob by a single POST', async () => {
    const { bytes, digest } = fresh();
    const answer = await registry.call('POST', `/${name}/blobs/uploads/?digest=${digest}`, {
      body: bytes,
      headers: octets,
    });
    expectCreated(answer, digest);
    await expectHeld(digest, bytes);
  });

  it('end-4b: refuses a single POST whose bytes have another digest', async () => {
    const { bytes } = fresh();
    const digest = sha256('other bytes');
    const answer = await registry.call('POST', `/${name}/blobs/uploads/?digest=${digest}`, {
      body: bytes,
      headers: octets,
    });
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
  });

  it('end-5, end-13, end-6: takes chunks in order and says how far it is', async () => {
    const { bytes, digest } = fresh(30_000);
    let location = await open();
    for (const start of [0, 10_000, 20_000]) {
      const answer = await patch(location, bytes.subarray(start, start + 10_000), start);
      expect(answer.status, answer.body.toString()).toBe(202);
      expect(header(answer, 'range')).toBe(`0-${start + 9999}`);
      location = locationOf(scene.server.url, answer);
      const status = await registry.get(new URL(location).pathname.slice(3));
      expect(status.status).toBe(204);
      expect(header(status, 'range')).toBe(`0-${start + 9999}`);
      expect(new URL(locationOf(scene.server.url, status)).search).toBe('');
    }
    expectCreated(await finish(location, digest), digest);
    await expectHeld(digest, bytes);
  });

  it('end-6: takes the last chunk with the PUT', async () => {
    const { bytes, digest } = fresh(25_000);
    const location = await open();
    expect((await patch(location, bytes.subarray(0, 20_000), 0)).status).toBe(202);
    const answer = await finish(location, digest, bytes.subarray(20_000), { 'content-range': '20000-24999' });
    expectCreated(answer, digest);
    await expectHeld(digest, bytes);
  });

  it('end-5: takes a stream of unknown length, as docker sends it', async () => {
    const { bytes, digest } = fresh(3_000_000);
    const location = await open();
    const pieces = Array.from({ length: 30 }, (_, index) => bytes.subarray(index * 100_000, (index + 1) * 100_000));
    const answer = await registry.call('PATCH', location, { body: Readable.from(pieces), headers: octets });
    expect(answer.status).toBe(202);
    expect(header(answer, 'range')).toBe('0-2999999');
    expectCreated(await finish(location, digest), digest);
    await expectHeld(digest, bytes);
  });

  it.each([
    ['a gap', 15_000, undefined],
    ['bytes that it has', 5000, undefined],
    ['the start again', 0, undefined],
  ])('end-5: refuses %s with 416 and the true Range, and goes on', async (_, start, end) => {
    const { bytes, digest } = fresh(20_000);
    const location = await open();
    expect((await patch(location, bytes.subarray(0, 10_000), 0)).status).toBe(202);
    const refused = await patch(location, bytes.subarray(10_000), start, end);
    expect(refused.status).toBe(416);
    expect(header(refused, 'range')).toBe('0-9999');
    expect(errorOf(refused).code).toBe('BLOB_UPLOAD_INVALID');
    expect(header(await registry.call('GET', location), 'range')).toBe('0-9999');
    expect((await patch(location, bytes.subarray(10_000), 10_000)).status).toBe(202);
    expectCreated(await finish(location, digest), digest);
    await expectHeld(digest, bytes);
  });

  it('end-6: refuses a last chunk out of order with 416', async () => {
    const { bytes, digest } = fresh(20_000);
    const location = await open();
    expect((await patch(location, bytes.subarray(0, 10_000), 0)).status).toBe(202);
    const refused = await finish(location, digest, bytes.subarray(10_000), { 'content-range': '12000-21999' });
    expect(refused.status).toBe(416);
    expect(header(refused, 'range')).toBe('0-9999');
    expectCreated(await finish(location, digest, bytes.subarray(10_000), { 'content-range': '10000-19999' }), digest);
  });

  it.each([
    ['a first chunk not at 0', '5-104', [416]],
    ['no numbers', 'a-b', [400, 416]],
    ['an end before the start', '99-0', [400, 416]],
    ['a negative start', '-5-10', [400, 416]],
    ['fewer bytes than the body', '0-49', [400, 416]],
    ['more bytes than the body', '0-149', [400, 416]],
  ])('end-5: refuses a Content-Range with %s', async (_, range, statuses) => {
    const location = await open();
    const answer = await registry.call('PATCH', location, {
      body: Buffer.alloc(100),
      headers: { ...octets, 'content-range': range },
    });
    expect(statuses).toContain(answer.status);
    expect(['BLOB_UPLOAD_INVALID', 'SIZE_INVALID']).toContain(errorOf(answer).code);
  });

  it('end-6: refuses bytes whose digest is another one', async () => {
    const { bytes } = fresh();
    const digest = sha256('not these');
    const answer = await finish(await open(), digest, bytes);
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
    expect((await registry.head(`/${name}/blobs/${sha256(bytes)}`)).status).toBe(404);
  });

  it.each([
    ['no digest', ''],
    ['an empty digest', '?digest='],
    ['a short digest', '?digest=sha256:abc'],
    ['capital letters', `?digest=sha256:${'A'.repeat(64)}`],
    ['an algorithm that it does not know', `?digest=md5:${'a'.repeat(32)}`],
  ])('end-6: refuses %s', async (_, query) => {
    const answer = await registry.call('PUT', `${await open()}${query}`, { body: 'bytes', headers: octets });
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
  });

  it('takes sha512 by one PUT and over chunks', async () => {
    for (const cut of [0, 12_000]) {
      const { bytes } = fresh(20_000);
      const digest = sha512(bytes);
      const location = await open();
      if (cut > 0) expect((await patch(location, bytes.subarray(0, cut), 0)).status).toBe(202);
      expectCreated(await finish(location, digest, bytes.subarray(cut)), digest);
      await expectHeld(digest, bytes);
    }
  });

  it('does not know a session that never was, nor in another repository', async () => {
    const location = await open();
    const id = location.slice(location.lastIndexOf('/') + 1);
    for (const path of [
      `/${name}/blobs/uploads/0198c0de-0000-7000-8000-000000000000`,
      `/${other}/blobs/uploads/${id}`,
    ]) {
      for (const method of ['GET', 'PATCH', 'PUT', 'DELETE']) {
        const query = method === 'PUT' ? `?digest=${sha256('x')}` : '';
        const body = method === 'PATCH' || method === 'PUT' ? { body: 'x', headers: octets } : {};
        const answer = await registry.call(method, `${path}${query}`, body);
        expect(errorOf(answer), method).toMatchObject({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN' });
      }
    }
    expect((await registry.call('GET', location)).status).toBe(204);
  });

  it('end-14: cancels a session', async () => {
    const { bytes, digest } = fresh();
    const location = await open();
    expect((await patch(location, bytes, 0)).status).toBe(202);
    expect((await registry.call('DELETE', location)).status).toBe(204);
    expect(errorOf(await registry.call('GET', location))).toMatchObject({ status: 404, code: 'BLOB_UPLOAD_UNKNOWN' });
    expect((await finish(location, digest)).status).toBe(404);
    expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
  });

  it('takes a blob again that it holds already', async () => {
    const { bytes, digest } = fresh();
    await registry.pushBlob(name, bytes, digest);
    await registry.pushBlob(name, bytes, digest);
    await registry.pushBlob(other, bytes, digest);
    await expectHeld(digest, bytes);
    await expectHeld(digest, bytes, other);
  });

  describe('mount (end-11)', () => {
    it('takes over a blob of a repository that the caller can pull', async () => {
      const { bytes, digest } = fresh();
      await registry.pushBlob(name, bytes, digest);
      expect((await registry.head(`/${other}/blobs/${digest}`)).status).toBe(404);
      expectCreated(
        await registry.call('POST', `/${other}/blobs/uploads/?mount=${digest}&from=${name}`),
        digest,
        other,
      );
      await expectHeld(digest, bytes, other);
    });

    it.each([
      ['a blob that is not there', () => sha256('nobody has this'), name],
      ['a repository that is not there', () => sha256('nobody has this'), 'acme/never-pushed'],
      ['an organization that is not there', () => sha256('nobody has this'), 'nowhere/app'],
      ['a name that cannot be', () => sha256('nobody has this'), 'UPPER'],
    ])('opens a session instead for %s', async (_, digest, from) => {
      const answer = await registry.call('POST', `/${other}/blobs/uploads/?mount=${digest()}&from=${from}`);
      expect(answer.status, answer.body.toString()).toBe(202);
      const { bytes, digest: real } = fresh();
      expectCreated(await finish(locationOf(scene.server.url, answer), real, bytes), real, other);
    });

    it('opens a session when `from` is left out', async () => {
      const { bytes, digest } = fresh();
      await registry.pushBlob(name, bytes, digest);
      const answer = await registry.call('POST', `/${other}/blobs/uploads/?mount=${digest}`);
      expect([201, 202]).toContain(answer.status);
    });
  });
});
