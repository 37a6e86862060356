import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { startContainerd } from '../support/containerd.ts';
import { imageOf } from '../support/images.ts';
import { readLayoutBlob } from '../support/layout.ts';
import { openScene, type Scene } from '../support/scene.ts';

const noTls = '--tls-verify=false';

/** The workplace's file of logins is empty. */
describe('clients without a login', () => {
  const image = imageOf({ seed: 'anonymous' });
  let scene: Scene;
  let place: Workplace;
  let at: (name: string) => string;

  beforeAll(async () => {
    [scene, place] = await Promise.all([openScene(), createWorkplace()]);
    const registry = await scene.registryFor('acme/open', 'acme/closed');
    for (const name of ['open', 'closed']) await registry.pushImage(`acme/${name}`, 'v1', image);
    await scene.console.setVisibility('acme', 'open', 'public');
    at = (name) => `${scene.server.host}/acme/${name}:v1`;
  });
  afterAll(async () => {
    await place?.close();
    await scene?.close();
  });

  it('skopeo inspects, lists and copies a public image', async () => {
    const inspected = await place.skopeo('inspect', noTls, '--no-creds', `docker://${at('open')}`);
    expect(JSON.parse(inspected.stdout)).toMatchObject({ Digest: image.manifest.descriptor.digest, RepoTags: ['v1'] });
    const copied = place.path('copied');
    await place.skopeo(
      'copy',
      '--src-no-creds',
      '--src-tls-verify=false',
      `docker://${at('open')}`,
      `oci:${copied}:v1`,
    );
    for (const { descriptor, bytes } of [image.manifest, image.config, ...image.layers]) {
      expect((await readLayoutBlob(copied, descriptor.digest)).equals(bytes)).toBe(true);
    }
  });

  it('skopeo is told to log in before it gets a private image, and not whether there is one', async () => {
    const refused = async (name: string) => {
      const { code, output } = await place.attempt('skopeo', ['inspect', noTls, '--no-creds', `docker://${at(name)}`]);
      expect(code).not.toBe(0);
      const told = /unauthorized: .*?\(refusal R-/.exec(output)?.[0];
      return told?.replace(`acme/${name}`, 'it');
    };
    const told = await refused('closed');
    expect(told).toMatch(/nobody is logged in, and it is not open to everybody for this: log in with docker login /);
    expect(await refused('never-pushed')).toBe(told);
  });

  it('skopeo is told to log in before it pushes to a public image', async () => {
    const target = `docker://${scene.server.host}/acme/open:v2`;
    const copy = ['copy', '--src-no-creds', '--src-tls-verify=false', '--dest-no-creds', '--dest-tls-verify=false'];
    const { code, output } = await place.attempt('skopeo', [...copy, `docker://${at('open')}`, target]);
    expect(code).not.toBe(0);
    expect(output).toContain('unauthorized: nobody is logged in, and acme/open is not open to everybody for this');
  });

  it('podman is refused the private image and pulls the public one', async () => {
    // In this order: podman leaves its storage mounted when it fails, and takes the mount away when it succeeds.
    await expect(place.podman('pull', noTls, at('closed'))).rejects.toThrow(
      /unauthorized: nobody is logged in, and acme\/closed is not open to everybody/,
    );
    await place.podman('pull', noTls, at('open'));
    const { stdout } = await place.podman('image', 'inspect', '--format', '{{.Digest}}', at('open'));
    expect(stdout.trim()).toBe(image.manifest.descriptor.digest);
  });

  it('ctr pulls the public image', async () => {
    const { ctr } = await startContainerd(place);
    await ctr('images', 'pull', '--plain-http', '--snapshotter', 'native', at('open'));
  });
});
