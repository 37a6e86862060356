import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { layOutArchive, openArchive } from '@wharf/image-archive';
import { openFileSource } from '@wharf/image-archive/node';
import { type Digest, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { blobsOf, type Content, imageOf, indexOf, type TestImage } from '../support/images.ts';
import { readLayoutBlob, readLayoutIndex, writeLayout } from '../support/layout.ts';

const name = '127.0.0.1:5000/acme/app:1.0';

describe('archives of real tools', () => {
  let place: Workplace;
  const image = imageOf({ seed: 'archives' });
  const other = imageOf({ seed: 'archives/other', format: 'docker', layers: [9_000] });
  const index = indexOf('archives/index', ['amd64', 'arm64', 'arm']);

  beforeAll(async () => {
    place = await createWorkplace();
    await writeLayout(place.path('image'), '1.0', image);
    await writeLayout(place.path('other'), '2.0', other);
    await writeLayout(place.path('index'), '3.0', index);
  });
  afterAll(() => place?.close());

  const diffIdsOf = ({ config }: TestImage): Digest[] => JSON.parse(config.bytes.toString()).rootfs.diff_ids;

  /** Reads an archive with every layer in it, hashed. */
  async function read(file: string) {
    const source = await openFileSource(place.path(file));
    try {
      const archive = await openArchive(source);
      const layers = archive.images.flatMap((each) => [each, ...each.children]).flatMap((each) => each.layers);
      const hashes = new Map<string, string>();
      await archive.readMembers(
        layers.map(({ member }) => member),
        async (member, bytes) => {
          const hash = createHash('sha256');
          for await (const chunk of bytes) hash.update(chunk);
          hashes.set(member, `sha256:${hash.digest('hex')}`);
        },
      );
      expect(hashes.size).toBe(new Set(layers.map(({ member }) => member)).size);
      return { ...archive, layers, hashes };
    } finally {
      await source.close();
    }
  }

  /** As a docker-archive: layers without compression, each what the config says. */
  async function expectUncompressed(file: string, names: string[]): Promise<void> {
    const { format, images, hashes } = await read(file);
    expect(format).toBe('docker-save');
    expect(images).toMatchObject([{ names, kind: 'image', manifest: undefined, platform: { architecture: 'amd64' } }]);
    const layers = images[0]?.layers ?? [];
    expect(layers.map(({ diffId }) => diffId)).toEqual(diffIdsOf(image));
    for (const { member, diffId, compressed } of layers) {
      expect(compressed).toBe(false);
      expect(hashes.get(member)).toBe(diffId);
    }
  }

  it('skopeo docker-archive, as it is and compressed', async () => {
    await place.skopeo('copy', `oci:${place.path('image')}:1.0`, `docker-archive:${place.path('s.tar')}:${name}`);
    await place.run('gzip', ['--keep', place.path('s.tar')]);
    await place.run('zstd', ['--quiet', place.path('s.tar')]);
    await place.run('zstd', ['--quiet', '-19', '--long=27', '-o', place.path('long.tar.zst'), place.path('s.tar')]);
    for (const file of ['s.tar', 's.tar.gz', 's.tar.zst', 'long.tar.zst']) await expectUncompressed(file, [name]);
  });

  it('podman save, of one name and of several', async () => {
    await place.podman('load', '--input', place.path('s.tar'));
    await place.podman('tag', name, 'localhost/second:2');
    await place.podman('save', '--output', place.path('p.tar'), name);
    await expectUncompressed('p.tar', [name]);
    await place.podman('save', '-m', '--output', place.path('pm.tar'), name, 'localhost/second:2');
    await expectUncompressed('pm.tar', [name, 'localhost/second:2']);
    await place.podman('save', '--format', 'oci-archive', '--output', place.path('po.tar'), name);
    const { format, images, layers, hashes } = await read('po.tar');
    expect(format).toBe('oci-layout');
    expect(images).toMatchObject([{ names: [name], manifest: { mediaType: mediaTypes.ociManifest } }]);
    for (const { member, digest } of layers) expect(hashes.get(member)).toBe(digest);
    expect(layers.map(({ diffId }) => diffId)).toEqual(diffIdsOf(image));
  });

  it('skopeo oci-archive, of one image and of an index', async () => {
    await place.skopeo('copy', `oci:${place.path('image')}:1.0`, `oci-archive:${place.path('o.tar')}:1.0`);
    const one = await read('o.tar');
    expect(one.images).toMatchObject([{ names: ['1.0'], manifest: { digest: image.manifest.descriptor.digest } }]);
    await place.skopeo('copy', '--all', `oci:${place.path('index')}:3.0`, `oci-archive:${place.path('i.tar')}:3.0`);
    const many = await read('i.tar');
    expect(many.images).toMatchObject([
      {
        kind: 'index',
        manifest: { digest: index.index.descriptor.digest },
        children: index.images.map(({ manifest }) => ({ manifest: { digest: manifest.descriptor.digest } })),
      },
    ]);
    for (const { member, digest } of many.layers) expect(many.hashes.get(member)).toBe(digest);
  });

  it('buildah, as either kind', async () => {
    const { stdout } = await place.buildah('from', 'scratch');
    const container = stdout.trim();
    await writeFile(place.path('file.txt'), 'built'.repeat(5_000));
    await place.buildah('copy', container, place.path('file.txt'), '/');
    await place.buildah('config', '--cmd', '/file.txt', '--env', 'A=1', container);
    await place.buildah('commit', container, 'localhost/built:1');
    for (const [format, file] of [
      ['docker-archive', 'b.tar'],
      ['oci-archive', 'bo.tar'],
    ]) {
      await place.buildah('push', 'localhost/built:1', `${format}:${place.path(`${file}`)}:built:1`);
      const { images, layers, hashes } = await read(`${file}`);
      expect(images).toMatchObject([
        {
          kind: 'image',
          platform: { os: 'linux' },
          names: expect.arrayContaining([expect.stringContaining('built:1')]),
        },
      ]);
      for (const { member, digest } of layers) expect(hashes.get(member)).toBe(digest);
    }
  });

  it('an archive cut short is refused as such, whatever it is packed with', async () => {
    for (const file of ['s.tar', 's.tar.gz', 's.tar.zst', 'o.tar']) {
      const whole = await readFile(place.path(file));
      await writeFile(place.path(`cut-${file}`), whole.subarray(0, Math.floor(whole.length * 0.6)));
      await expect(read(`cut-${file}`), file).rejects.toMatchObject({ code: 'truncated' });
    }
  });

  describe('that Wharf writes', () => {
    const documentOf = ({ descriptor, bytes }: Content) => ({ ...descriptor, bytes });

    async function write(file: string, format: 'docker' | 'oci', what: 'image' | 'other' | 'index', names = [name]) {
      const content = {
        image: { manifest: image.manifest, images: [image], children: [] },
        other: { manifest: other.manifest, images: [other], children: [] },
        index: { manifest: index.index, images: index.images, children: index.images.map((one) => one.manifest) },
      }[what];
      const blobs = new Map(content.images.flatMap(blobsOf).map(({ descriptor, bytes }) => [descriptor.digest, bytes]));
      const parts = layOutArchive(
        [{ names, manifest: documentOf(content.manifest), children: content.children.map(documentOf) }],
        format,
      );
      await writeFile(
        place.path(file),
        Buffer.concat(parts.map(({ bytes, blob }) => bytes ?? (blob && blobs.get(blob)) ?? Buffer.alloc(0))),
      );
    }

    it.each(['image', 'other'] as const)('podman load and skopeo take: %s', async (what) => {
      const content = what === 'image' ? image : other;
      for (const format of ['docker', 'oci'] as const) {
        const file = `${what}-${format}.tar`;
        await write(file, format, what);
        await place.podman('rmi', '--all', '--force');
        expect((await place.podman('load', '--input', place.path(file))).output).toContain(`Loaded image: ${name}`);
        expect((await place.podman('images', '--no-trunc', '--quiet')).stdout.trim()).toBe(
          content.config.descriptor.digest,
        );
        await place.skopeo('copy', `oci-archive:${place.path(file)}`, `oci:${place.path(`back-${file}`)}:x`);
        const [entry] = await readLayoutIndex(place.path(`back-${file}`));
        if (what === 'image') expect(entry?.digest).toBe(content.manifest.descriptor.digest);
        for (const { descriptor, bytes } of content.layers) {
          expect(sha256(await readLayoutBlob(place.path(`back-${file}`), descriptor.digest))).toBe(sha256(bytes));
        }
      }
      await place.skopeo(
        'copy',
        `docker-archive:${place.path(`${what}-docker.tar`)}:${name}`,
        `dir:${place.path(`dir-${what}`)}`,
      );
    });

    it('skopeo takes an index whole or one platform of it, podman its own', async () => {
      for (const format of ['docker', 'oci'] as const) {
        await write(`index-${format}.tar`, format, 'index');
        await place.skopeo(
          'copy',
          '--all',
          `oci-archive:${place.path(`index-${format}.tar`)}:1.0`,
          `oci:${place.path(`index-${format}`)}:x`,
        );
        const [entry] = await readLayoutIndex(place.path(`index-${format}`));
        expect(entry?.digest).toBe(index.index.descriptor.digest);
      }
      await place.podman('rmi', '--all', '--force');
      // It takes its own platform of an index.
      const { output } = await place.podman('load', '--input', place.path('index-docker.tar'));
      expect(output).toContain(`Loaded image: ${name}`);
      for (const reference of [name, `${name}-linux-arm64`, `${name}-linux-arm-v7`]) {
        const copy = `dir:${place.path(`dir-${reference.replaceAll(/[:/]/g, '-')}`)}`;
        await place.skopeo('copy', `docker-archive:${place.path('index-docker.tar')}:${reference}`, copy);
      }
    });
  });
});
