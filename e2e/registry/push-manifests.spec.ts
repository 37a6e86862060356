import { mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { type Answer, header } from '../support/http.ts';
import { blobsOf, type Content, contentOf, imageOf, indexOf, manifestOf, referrerOf } from '../support/images.ts';
import { digestHeader, errorOf, locationOf, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

const name = 'acme/manifests';
const limit = 4 * 1024 * 1024;

describe.each(databases)('push of manifests, end-7 (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  const image = imageOf({ seed: 'manifests', layers: [1000, 2000] });

  beforeAll(async () => {
    scene = await openScene({ database });
    registry = await scene.registryFor(name);
    for (const { bytes, descriptor } of blobsOf(image)) await registry.pushBlob(name, bytes, descriptor.digest);
  });
  afterAll(() => scene?.close());

  function expectCreated(answer: Answer, content: Content, reference: string): void {
    expect(answer.status, answer.body.toString()).toBe(201);
    expect(digestHeader(answer)).toBe(content.descriptor.digest);
    const location = new URL(locationOf(scene.server.url, answer));
    expect(location.host).toBe(scene.server.host);
    expect([reference, content.descriptor.digest].map((end) => `/v2/${name}/manifests/${end}`)).toContain(
      location.pathname,
    );
  }
  function putText(
    reference: string,
    text: string | Uint8Array,
    type: string = mediaTypes.ociManifest,
  ): Promise<Answer> {
    return registry.call('PUT', `/${name}/manifests/${reference}`, { body: text, headers: { 'content-type': type } });
  }
  /** A manifest of exactly this many bytes. */
  function manifestOfSize(size: number): Content {
    const padded = (length: number) =>
      manifestOf(image.config, image.layers, { annotations: { pad: 'x'.repeat(length) } });
    return padded(size - padded(0).bytes.length);
  }

  it('takes one by tag, and again', async () => {
    expectCreated(await registry.putManifest(name, 'v1', image.manifest), image.manifest, 'v1');
    expectCreated(await registry.putManifest(name, 'v1', image.manifest), image.manifest, 'v1');
    expect((await registry.get(`/${name}/manifests/v1`)).body.equals(image.manifest.bytes)).toBe(true);
  });

  it('takes one by digest', async () => {
    const manifest = manifestOf(image.config, image.layers, { annotations: { by: 'digest' } });
    const { digest } = manifest.descriptor;
    expectCreated(await registry.putManifest(name, digest, manifest), manifest, digest);
    expect((await registry.get(`/${name}/manifests/${digest}`)).body.equals(manifest.bytes)).toBe(true);
  });

  it('moves a tag to what was pushed last and keeps the older one by digest', async () => {
    const first = manifestOf(image.config, image.layers, { annotations: { build: '1' } });
    const second = manifestOf(image.config, image.layers, { annotations: { build: '2' } });
    await registry.putManifest(name, 'moving', first);
    await registry.putManifest(name, 'moving', second);
    expect(digestHeader(await registry.head(`/${name}/manifests/moving`))).toBe(second.descriptor.digest);
    expect((await registry.get(`/${name}/manifests/${first.descriptor.digest}`)).status).toBe(200);
  });

  it('sets the tags of `?tag=` with a push by digest (development draft, end-7b)', async () => {
    const manifest = manifestOf(image.config, image.layers, { annotations: { tags: 'many' } });
    const { digest } = manifest.descriptor;
    const answer = await registry.putManifest(name, `${digest}?tag=1.2.3&tag=1.2&tag=latest`, manifest);
    expectCreated(answer, manifest, digest);
    const named = String(answer.headers['oci-tag']).split(/,\s*/).sort();
    expect(named).toEqual(['1.2', '1.2.3', 'latest']);
    for (const tag of named) expect(digestHeader(await registry.head(`/${name}/manifests/${tag}`))).toBe(digest);
  });

  it('sets no tag when one of `?tag=` is none', async () => {
    const manifest = manifestOf(image.config, image.layers, { annotations: { tags: 'wrong' } });
    const answer = await registry.putManifest(name, `${manifest.descriptor.digest}?tag=good-one&tag=.bad`, manifest);
    expect(errorOf(answer).status).toBe(400);
    expect((await registry.head(`/${name}/manifests/good-one`)).status).toBe(404);
  });

  it('refuses a digest that is not that of the bytes', async () => {
    const answer = await registry.putManifest(name, sha256('others'), image.manifest);
    expect(errorOf(answer)).toMatchObject({ status: 400, code: 'DIGEST_INVALID' });
    expect((await registry.head(`/${name}/manifests/${sha256('others')}`)).status).toBe(404);
  });

  it('takes Docker schema 2 and lists of it', async () => {
    const list = indexOf('manifests/list', ['amd64', 'arm64'], 'docker');
    const answer = await registry.pushIndex(name, 'list', list);
    expectCreated(answer, list.index, 'list');
  });

  it('takes an index over images of the repository', async () => {
    const index = indexOf('manifests/index', ['amd64', 'arm64', 'arm']);
    expectCreated(await registry.pushIndex(name, 'index', index), index.index, 'index');
  });

  it('names the blob that is missing', async () => {
    const absent = contentOf(mediaTypes.ociLayerGzip, 'never pushed');
    const manifest = manifestOf(image.config, [...image.layers, absent]);
    const refusal = errorOf(await registry.putManifest(name, 'incomplete', manifest));
    expect(refusal).toMatchObject({ status: 400, code: 'MANIFEST_BLOB_UNKNOWN' });
    expect(JSON.stringify(refusal)).toContain(absent.descriptor.digest);
    expect((await registry.head(`/${name}/manifests/incomplete`)).status).toBe(404);
    expect((await registry.head(`/${name}/manifests/${manifest.descriptor.digest}`)).status).toBe(404);
  });

  it('names the config or the child that is missing', async () => {
    const absent = contentOf(mediaTypes.ociConfig, '{"os":"linux","architecture":"never-pushed"}');
    const config = errorOf(await registry.putManifest(name, 'incomplete', manifestOf(absent, image.layers)));
    expect(config).toMatchObject({ status: 400, code: 'MANIFEST_BLOB_UNKNOWN' });
    expect(JSON.stringify(config)).toContain(absent.descriptor.digest);
    const { index, images } = indexOf('manifests/incomplete', ['amd64']);
    const child = errorOf(await registry.putManifest(name, 'incomplete', index));
    expect(child).toMatchObject({ status: 400, code: 'MANIFEST_BLOB_UNKNOWN' });
    expect(JSON.stringify(child)).toContain(images[0]?.manifest.descriptor.digest);
  });

  it('asks for no layer that lies elsewhere (`urls`)', async () => {
    const foreign = contentOf('application/vnd.docker.image.rootfs.foreign.diff.tar.gzip', 'elsewhere', {
      urls: ['https://example.com/layer'],
    });
    const manifest = manifestOf(image.config, [...image.layers, foreign]);
    expect((await registry.putManifest(name, 'foreign', manifest)).status).toBe(201);
  });

  it('takes a manifest whose subject is not there and says so in OCI-Subject', async () => {
    const subject = contentOf(mediaTypes.ociManifest, 'not yet').descriptor;
    const signature = referrerOf(subject, 'application/vnd.example.signature', 'early');
    const answer = await registry.pushImage(name, signature.manifest.descriptor.digest, signature);
    expect(header(answer, 'oci-subject')).toBe(subject.digest);
    expect((await registry.putManifest(name, 'v1', image.manifest)).headers['oci-subject']).toBeUndefined();
  });

  it('takes 4 MiB and answers 413 to one byte more', async () => {
    const largest = manifestOfSize(limit);
    expect(largest.bytes).toHaveLength(limit);
    expectCreated(await registry.putManifest(name, 'largest', largest), largest, 'largest');
    expect((await registry.get(`/${name}/manifests/largest`)).body.equals(largest.bytes)).toBe(true);
    const refusal = errorOf(await registry.putManifest(name, 'too-large', manifestOfSize(limit + 1)));
    expect(refusal.status).toBe(413);
    expect((await registry.head(`/${name}/manifests/too-large`)).status).toBe(404);
  });

  const { config, layers } = image;
  const plain = { schemaVersion: 2, config: config.descriptor, layers: layers.map((layer) => layer.descriptor) };
  it.each([
    ['no JSON', 'this is not JSON'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['schema 1', JSON.stringify({ ...plain, schemaVersion: 1 })],
    ['another media type inside', JSON.stringify({ ...plain, mediaType: mediaTypes.dockerManifest })],
    ['no config', JSON.stringify({ ...plain, config: undefined })],
    ['no layers', JSON.stringify({ ...plain, layers: undefined })],
    ['layers that are no list', JSON.stringify({ ...plain, layers: {} })],
    ['a descriptor without a size', JSON.stringify({ ...plain, config: { ...config.descriptor, size: undefined } })],
    ['a negative size', JSON.stringify({ ...plain, config: { ...config.descriptor, size: -1 } })],
    [
      'a digest that is none',
      JSON.stringify({ ...plain, config: { ...config.descriptor, digest: 'sha256:../../etc' } }),
    ],
    ['an image that is an index too', JSON.stringify({ ...plain, manifests: [] })],
  ])('refuses %s', async (_, body) => {
    expect(errorOf(await putText('bad', body))).toMatchObject({ status: 400, code: 'MANIFEST_INVALID' });
    expect((await registry.head(`/${name}/manifests/bad`)).status).toBe(404);
  });

  it('refuses a media type that is no manifest', async () => {
    const text = JSON.stringify({ ...plain, mediaType: undefined });
    expect(errorOf(await putText('bad', text, 'text/plain')).code).toBe('MANIFEST_INVALID');
    expect(errorOf(await putText('bad', text, 'application/json')).code).toBe('MANIFEST_INVALID');
  });

  it.each(['.dot', '-dash', 'a'.repeat(129), 'with%20space', 'sha256:abc'])('refuses the tag %s', async (tag) => {
    const answer = await registry.putManifest(name, tag, image.manifest);
    expect(errorOf(answer).status).toBe(400);
    expect(['MANIFEST_INVALID', 'DIGEST_INVALID', 'NAME_INVALID']).toContain(errorOf(answer).code);
  });

  it.each(['v1.2-rc_3', '_', 'A', 'a'.repeat(128)])('takes the tag %s', async (tag) => {
    expect((await registry.putManifest(name, tag, image.manifest)).status).toBe(201);
    expect((await registry.head(`/${name}/manifests/${tag}`)).status).toBe(200);
  });
});
