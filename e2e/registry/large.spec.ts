import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { Readable } from 'node:stream';
import { digestOf, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf } from '../support/bytes.ts';
import { createWorkplace, type Workplace } from '../support/command.ts';
import { contentOf, manifestOf } from '../support/images.ts';
import { closing, type Registry, registryAt } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { bearer } from '../support/tokens.ts';

const name = 'acme/large';
const size = 1024 ** 3;
const megabyte = 1024 * 1024;

describe('a layer of 1 GiB', () => {
  let scene: Scene;
  let place: Workplace;
  let registry: Registry;
  let authorization: string;

  beforeAll(async () => {
    scene = await openScene();
    place = await createWorkplace();
    authorization = await bearer(scene.server.url, [`repository:${name}:pull,push`], scene.login);
    registry = registryAt(scene.server.url, authorization);
  });
  afterAll(async () => {
    await place?.close();
    await scene?.close();
  });

  /** 1 GiB that repeats only after 64 MiB and carries a counter each MiB, hashed as it goes. */
  function* content(hash: Hash): Generator<Buffer> {
    const source = randomBytesOf('large', 64 * megabyte);
    for (let index = 0; index < size / megabyte; index += 1) {
      const chunk = Buffer.from(source.subarray((index % 64) * megabyte, ((index % 64) + 1) * megabyte));
      chunk.writeUInt32BE(index, 0);
      hash.update(chunk);
      yield chunk;
    }
  }
  /** Peak resident memory of the server in bytes. */
  async function peakMemory(): Promise<number> {
    const status = await readFile(`/proc/${scene.server.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }

  it('goes up and down as a stream, in bounded memory, and through a real client', async () => {
    const sent = createHash('sha256');
    const location = await registry.openUpload(name);
    const patched = await registry.call('PATCH', location, {
      body: Readable.from(content(sent)),
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(size) },
    });
    expect(patched.status, patched.body.toString()).toBe(202);
    expect(patched.headers.range).toBe(`0-${size - 1}`);
    const digest = digestOf('sha256', sent.digest('hex'));
    expect((await registry.call('PUT', closing(location, digest))).status).toBe(201);

    const received = createHash('sha256');
    await new Promise<void>((resolve, reject) => {
      request(`${scene.server.url}/v2/${name}/blobs/${digest}`, { headers: { authorization } }, (answer) => {
        answer.on('data', (chunk: Buffer) => received.update(chunk));
        answer.on('end', resolve);
        answer.on('error', reject);
      })
        .on('error', reject)
        .end();
    });
    expect(digestOf('sha256', received.digest('hex'))).toBe(digest);
    expect(await peakMemory()).toBeLessThan(250 * megabyte);

    const config = contentOf(
      mediaTypes.ociConfig,
      '{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[]}}',
    );
    await registry.pushBlob(name, config.bytes, config.descriptor.digest);
    const layer = { bytes: Buffer.alloc(0), descriptor: { mediaType: mediaTypes.ociLayerGzip, digest, size } };
    expect((await registry.putManifest(name, 'v1', manifestOf(config, [layer]))).status).toBe(201);
    const { user, password } = scene.login;
    await place.skopeo(
      'copy',
      '--src-tls-verify=false',
      '--src-creds',
      `${user}:${password}`,
      `docker://${scene.server.host}/${name}:v1`,
      `dir:${place.path('large')}`,
    );
    const pulled = createHash('sha256');
    for await (const chunk of createReadStream(place.path('large', digest.slice(7)), { highWaterMark: megabyte }))
      pulled.update(chunk);
    expect(digestOf('sha256', pulled.digest('hex'))).toBe(digest);
  });
});
