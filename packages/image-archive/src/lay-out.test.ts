import { gzipSync } from 'node:zlib';
import { type Digest, mediaTypes } from '@wharf/oci';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArchiveDocument } from './archive.ts';
import { type ArchivePart, type ImageToArchive, layOutArchive } from './lay-out.ts';
import { dockerLayerGzip } from './layers.ts';
import { openArchive } from './open-archive.ts';
import { descriptorOf } from './testing/archives.ts';
import { concat, utf8 } from './testing/build-tar.ts';
import { readAll, sha256, sourceOf } from './testing/sources.ts';

interface Made {
  image: ImageToArchive;
  blobs: Map<Digest, Uint8Array>;
}

const documentOf = (mediaType: string, json: unknown): ArchiveDocument => {
  const bytes = utf8(JSON.stringify(json));
  return { bytes, mediaType, digest: sha256(bytes) };
};

function makeImage(docker: boolean, architecture: string, layers: readonly Uint8Array[]) {
  const zipped = layers.map((layer) => gzipSync(layer));
  const config = utf8(
    JSON.stringify({ os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: layers.map((l) => sha256(l)) } }),
  );
  const mediaType = docker ? mediaTypes.dockerManifest : mediaTypes.ociManifest;
  const manifest = documentOf(mediaType, {
    schemaVersion: 2,
    mediaType,
    config: descriptorOf(docker ? mediaTypes.dockerConfig : mediaTypes.ociConfig, config),
    layers: zipped.map((bytes) => descriptorOf(docker ? dockerLayerGzip : mediaTypes.ociLayerGzip, bytes)),
  });
  return { manifest, blobs: [config, ...zipped] };
}

/** An image of one platform, or an index over several. */
const images: fc.Arbitrary<Made> = fc
  .record({
    docker: fc.boolean(),
    names: fc.uniqueArray(
      fc.stringMatching(/^[a-z0-9_][a-z0-9._-]{0,20}$/).map((tag) => `127.0.0.1:5000/acme/app:${tag}`),
      { maxLength: 3 },
    ),
    platforms: fc.uniqueArray(fc.constantFrom('amd64', 'arm64', 's390x', 'riscv64'), { minLength: 1, maxLength: 3 }),
    layers: fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 3 }),
    index: fc.boolean(),
  })
  .map(({ docker, names, platforms, layers, index }) => {
    const made = platforms.map((architecture) => makeImage(docker, architecture, [utf8(architecture), ...layers]));
    const blobs = new Map(made.flatMap((each) => each.blobs.map((bytes) => [sha256(bytes), bytes] as const)));
    const manifests = made.map(({ manifest }) => manifest);
    const [first] = manifests;
    if (!first) throw new Error('no platform');
    if (!index) return { image: { names, manifest: first, children: [] }, blobs };
    const mediaType = docker ? mediaTypes.dockerManifestList : mediaTypes.ociIndex;
    const manifest = documentOf(mediaType, {
      schemaVersion: 2,
      mediaType,
      manifests: manifests.map((child, at) => ({
        ...descriptorOf(child.mediaType, child.bytes),
        platform: { os: 'linux', architecture: platforms[at] },
      })),
    });
    return { image: { names, manifest, children: manifests }, blobs };
  });

function tarOf(parts: readonly ArchivePart[], blobs: ReadonlyMap<Digest, Uint8Array>): Uint8Array {
  return concat(
    parts.map(({ size, bytes, blob }) => {
      const piece = bytes ?? (blob && blobs.get(blob)) ?? new Uint8Array(0);
      expect(piece.length).toBe(size);
      return piece;
    }),
  );
}

describe('an archive that is laid out', () => {
  test('reads as the same images: manifests to the byte, names, every layer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(images, { minLength: 1, maxLength: 3, selector: ({ image }) => image.manifest.digest }),
        async (made) => {
          const blobs = new Map(made.flatMap((each) => [...each.blobs]));
          const tar = tarOf(
            layOutArchive(
              made.map(({ image }) => image),
              'docker',
            ),
            blobs,
          );
          expect(tar.length % 512).toBe(0);
          const archive = await openArchive(sourceOf(tar));
          expect(archive.format).toBe('docker-save-oci');
          expect(archive.images.map((image) => image.manifest)).toEqual(
            made.map(({ image }) => ({ ...image.manifest, bytes: expect.anything() })),
          );
          for (const [index, image] of archive.images.entries()) {
            const given = made[index]?.image;
            expect(Buffer.from(image.manifest?.bytes ?? []).equals(given?.manifest.bytes ?? new Uint8Array(0))).toBe(
              true,
            );
            expect(image.children.map((child) => child.manifest?.digest)).toEqual(
              given?.children.map(({ digest }) => digest),
            );
            for (const { member, digest } of [image, ...image.children].flatMap(({ layers }) => layers)) {
              expect(sha256(await readAll(archive.openMember(member)))).toBe(digest);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('as OCI has only the OCI media types, and digests that hold', async () => {
    await fc.assert(
      fc.asyncProperty(images, async ({ image, blobs }) => {
        const tar = tarOf(layOutArchive([image], 'oci'), blobs);
        expect(Buffer.from(tar).includes('application/vnd.docker.')).toBe(false);
        const archive = await openArchive(sourceOf(tar));
        expect(archive.format).toBe('oci-layout');
        const [read] = archive.images;
        expect(read).toMatchObject({ names: image.names, kind: image.children.length > 0 ? 'index' : 'image' });
        if (image.manifest.mediaType.includes('oci')) expect(read?.manifest?.digest).toBe(image.manifest.digest);
      }),
      { numRuns: 60 },
    );
  });

  test('is the same bytes each time, with its contents told first', () => {
    const { manifest, blobs } = makeImage(false, 'amd64', [utf8('one')]);
    const image = { names: ['acme/app:1'], manifest, children: [] };
    const map = new Map(blobs.map((bytes) => [sha256(bytes), bytes]));
    const first = tarOf(layOutArchive([image, image], 'docker'), map);
    expect(Buffer.from(first).equals(tarOf(layOutArchive([image, image], 'docker'), map))).toBe(true);
    const names = ['oci-layout', 'index.json', 'manifest.json'].map((name) => Buffer.from(first).indexOf(`${name}\0`));
    expect(names).toEqual([...names].sort((a, b) => a - b));
    expect(names[0]).toBe(0);
  });
});

test('of several platforms the first has the name for docker load, the others their platform behind it', () => {
  const arm = makeImage(false, 'arm64', [utf8('a')]).manifest;
  const amd = makeImage(false, 'amd64', [utf8('b')]).manifest;
  const note = documentOf(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(mediaTypes.ociConfig, '{}'),
    layers: [descriptorOf('application/vnd.in-toto+json', 'note')],
  });
  const platforms = [
    { os: 'linux', architecture: 'arm64', variant: 'v8' },
    { os: 'linux', architecture: 'amd64' },
    { os: 'unknown', architecture: 'unknown' },
  ];
  const index = documentOf(mediaTypes.ociIndex, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociIndex,
    manifests: [arm, amd, note].map(({ mediaType, bytes }, at) => ({
      ...descriptorOf(mediaType, bytes),
      platform: platforms[at],
    })),
  });
  const parts = layOutArchive([{ names: ['acme/app:1'], manifest: index, children: [arm, amd, note] }], 'docker');
  const saved = parts
    .map(({ bytes }) => Buffer.from(bytes ?? []).toString())
    .find((text) => text.startsWith('[{"Config"'));
  expect(JSON.parse(saved ?? '[]').map(({ RepoTags }: { RepoTags: string[] }) => RepoTags)).toEqual([
    ['acme/app:1'],
    ['acme/app:1-linux-amd64'],
  ]);
});

test('a layer of more than 8 GiB has its size in a pax record, and is found behind it', async () => {
  const size = 9 * 2 ** 30 + 5;
  const config = '{"rootfs":{"type":"layers","diff_ids":[]}}';
  const digest = sha256('large');
  const manifest = documentOf(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: descriptorOf(mediaTypes.ociConfig, config),
    layers: [{ mediaType: mediaTypes.ociLayerGzip, digest, size }],
  });
  const parts = layOutArchive([{ names: [], manifest, children: [] }], 'docker');
  const starts: number[] = [];
  let total = 0;
  for (const part of parts) {
    starts.push(total);
    total += part.size;
  }
  // Only what is read exists: the large layer is nowhere.
  const archive = await openArchive({
    size: total,
    name: 'large.tar',
    async *read(start, end) {
      for (const [index, part] of parts.entries()) {
        const at = starts[index] ?? 0;
        const from = Math.max(start, at);
        const to = Math.min(end, at + part.size);
        if (from >= to) continue;
        const bytes = part.bytes ?? (part.blob === digest ? undefined : utf8(config));
        yield bytes ? bytes.subarray(from - at, to - at) : new Uint8Array(Math.min(to - from, 70_000));
      }
    },
  });
  expect(archive.images[0]?.layers).toMatchObject([{ size, digest }]);
});
