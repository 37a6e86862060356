import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { json } from '../support/http.ts';
import { blobsOf, digestsOf, imageOf } from '../support/images.ts';
import { clockAhead, waitForStored } from '../support/later.ts';
import { closing, digestHeader, octets, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

const pushes = 64;

describe.each(databases)('64 pushes at once of images that share layers (%s)', (database) => {
  let scene: Scene;
  let registry: Registry;
  // Two base layers in all, one more shared by every fourth, one of its own.
  const images = Array.from({ length: pushes }, (_, index) =>
    imageOf({
      seed: `concurrency/${index}`,
      layers: [300_000, 60_000, 20_000, 1000],
      layerSeeds: [
        'concurrency/base',
        'concurrency/runtime',
        `concurrency/team-${index % 4}`,
        `concurrency/own-${index}`,
      ],
    }),
  );
  const names = ['acme/one', 'acme/two', 'acme/three', 'acme/four'];
  const nameOf = (index: number) => names[index % names.length] ?? '';

  beforeAll(async () => {
    scene = await openScene({ database });
    registry = await scene.registryFor(...names);
  });
  afterAll(() => scene?.close());

  /** As clients push: ask whether the blob is there, else send it; then the manifest. */
  async function push(index: number): Promise<void> {
    const image = images[index];
    const name = nameOf(index);
    if (!image) throw new Error('no such image');
    await Promise.all(
      blobsOf(image).map(async ({ bytes, descriptor: { digest } }) => {
        if ((await registry.head(`/${name}/blobs/${digest}`)).status === 200) return;
        const location = await registry.openUpload(name);
        const sent = await registry.call('PATCH', location, { body: bytes, headers: octets });
        expect(sent.status, sent.body.toString()).toBe(202);
        const done = await registry.call('PUT', closing(location, digest), { body: '', headers: octets });
        expect(done.status, done.body.toString()).toBe(201);
      }),
    );
    const put = await registry.putManifest(name, `v${index}`, image.manifest);
    expect(put.status, put.body.toString()).toBe(201);
  }

  it('all succeed, all can be pulled whole, and each content is stored once', async () => {
    await Promise.all(images.map((_, index) => push(index)));
    for (const [index, image] of images.entries()) {
      const name = nameOf(index);
      expect(digestHeader(await registry.head(`/${name}/manifests/v${index}`))).toBe(image.manifest.descriptor.digest);
      for (const { descriptor } of blobsOf(image)) {
        const pulled = await registry.get(`/${name}/blobs/${descriptor.digest}`);
        expect(sha256(pulled.body)).toBe(descriptor.digest);
      }
    }
    for (const [index, name] of names.entries()) {
      const { tags } = json<{ tags: string[] }>(await registry.get(`/${name}/tags/list`));
      const expected = images.flatMap((_, each) => (each % names.length === index ? [`v${each}`] : []));
      expect(tags).toEqual(expected.sort());
    }
    await scene.server.stop();
    await scene.server.start(clockAhead(72));
    await waitForStored(scene.server, digestsOf(images));
    await scene.server.stop();
    await scene.server.start({ NODE_OPTIONS: '' });
  });

  it('a tag that many move at once ends at one of them', async () => {
    const name = names[0] ?? '';
    const candidates = images.filter((_, index) => nameOf(index) === name);
    const answers = await Promise.all(
      candidates.map(({ manifest }) => registry.putManifest(name, 'contended', manifest)),
    );
    expect(answers.map(({ status }) => status)).toEqual(candidates.map(() => 201));
    const winner = digestHeader(await registry.head(`/${name}/manifests/contended`));
    expect(candidates.map(({ manifest }) => manifest.descriptor.digest)).toContain(winner);
  });
});
