import { mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256, sha512 } from '../support/bytes.ts';
import { header } from '../support/http.ts';
import { imageOf, indexOf, manifestOf } from '../support/images.ts';
import { digestHeader, errorOf, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

const name = 'acme/team/pull';
const missing = sha256('nobody pushed this');

describe.each(databases)('pull (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  const image = imageOf({ seed: 'pull' });
  const blob = randomBytesOf('pull/blob', 100_000);
  const digest = sha256(blob);

  beforeAll(async () => {
    scene = await openScene({ database });
    registry = await scene.registryFor(name, 'acme/never-pushed');
    await registry.pushImage(name, 'v1', image);
    await registry.pushBlob(name, blob, digest);
  });
  afterAll(() => scene?.close());

  it('end-1: says that it speaks the protocol', async () => {
    const answer = await registry.get('/');
    expect(answer.status).toBe(200);
    expect(header(answer, 'docker-distribution-api-version')).toBe('registry/2.0');
  });

  describe('blobs (end-2)', () => {
    it('gives the bytes with digest and length', async () => {
      const answer = await registry.get(`/${name}/blobs/${digest}`);
      expect(answer.status).toBe(200);
      expect(answer.body.equals(blob)).toBe(true);
      expect(digestHeader(answer)).toBe(digest);
      expect(header(answer, 'content-length')).toBe(String(blob.length));
      expect(header(answer, 'docker-distribution-api-version')).toBe('registry/2.0');
    });

    it('answers HEAD with the same headers and no body', async () => {
      const answer = await registry.head(`/${name}/blobs/${digest}`);
      expect(answer.status).toBe(200);
      expect(answer.body).toHaveLength(0);
      expect(header(answer, 'content-length')).toBe(String(blob.length));
      expect(digestHeader(answer)).toBe(digest);
    });

    it('refuses a blob that the repository does not hold', async () => {
      const answer = await registry.get(`/${name}/blobs/${missing}`);
      expect(errorOf(answer)).toMatchObject({ status: 404, code: 'BLOB_UNKNOWN' });
      expect((await registry.head(`/${name}/blobs/${missing}`)).status).toBe(404);
    });

    it('does not give a blob of another repository', async () => {
      const answer = await registry.get(`/acme/never-pushed/blobs/${digest}`);
      expect(answer.status).toBe(404);
      expect(['BLOB_UNKNOWN', 'NAME_UNKNOWN']).toContain(errorOf(answer).code);
    });

    it.each([
      ['the first bytes', 'bytes=0-9', 0, 9],
      ['one byte', 'bytes=7-7', 7, 7],
      ['the middle, over a read buffer', 'bytes=1000-70000', 1000, 70_000],
      ['from a byte on', 'bytes=99000-', 99_000, 99_999],
      ['the last bytes', 'bytes=-500', 99_500, 99_999],
      ['an end beyond the blob', 'bytes=99990-200000', 99_990, 99_999],
      ['a suffix longer than the blob', 'bytes=-200000', 0, 99_999],
    ])('gives a range: %s', async (_, range, start, end) => {
      const answer = await registry.get(`/${name}/blobs/${digest}`, { range });
      expect(answer.status).toBe(206);
      expect(header(answer, 'content-range')).toBe(`bytes ${start}-${end}/${blob.length}`);
      expect(header(answer, 'content-length')).toBe(String(end - start + 1));
      expect(answer.body.equals(blob.subarray(start, end + 1))).toBe(true);
    });

    it.each(['bytes=100000-', 'bytes=100000-100001', 'bytes=-0'])(
      'refuses a range without a byte: %s',
      async (range) => {
        const answer = await registry.get(`/${name}/blobs/${digest}`, { range });
        expect(answer.status).toBe(416);
        expect(header(answer, 'content-range')).toBe(`bytes */${blob.length}`);
      },
    );

    it.each(['lines=0-9', 'bytes=abc', 'bytes=9-0', 'bytes=0-1,5-6'])(
      'never gives wrong bytes for %s',
      async (range) => {
        const answer = await registry.get(`/${name}/blobs/${digest}`, { range });
        expect([200, 416]).toContain(answer.status);
        if (answer.status === 200) expect(answer.body.equals(blob)).toBe(true);
      },
    );

    it('holds the empty blob', async () => {
      const empty = sha256('');
      await registry.pushBlob(name, Buffer.alloc(0), empty);
      const head = await registry.head(`/${name}/blobs/${empty}`);
      expect(head.status).toBe(200);
      expect(header(head, 'content-length')).toBe('0');
      expect((await registry.get(`/${name}/blobs/${empty}`)).body).toHaveLength(0);
      expect((await registry.get(`/${name}/blobs/${empty}`, { range: 'bytes=0-' })).status).not.toBe(206);
    });

    it('offers validation, as content by its hash never changes', async () => {
      const etag = header(await registry.get(`/${name}/blobs/${digest}`), 'etag');
      const again = await registry.get(`/${name}/blobs/${digest}`, { 'if-none-match': etag });
      expect(again.status).toBe(304);
      expect(again.body).toHaveLength(0);
      const other = await registry.get(`/${name}/blobs/${digest}`, { 'if-none-match': '"something else"' });
      expect(other.status).toBe(200);
    });
  });

  describe('manifests (end-3)', () => {
    const { bytes, descriptor } = image.manifest;

    it.each([
      ['tag', 'v1'],
      ['digest', descriptor.digest],
    ])('gives the exact bytes by %s', async (_, reference) => {
      const answer = await registry.get(`/${name}/manifests/${reference}`);
      expect(answer.status).toBe(200);
      expect(answer.body.equals(bytes)).toBe(true);
      expect(header(answer, 'content-type')).toBe(descriptor.mediaType);
      expect(digestHeader(answer)).toBe(descriptor.digest);
      expect(header(answer, 'content-length')).toBe(String(bytes.length));
    });

    it.each([
      ['tag', 'v1'],
      ['digest', descriptor.digest],
    ])('answers HEAD by %s as clients need it', async (_, reference) => {
      const answer = await registry.head(`/${name}/manifests/${reference}`);
      expect(answer.status).toBe(200);
      expect(answer.body).toHaveLength(0);
      expect(header(answer, 'content-type')).toBe(descriptor.mediaType);
      expect(digestHeader(answer)).toBe(descriptor.digest);
      expect(header(answer, 'content-length')).toBe(String(bytes.length));
      expect(header(answer, 'docker-distribution-api-version')).toBe('registry/2.0');
    });

    it.each([
      ['an unknown tag', name, 'v2'],
      ['an unknown digest', name, missing],
      ['a blob, which is no manifest', name, digest],
      ['a repository that never was', 'acme/never-pushed', 'v1'],
    ])('refuses %s', async (_, repository, reference) => {
      const answer = await registry.get(`/${repository}/manifests/${reference}`);
      expect(answer.status).toBe(404);
      expect(['MANIFEST_UNKNOWN', 'NAME_UNKNOWN']).toContain(errorOf(answer).code);
      const head = await registry.head(`/${repository}/manifests/${reference}`);
      expect(head.status).toBe(404);
      expect(head.body).toHaveLength(0);
    });

    it('keeps each media type', async () => {
      const docker = imageOf({ seed: 'pull/docker', format: 'docker', layers: [500] });
      const list = indexOf('pull/list', ['amd64', 'arm64'], 'docker');
      const index = indexOf('pull/index', ['amd64', 'arm64']);
      await registry.pushImage(name, 'docker', docker);
      await registry.pushIndex(name, 'list', list);
      await registry.pushIndex(name, 'index', index);
      for (const [tag, type] of [
        ['docker', mediaTypes.dockerManifest],
        ['list', mediaTypes.dockerManifestList],
        ['index', mediaTypes.ociIndex],
      ]) {
        expect(header(await registry.get(`/${name}/manifests/${tag}`), 'content-type')).toBe(type);
      }
    });

    it('pulls by sha512 what was pushed by sha512', async () => {
      const layer = randomBytesOf('pull/sha512', 5000);
      await registry.pushBlob(name, layer, sha512(layer));
      const pulled = await registry.get(`/${name}/blobs/${sha512(layer)}`);
      expect(pulled.body.equals(layer)).toBe(true);
      expect(digestHeader(pulled)).toBe(sha512(layer));
      const content = {
        bytes: layer,
        descriptor: { mediaType: 'application/octet-stream', digest: sha512(layer), size: layer.length },
      };
      const manifest = manifestOf(image.config, [content]);
      const strong = sha512(manifest.bytes);
      expect((await registry.putManifest(name, strong, manifest)).status).toBe(201);
      const answer = await registry.get(`/${name}/manifests/${strong}`);
      expect(answer.body.equals(manifest.bytes)).toBe(true);
      expect(digestHeader(answer)).toBe(strong);
    });

    it('offers validation of a tag', async () => {
      const etag = header(await registry.get(`/${name}/manifests/v1`), 'etag');
      expect((await registry.get(`/${name}/manifests/v1`, { 'if-none-match': etag })).status).toBe(304);
    });
  });
});
