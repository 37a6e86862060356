import { type Descriptor, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256 } from '../support/bytes.ts';
import { json } from '../support/http.ts';
import { imageOf, indexOf, manifestOf, referrerOf } from '../support/images.ts';
import { errorOf, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

const name = 'acme/management';

describe.each(databases)('content management (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  const image = imageOf({ seed: 'management', layers: [800, 900] });

  beforeAll(async () => {
    scene = await openScene({ database });
    registry = await scene.registryFor(name, 'acme/second');
    await registry.pushImage(name, 'v1', image);
  });
  afterAll(() => scene?.close());

  async function tags(repository = name): Promise<string[]> {
    return json<{ tags: string[] }>(await registry.get(`/${repository}/tags/list`)).tags;
  }
  const remove = (path: string) => registry.call('DELETE', path);

  describe('tags and manifests (end-9)', () => {
    it('removes a tag and leaves its manifest and the other tags', async () => {
      await registry.putManifest(name, 'gone', image.manifest);
      expect((await remove(`/${name}/manifests/gone`)).status).toBe(202);
      expect((await registry.head(`/${name}/manifests/gone`)).status).toBe(404);
      expect(await tags()).not.toContain('gone');
      expect(await tags()).toContain('v1');
      expect((await registry.head(`/${name}/manifests/${image.manifest.descriptor.digest}`)).status).toBe(200);
    });

    it('removes a manifest with all its tags', async () => {
      const manifest = manifestOf(image.config, image.layers, { annotations: { life: 'short' } });
      for (const tag of ['short-1', 'short-2']) await registry.putManifest(name, tag, manifest);
      expect((await remove(`/${name}/manifests/${manifest.descriptor.digest}`)).status).toBe(202);
      for (const reference of ['short-1', 'short-2', manifest.descriptor.digest]) {
        expect((await registry.get(`/${name}/manifests/${reference}`)).status).toBe(404);
      }
      expect(await tags()).toEqual(['v1']);
      expect((await registry.get(`/${name}/manifests/v1`)).status).toBe(200);
    });

    it('takes it back by a new push', async () => {
      const manifest = manifestOf(image.config, image.layers, { annotations: { life: 'twice' } });
      await registry.putManifest(name, 'twice', manifest);
      await remove(`/${name}/manifests/${manifest.descriptor.digest}`);
      expect((await registry.putManifest(name, 'twice', manifest)).status).toBe(201);
      expect((await registry.get(`/${name}/manifests/twice`)).body.equals(manifest.bytes)).toBe(true);
      await remove(`/${name}/manifests/${manifest.descriptor.digest}`);
    });

    it.each([
      ['tag', 'never'],
      ['digest', sha256('never')],
    ])('does not know a %s that is not there', async (_, reference) => {
      expect(errorOf(await remove(`/${name}/manifests/${reference}`))).toMatchObject({
        status: 404,
        code: 'MANIFEST_UNKNOWN',
      });
    });

    it('does not know a repository that is not there', async () => {
      const answer = await remove('/acme/second/manifests/v1');
      expect(answer.status).toBe(404);
      expect(['NAME_UNKNOWN', 'MANIFEST_UNKNOWN']).toContain(errorOf(answer).code);
    });

    it('keeps a child of an index, names the index, and lets it go after the index', async () => {
      const { index, images } = indexOf('management/index', ['amd64', 'arm64']);
      await registry.pushIndex(name, 'multi', { index, images });
      const child = `/${name}/manifests/${images[0]?.manifest.descriptor.digest}`;
      const refusal = errorOf(await remove(child));
      expect(refusal.status).toBeGreaterThanOrEqual(400);
      expect(refusal.status).toBeLessThan(500);
      expect(JSON.stringify(refusal)).toContain(index.descriptor.digest);
      expect((await registry.get(child)).status).toBe(200);
      expect((await remove(`/${name}/manifests/${index.descriptor.digest}`)).status).toBe(202);
      expect((await remove(child)).status).toBe(202);
      expect((await registry.get(child)).status).toBe(404);
    });

    it('takes a removed referrer out of the list', async () => {
      const subject = image.manifest.descriptor;
      const signature = referrerOf(subject, 'application/vnd.example.signature', 'to be removed');
      await registry.pushImage(name, signature.manifest.descriptor.digest, signature);
      const referrers = async () =>
        json<{ manifests: Descriptor[] }>(await registry.get(`/${name}/referrers/${subject.digest}`)).manifests;
      expect(await referrers()).toHaveLength(1);
      expect((await remove(`/${name}/manifests/${signature.manifest.descriptor.digest}`)).status).toBe(202);
      expect(await referrers()).toHaveLength(0);
    });
  });

  describe('blobs (end-10)', () => {
    it('removes a blob that no manifest names, from this repository only', async () => {
      const blob = randomBytesOf('management/blob', 3000);
      const digest = sha256(blob);
      await registry.pushBlob(name, blob, digest);
      await registry.pushBlob('acme/second', blob, digest);
      expect((await remove(`/${name}/blobs/${digest}`)).status).toBe(202);
      expect((await registry.head(`/${name}/blobs/${digest}`)).status).toBe(404);
      expect((await registry.get(`/acme/second/blobs/${digest}`)).body.equals(blob)).toBe(true);
      expect(errorOf(await remove(`/${name}/blobs/${digest}`))).toMatchObject({ status: 404, code: 'BLOB_UNKNOWN' });
      await registry.pushBlob(name, blob, digest);
      expect((await registry.get(`/${name}/blobs/${digest}`)).body.equals(blob)).toBe(true);
    });

    it('keeps a blob that a manifest names', async () => {
      const digest = image.layers[0]?.descriptor.digest;
      const refusal = errorOf(await remove(`/${name}/blobs/${digest}`));
      expect(refusal.status).toBeGreaterThanOrEqual(400);
      expect(refusal.status).toBeLessThan(500);
      expect(JSON.stringify(refusal)).toContain(image.manifest.descriptor.digest);
      expect((await registry.get(`/${name}/blobs/${digest}`)).status).toBe(200);
    });

    it('does not know a blob that is not there', async () => {
      expect(errorOf(await remove(`/${name}/blobs/${sha256('never')}`))).toMatchObject({
        status: 404,
        code: 'BLOB_UNKNOWN',
      });
    });

    it('asks again for a removed blob before it takes a manifest over it', async () => {
      const layer = randomBytesOf('management/layer', 2000);
      const descriptor = { mediaType: mediaTypes.ociLayerGzip, digest: sha256(layer), size: layer.length };
      await registry.pushBlob(name, layer, descriptor.digest);
      await remove(`/${name}/blobs/${descriptor.digest}`);
      const manifest = manifestOf(image.config, [{ descriptor, bytes: layer }]);
      const refusal = errorOf(await registry.putManifest(name, 'late', manifest));
      expect(refusal.code).toBe('MANIFEST_BLOB_UNKNOWN');
      await registry.pushBlob(name, layer, descriptor.digest);
      expect((await registry.putManifest(name, 'late', manifest)).status).toBe(201);
    });
  });

  it.each([
    ['POST', '/'],
    ['DELETE', '/'],
    ['POST', `/${name}/manifests/v1`],
    ['PATCH', `/${name}/manifests/v1`],
    ['PUT', `/${name}/blobs/${sha256('x')}`],
    ['POST', `/${name}/tags/list`],
    ['DELETE', `/${name}/referrers/${sha256('x')}`],
    ['PUT', '/_catalog'],
  ])('refuses %s %s as unsupported', async (method, path) => {
    expect(errorOf(await registry.call(method, path))).toMatchObject({ status: 405, code: 'UNSUPPORTED' });
  });
});
