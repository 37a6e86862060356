import { readFile } from 'node:fs/promises';
import { mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { type Containerd, startContainerd } from '../support/containerd.ts';
import { readTree, treeOf } from '../support/file-tree.ts';
import { header, json } from '../support/http.ts';
import { blobsOf, imageOf, imageOfTars, indexOf, type TestImage } from '../support/images.ts';
import { readLayoutBlob, readLayoutIndex, writeLayout } from '../support/layout.ts';
import { digestHeader, type Registry } from '../support/registry.ts';
import { rootFileSystem } from '../support/root-file-system.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { tarOf } from '../support/tar.ts';

const noTls = '--tls-verify=false';

describe('real clients', () => {
  let scene: Scene;
  let place: Workplace;
  let host: string;
  let registry: Registry;
  const layers = rootFileSystem('clients');
  const tree = treeOf(layers);
  const image = imageOfTars(layers.map(tarOf), { seed: 'clients' });

  beforeAll(async () => {
    scene = await openScene();
    place = await createWorkplace();
    host = scene.server.host;
    registry = await scene.registryFor(
      ...['skopeo', 'archive', 'multi', 'zstd', 'docker', 'podman', 'podman-pushed', 'buildah', 'ctr', 'ctr-multi'].map(
        (name) => `acme/${name}`,
      ),
    );
    await writeLayout(place.path('image'), 'v1', image);
    const { user, password } = scene.login;
    await place.run('skopeo', ['login', noTls, '--username', user, '--password-stdin', host], password);
  });
  afterAll(async () => {
    await place?.close();
    await scene?.close();
  });

  /** All content of an image lies in the layout, byte for byte. */
  async function expectInLayout(folder: string, { config, layers, manifest }: TestImage): Promise<void> {
    for (const { descriptor, bytes } of [manifest, config, ...layers]) {
      expect((await readLayoutBlob(folder, descriptor.digest)).equals(bytes), descriptor.digest).toBe(true);
    }
  }

  describe('skopeo', () => {
    it('is told when the password is wrong', async () => {
      const outcome = await place.attempt(
        'skopeo',
        [
          'login',
          noTls,
          '--username',
          scene.login.user,
          '--password-stdin',
          '--authfile',
          place.path('other.json'),
          host,
        ],
        'wrong',
      );
      expect(outcome.code).not.toBe(0);
      expect(outcome.output).toMatch(/invalid username\/password|unauthorized/i);
    });

    it('copies an OCI layout there and back, equal to the byte', async () => {
      await place.skopeo(
        'copy',
        '--dest-tls-verify=false',
        `oci:${place.path('image')}:v1`,
        `docker://${host}/acme/skopeo:v1`,
      );
      expect(digestHeader(await registry.head('/acme/skopeo/manifests/v1'))).toBe(image.manifest.descriptor.digest);
      await place.skopeo(
        'copy',
        '--src-tls-verify=false',
        `docker://${host}/acme/skopeo:v1`,
        `oci:${place.path('image-back')}:v1`,
      );
      expect((await readLayoutIndex(place.path('image-back')))[0]?.digest).toBe(image.manifest.descriptor.digest);
      await expectInLayout(place.path('image-back'), image);
    });

    it('copies a docker-archive there and back, equal to the byte', async () => {
      const [archive, back] = [place.path('image.tar'), place.path('back.tar')];
      await place.skopeo('copy', `oci:${place.path('image')}:v1`, `docker-archive:${archive}:acme/archive:v1`);
      await place.skopeo(
        'copy',
        '--dest-tls-verify=false',
        `docker-archive:${archive}`,
        `docker://${host}/acme/archive:v1`,
      );
      expect(header(await registry.head('/acme/archive/manifests/v1'), 'content-type')).toBe(mediaTypes.dockerManifest);
      await place.skopeo(
        'copy',
        '--src-tls-verify=false',
        `docker://${host}/acme/archive:v1`,
        `docker-archive:${back}:acme/archive:v1`,
      );
      expect((await readFile(back)).equals(await readFile(archive))).toBe(true);
    });

    it.each([
      ['OCI index', 'oci'],
      ['Docker manifest list', 'docker'],
    ] as const)('copies all of an %s', async (_, format) => {
      const multi = indexOf(`clients/${format}`, ['amd64', 'arm64', 'arm'], format);
      const [there, back] = [place.path(`multi-${format}`), place.path(`multi-${format}-back`)];
      await writeLayout(there, 'v1', multi);
      // The `oci:` transport reads OCI documents only; the list of Docker manifests goes up by hand.
      if (format === 'oci') {
        await place.skopeo(
          'copy',
          '--all',
          '--dest-tls-verify=false',
          `oci:${there}:v1`,
          `docker://${host}/acme/multi:${format}`,
        );
      } else {
        await registry.pushIndex('acme/multi', format, multi);
      }
      const answer = await registry.get(`/acme/multi/manifests/${format}`);
      expect(answer.body.equals(multi.index.bytes)).toBe(true);
      await place.skopeo(
        'copy',
        '--all',
        '--preserve-digests',
        '--src-tls-verify=false',
        `docker://${host}/acme/multi:${format}`,
        `dir:${back}`,
      );
      for (const one of multi.images) {
        for (const { descriptor, bytes } of blobsOf(one)) {
          expect((await readFile(`${back}/${descriptor.digest.slice(7)}`)).equals(bytes)).toBe(true);
        }
      }
    });

    it('carries zstd layers as they are', async () => {
      const zstd = imageOf({ seed: 'clients/zstd', compression: 'zstd' });
      await writeLayout(place.path('zstd'), 'v1', zstd);
      await place.skopeo(
        'copy',
        '--dest-tls-verify=false',
        `oci:${place.path('zstd')}:v1`,
        `docker://${host}/acme/zstd:v1`,
      );
      expect(digestHeader(await registry.head('/acme/zstd/manifests/v1'))).toBe(zstd.manifest.descriptor.digest);
      await place.skopeo(
        'copy',
        '--src-tls-verify=false',
        `docker://${host}/acme/zstd:v1`,
        `oci:${place.path('zstd-back')}:v1`,
      );
      await expectInLayout(place.path('zstd-back'), zstd);
    });

    it('lists, inspects and deletes', async () => {
      await registry.pushImage('acme/skopeo', 'old', imageOf({ seed: 'clients/old', layers: [300] }));
      const listed = await place.skopeo('list-tags', noTls, `docker://${host}/acme/skopeo`);
      expect(JSON.parse(listed.stdout).Tags).toContain('old');
      const inspected = await place.skopeo('inspect', noTls, `docker://${host}/acme/skopeo:old`);
      expect(JSON.parse(inspected.stdout)).toMatchObject({ Architecture: 'amd64', Os: 'linux' });
      await place.skopeo('delete', noTls, `docker://${host}/acme/skopeo:old`);
      expect((await registry.head('/acme/skopeo/manifests/old')).status).toBe(404);
    });

    it('is told why a push to an organization that is not there is denied', async () => {
      const outcome = await place.attempt('skopeo', [
        'copy',
        '--dest-tls-verify=false',
        `oci:${place.path('image')}:v1`,
        `docker://${host}/nowhere/app:v1`,
      ]);
      expect(outcome.code).not.toBe(0);
      expect(outcome.output).toContain('nowhere');
      expect(outcome.output).toMatch(/denied/i);
    });
  });

  describe('podman and buildah', () => {
    it('podman logs in, pulls, unpacks, tags and pushes', async () => {
      const { user, password } = scene.login;
      await registry.pushImage('acme/podman', 'v1', image);
      await place.run('podman', ['login', noTls, '--username', user, '--password-stdin', host], password);
      await place.podman('pull', noTls, `${host}/acme/podman:v1`);
      const mounted = await place.podman('image', 'mount', `${host}/acme/podman:v1`);
      const unpacked = await readTree(mounted.stdout.trim());
      await place.podman('image', 'umount', `${host}/acme/podman:v1`);
      expect(unpacked).toEqual(tree);
      // Another repository, which holds none of the layers: they have to be sent.
      await place.podman('tag', `${host}/acme/podman:v1`, `${host}/acme/podman-pushed:v2`);
      await place.podman('push', noTls, `${host}/acme/podman-pushed:v2`);
      const pushed = json<{ config: { digest: string } }>(await registry.get('/acme/podman-pushed/manifests/v2'));
      expect(pushed.config.digest).toBe(image.config.descriptor.digest);
      await place.podman('rmi', '--all', '--force');
      await place.podman('pull', noTls, `${host}/acme/podman-pushed:v2`);
      const { stdout } = await place.podman('image', 'inspect', '--format', '{{.Id}}', `${host}/acme/podman-pushed:v2`);
      expect(`sha256:${stdout.trim().replace('sha256:', '')}`).toBe(image.config.descriptor.digest);
    });

    it('podman unpacks zstd and Docker schema 2 layers', async () => {
      await registry.pushImage('acme/zstd', 'podman', imageOf({ seed: 'clients/zstd/podman', compression: 'zstd' }));
      await registry.pushImage('acme/docker', 'podman', imageOf({ seed: 'clients/docker/podman', format: 'docker' }));
      for (const name of ['zstd', 'docker']) {
        await place.podman('pull', noTls, `${host}/acme/${name}:podman`);
        const { stdout } = await place.podman(
          'image',
          'inspect',
          '--format',
          '{{.Architecture}} {{len .RootFS.Layers}}',
          `${host}/acme/${name}:podman`,
        );
        expect(stdout.trim()).toBe('amd64 3');
      }
    });

    it('buildah builds on a pulled image and pushes the result', async () => {
      await registry.pushImage('acme/buildah', 'base', image);
      const container = (await place.buildah('from', noTls, `${host}/acme/buildah:base`)).stdout.trim();
      await place.buildah('copy', container, place.path('image', 'index.json'), '/srv/added.json');
      await place.buildah('config', '--label', 'org.example.built=yes', container);
      await place.buildah('commit', container, `${host}/acme/buildah:built`);
      await place.buildah('push', noTls, `${host}/acme/buildah:built`);
      const manifest = json<{ layers: unknown[]; config: { digest: string } }>(
        await registry.get('/acme/buildah/manifests/built'),
      );
      expect(manifest.layers).toHaveLength(image.layers.length + 1);
      const config = json<{ config: { Labels: Record<string, string> } }>(
        await registry.get(`/acme/buildah/blobs/${manifest.config.digest}`),
      );
      expect(config.config.Labels['org.example.built']).toBe('yes');
    });
  });

  describe('containerd', () => {
    let containerd: Containerd;
    let user: string[];
    beforeAll(async () => {
      containerd = await startContainerd(place);
      user = ['--plain-http', '--user', `${scene.login.user}:${scene.login.password}`];
    });

    it('ctr pulls, unpacks, tags and pushes', async () => {
      await registry.pushImage('acme/ctr', 'v1', image);
      await containerd.ctr('images', 'pull', ...user, '--snapshotter', 'native', `${host}/acme/ctr:v1`);
      expect(await readTree(await containerd.unpackedAt(image))).toEqual(tree);
      await containerd.ctr('images', 'tag', `${host}/acme/ctr:v1`, `${host}/acme/ctr:v2`);
      await containerd.ctr('images', 'push', ...user, `${host}/acme/ctr:v2`);
      expect(digestHeader(await registry.head('/acme/ctr/manifests/v2'))).toBe(image.manifest.descriptor.digest);
    });

    it('ctr pushes and pulls all platforms of content that the registry has not seen', async () => {
      const multi = indexOf('clients/ctr', ['amd64', 'arm64']);
      await writeLayout(place.path('ctr-multi'), 'v1', multi);
      await place.run('tar', ['-cf', place.path('ctr-multi.tar'), '-C', place.path('ctr-multi'), '.']);
      const name = `${host}/acme/ctr-multi`;
      await containerd.ctr(
        'images',
        'import',
        '--all-platforms',
        '--no-unpack',
        '--base-name',
        name,
        place.path('ctr-multi.tar'),
      );
      await containerd.ctr('images', 'push', ...user, `${name}:v1`);
      expect((await registry.get('/acme/ctr-multi/manifests/v1')).body.equals(multi.index.bytes)).toBe(true);
      await containerd.ctr('images', 'rm', '--sync', `${name}:v1`);
      await containerd.ctr('images', 'pull', ...user, '--all-platforms', '--snapshotter', 'native', `${name}:v1`);
    });

    it('ctr is refused with a wrong password and without one', async () => {
      await registry.pushImage('acme/ctr', 'refused', image);
      for (const credentials of [['--user', `${scene.login.user}:wrong`], []]) {
        await expect(
          containerd.ctr('images', 'pull', '--plain-http', ...credentials, `${host}/acme/ctr:refused`),
        ).rejects.toThrow(/unauthorized|authorization failed|401/i);
      }
    });
  });
});
