import { createHash } from 'node:crypto';
import { mediaTypes } from '@wharf/oci';
import { afterEach, describe, expect, test } from 'vitest';
import { dockerLayerGzip } from './layers.ts';
import { configFor } from './legacy-config.ts';
import { openArchive } from './open-archive.ts';
import { openFolder } from './open-folder.ts';
import {
  configJson,
  descriptorOf,
  diffIds,
  dockerSave,
  dockerSaveOci,
  gzipLayers,
  layerTars,
  layout,
  legacySave,
  ociManifest,
  zipped,
} from './testing/archives.ts';
import { buildTar } from './testing/build-tar.ts';
import { openReads, readAll, sha256, sourceOf, wrappings } from './testing/sources.ts';

// Nothing is left open, whatever became of the archive.
afterEach(() => expect(openReads()).toBe(0));

const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};

describe.each(wrappings)('a $wrapping archive', ({ wrapping, wrap }) => {
  const open = (parts: Parameters<typeof buildTar>[0], options = {}) =>
    openArchive(sourceOf(wrap(buildTar(parts))), options);

  test('of docker save: layers to compress, the config as it is', async () => {
    const archive = await open(dockerSave());
    expect(archive).toMatchObject({ format: 'docker-save', sequential: wrapping !== 'plain' });
    const image = only(archive.images);
    expect(image).toMatchObject({
      names: ['acme/app:1.0', 'acme/app:latest'],
      platform: { os: 'linux', architecture: 'arm64' },
      kind: 'image',
      manifest: undefined,
      config: { digest: sha256(configJson) },
    });
    expect(
      image.layers.map(({ diffId, compressed, mediaType, size }) => ({ diffId, compressed, mediaType, size })),
    ).toEqual(
      layerTars.map((tar, index) => ({
        diffId: diffIds[index],
        compressed: false,
        mediaType: dockerLayerGzip,
        size: tar.length,
      })),
    );
  });

  test('gives its layers, one by one or all in one pass, in any order of asking', async () => {
    const archive = await open(dockerSave());
    const members = only(archive.images).layers.map(({ member }) => member);
    for (const [index, member] of members.entries()) {
      expect((await readAll(archive.openMember(member))).equals(Buffer.from(layerTars[index] ?? []))).toBe(true);
    }
    const seen: [string, string][] = [];
    await archive.readMembers([...members, ...members].reverse(), async (member, bytes) => {
      seen.push([member, sha256(await readAll(bytes))]);
    });
    expect(seen).toEqual(members.map((member, index) => [member, diffIds[index]]));
    // What is not read to its end does not disturb what follows.
    const sizes: number[] = [];
    await archive.readMembers(members, async (_, bytes) => {
      for await (const chunk of bytes) {
        sizes.push(chunk.length);
        break;
      }
    });
    expect(sizes).toHaveLength(2);
  });

  test('of the oldest docker: a chain of documents, and the config that docker load makes of them', async () => {
    const image = only((await open(legacySave())).images);
    expect(image).toMatchObject({ names: ['acme/old:1', 'acme/old:2'], config: undefined });
    expect(image.layers.map(({ member }) => member)).toEqual(['base/layer.tar', 'top/layer.tar']);
    const config = configFor(image, diffIds);
    expect(JSON.parse(Buffer.from(config.bytes).toString())).toEqual({
      architecture: 'amd64',
      config: { Env: ['A=1'] },
      container_config: { Cmd: ['/bin/sh', '-c', 'make top && echo <ok>'] },
      created: '2015-01-02T03:04:05Z',
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: diffIds },
      history: ['base', 'top'].map((id) => ({
        created: '2015-01-02T03:04:05Z',
        created_by: `/bin/sh -c make ${id} && echo <ok>`,
      })),
    });
    expect(config.digest).toBe(sha256(config.bytes));
    // The id of an image is the hash of what Go wrote.
    expect(Buffer.from(config.bytes).toString()).toContain('make top \\u0026\\u0026 echo \\u003cok\\u003e');
    const unnamed = legacySave().filter(({ path }) => path !== 'repositories');
    expect(only((await open(unnamed)).images)).toMatchObject({ names: [], layers: [{}, {}] });
  });

  test('of docker 25: two tags are one image, whose manifest is made as for a push', async () => {
    const archive = await open(dockerSaveOci());
    expect(archive.format).toBe('docker-save-oci');
    expect(only(archive.images)).toMatchObject({
      names: ['acme/app:1.0', 'acme/app:2.0'],
      manifest: undefined,
      config: { mediaType: mediaTypes.dockerConfig },
      layers: diffIds.map((diffId) => ({ diffId, digest: diffId, compressed: false, mediaType: dockerLayerGzip })),
    });
  });

  test('of an OCI layout keeps its manifest; an index its children, nested ones too', async () => {
    const manifest = ociManifest(gzipLayers);
    const child = descriptorOf(mediaTypes.ociManifest, manifest, { platform: { os: 'linux', architecture: 'arm64' } });
    const inner = JSON.stringify({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [child] });
    const outer = JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.ociIndex,
      manifests: [descriptorOf(mediaTypes.ociIndex, inner), child],
    });
    const entry = descriptorOf(mediaTypes.ociIndex, outer, {
      annotations: { 'org.opencontainers.image.ref.name': 'v1' },
    });
    const parts = layout(
      [entry, { mediaType: 'text/plain', digest: sha256('x'), size: 1 }],
      [outer, inner, manifest, configJson, ...zipped],
    );
    const image = only((await open(parts)).images);
    expect(image).toMatchObject({
      names: ['v1'],
      kind: 'index',
      manifest: { digest: sha256(outer), mediaType: mediaTypes.ociIndex },
      children: [
        { kind: 'index', children: [{}] },
        { kind: 'image', platform: { architecture: 'arm64' } },
      ],
    });
    expect(image.children[1]).toMatchObject({
      manifest: { digest: sha256(manifest) },
      layers: gzipLayers.map(({ digest, size }, index) => ({ digest, size, compressed: true, diffId: diffIds[index] })),
    });
  });

  test('that holds one platform of an index stands for it; of several, the index shrinks', async () => {
    const manifest = ociManifest(gzipLayers);
    const other = ociManifest(gzipLayers.slice(0, 1), JSON.stringify({ os: 'linux', architecture: 'amd64' }));
    const lost = descriptorOf(mediaTypes.ociManifest, 'lost');
    const indexOver = (...children: string[]) =>
      JSON.stringify({
        schemaVersion: 2,
        mediaType: mediaTypes.ociIndex,
        manifests: [lost, ...children.map((text) => descriptorOf(mediaTypes.ociManifest, text))],
      });
    const blobs = [manifest, other, configJson, JSON.stringify({ os: 'linux', architecture: 'amd64' }), ...zipped];
    const one = indexOver(manifest);
    const single = only((await open(layout([descriptorOf(mediaTypes.ociIndex, one)], [one, ...blobs]))).images);
    expect(single).toMatchObject({ kind: 'image', manifest: { digest: sha256(manifest) }, missing: [lost] });
    const two = indexOver(manifest, other);
    const several = only((await open(layout([descriptorOf(mediaTypes.ociIndex, two)], [two, ...blobs]))).images);
    expect(several).toMatchObject({ kind: 'index', missing: [lost], children: [{}, {}] });
    expect(JSON.parse(Buffer.from(several.manifest?.bytes ?? []).toString()).manifests).toHaveLength(2);
    expect(several.manifest?.digest).toBe(sha256(several.manifest?.bytes ?? ''));
  });

  test('is hashed while it is indexed, when a compressed one is read anyway', async () => {
    const image = only((await open(legacySave(), { sha256: () => hasher() })).images);
    expect(image.layers.map(({ digest }) => digest)).toEqual(wrapping === 'plain' ? [undefined, undefined] : diffIds);
  });
});

test('a folder with a layout in it reads as the archive of it', async () => {
  const manifest = ociManifest(gzipLayers);
  const parts = layout([descriptorOf(mediaTypes.ociManifest, manifest)], [manifest, configJson, ...zipped]);
  const files = parts
    .filter(({ type }) => type !== '5')
    .map(({ path, content = '' }) => ({ path: `my-image/${path}`, source: sourceOf(Buffer.from(content), path) }));
  const archive = await openFolder([...files, { path: 'my-image/.DS_Store', source: sourceOf(Buffer.from('x')) }]);
  const image = only(archive.images);
  expect(image.manifest?.digest).toBe(sha256(manifest));
  const [layer] = image.layers;
  expect((await readAll(archive.openMember(layer?.member ?? ''))).equals(zipped[0] ?? Buffer.alloc(0))).toBe(true);
});

test('progress goes up to the size of the file, and a cancelled reading stops', async () => {
  const bytes = wrappings[1]?.wrap(buildTar(dockerSave())) ?? new Uint8Array(0);
  const seen: number[] = [];
  await openArchive(sourceOf(bytes), { onProgress: (done) => seen.push(done) });
  expect(seen.at(-1)).toBe(bytes.length);
  await expect(openArchive(sourceOf(bytes), { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

function hasher() {
  const hash = createHash('sha256');
  return { update: (bytes: Uint8Array) => hash.update(bytes), digest: () => hash.digest('hex') };
}
