import { spawnSync } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blobsOf, imageOf } from '../support/images.ts';
import type { Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';

const program = fileURLToPath(new URL('../../apps/server/dist/main.js', import.meta.url));
const name = 'acme/checked';
let scene: Scene;
let registry: Registry;
beforeAll(async () => {
  scene = await openScene();
  registry = await scene.registryFor(name);
});
afterAll(() => scene?.close());

function fsck() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'fsck'], {
    env: { PATH: '/usr/bin:/bin', WHARF_DATA: join(scene.server.folder, 'data') },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('fsck tells what is damaged while the server runs, and a push heals it', { timeout: 60_000 }, async () => {
  const image = imageOf({ seed: 'fsck', layers: [100_000, 70_000] });
  await registry.pushImage(name, 'v1', image);
  expect(fsck()).toMatchObject({ status: 0, stdout: expect.stringContaining('The store is whole.'), stderr: '' });

  const folder = join(scene.server.folder, 'data', 'blobs');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const [first, second] = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  await writeFile(first as string, 'rotten');
  await rm(second as string);
  const found = fsck();
  expect(found).toMatchObject({ status: 1, stdout: expect.stringContaining('2 damaged') });
  expect(found.stdout).toMatch(/^wrong size sha256:/m);
  expect(found.stdout).toMatch(/^missing sha256:/m);
  const statuses = async () => {
    const answers = blobsOf(image).map(({ descriptor }) => registry.head(`/${name}/blobs/${descriptor.digest}`));
    return (await Promise.all(answers)).map(({ status }) => status).sort();
  };
  expect(await statuses()).toEqual([200, 404, 404]);

  await registry.pushImage(name, 'v1', image);
  expect(await statuses()).toEqual([200, 200, 200]);
  expect(fsck().status).toBe(0);
});
