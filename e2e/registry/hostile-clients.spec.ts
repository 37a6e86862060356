import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '../support/bytes.ts';
import { clockAhead, storedFiles, waitForStored } from '../support/later.ts';
import { openTarget, type Target } from '../support/target.ts';
import { converse, vanish } from '../support/wire.ts';

const name = 'acme/hostile';
const digest = sha256('hostile');

describe('clients that are slow or gone', () => {
  let target: Target;
  beforeAll(async () => {
    target = await openTarget(name);
  });
  afterAll(() => target?.close());
  afterEach(() => target.expectUnharmed());

  it('200 slow bodies keep nobody else waiting', async () => {
    const paths = await Promise.all(
      Array.from({ length: 200 }, async () => new URL(await target.registry.openUpload(name)).pathname),
    );
    const slow = paths.map((path) =>
      converse(
        target.scene.server.port,
        [target.head('PATCH', path, 'Content-Length: 1000000'), 'a', 200, 'b', 200, 'c'],
        {
          limit: 1_500,
        },
      ),
    );
    for (let index = 0; index < 20; index += 1)
      expect((await target.registry.get(`/${name}/manifests/v1`)).status).toBe(200);
    await Promise.all(slow);
  });

  it('half a head, and gone', async () => {
    await Promise.all(
      Array.from({ length: 50 }, () =>
        vanish(target.scene.server.port, 'GET /v2/ HTTP/1.1\r\nHost: x\r\nX-Half', Buffer.alloc(0), 20),
      ),
    );
  });

  it('a pull that is left in the middle', async () => {
    const path = `/v2/${name}/blobs/${target.image.layers[0]?.descriptor.digest}`;
    await Promise.all(
      Array.from({ length: 50 }, () => vanish(target.scene.server.port, target.head('GET', path), Buffer.alloc(0), 1)),
    );
  });

  it('lost uploads leave no file after the purge time', async () => {
    const { pathname } = new URL(await target.registry.openUpload(name));
    await vanish(
      target.scene.server.port,
      target.head('PATCH', pathname, 'Content-Length: 5000000'),
      Buffer.alloc(2_000_000),
    );
    await vanish(
      target.scene.server.port,
      target.head('POST', `/v2/${name}/blobs/uploads/?digest=${digest}`, 'Content-Length: 5000000'),
      Buffer.alloc(1_000_000),
    );
    expect((await storedFiles(target.scene.server)).length).toBeGreaterThan(2);
    await target.scene.server.stop();
    await target.scene.server.start(clockAhead(72));
    await waitForStored(target.scene.server, [
      target.image.config.descriptor.digest,
      ...target.image.layers.map((layer) => layer.descriptor.digest),
    ]);
    await target.scene.server.stop();
    await target.scene.server.start({ NODE_OPTIONS: '' });
    target.followProcess();
  });
});
