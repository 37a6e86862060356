import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256 } from '../support/bytes.ts';
import { blobsOf, imageOf } from '../support/images.ts';
import { clockAhead, waitForStored } from '../support/later.ts';
import { closing, errorOf, octets, type Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';

const name = 'acme/full';
const megabyte = 1024 * 1024;

describe('a full disk', () => {
  let scene: Scene;
  let registry: Registry;
  let mounted: string | undefined;
  const image = imageOf({ seed: 'disk-full' });

  beforeAll(async () => {
    scene = await openScene();
    // Blobs get a file system of their own, of 16 MiB; the database keeps its room.
    await scene.server.stop();
    const blobs = join(scene.server.folder, 'data', 'blobs');
    await mkdir(blobs, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', blobs]);
    mounted = blobs;
    await scene.server.start();
    registry = await scene.registryFor(name);
    await registry.pushImage(name, 'v1', image);
  });
  afterAll(async () => {
    await scene?.server.kill9();
    if (mounted) execFileSync('umount', [mounted]);
    await scene?.close();
  });

  /** 40 MiB that come in pieces, so that they are on their way when the room ends. */
  function tooMuch(): Readable {
    return Readable.from(Array.from({ length: 40 }, (_, index) => randomBytesOf(`disk-full/${index}`, megabyte)));
  }

  it('is told to the one who pushes, and takes nothing else with it', async () => {
    const location = await registry.openUpload(name);
    const refused = await registry.call('PATCH', location, { body: tooMuch(), headers: octets });
    expect(errorOf(refused).status).toBe(507);
    expect(errorOf(refused).message).toMatch(/full/);
    for (const { bytes, descriptor } of blobsOf(image)) {
      expect((await registry.get(`/${name}/blobs/${descriptor.digest}`)).body.equals(bytes)).toBe(true);
    }
    expect((await registry.call('DELETE', location)).status).toBe(204);
  });

  it('has room again once the upload is given up', async () => {
    const bytes = randomBytesOf('disk-full/after', 5 * megabyte);
    await registry.pushBlob(name, bytes, sha256(bytes));
    expect((await registry.get(`/${name}/blobs/${sha256(bytes)}`)).body.equals(bytes)).toBe(true);
    expect((await registry.call('DELETE', `/${name}/blobs/${sha256(bytes)}`)).status).toBe(202);
  });

  it('leaves no file of a push that failed after the purge time', async () => {
    const location = await registry.openUpload(name);
    const refused = await registry.call('PUT', closing(location, sha256('never')), {
      body: tooMuch(),
      headers: octets,
    });
    expect(errorOf(refused).status).toBe(507);
    const kept = randomBytesOf('disk-full/after', 5 * megabyte);
    await scene.server.stop();
    await scene.server.start(clockAhead(72));
    await waitForStored(scene.server, [...blobsOf(image).map((blob) => blob.descriptor.digest), sha256(kept)]);
  });
});
