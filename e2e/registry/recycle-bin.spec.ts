import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json } from '../support/http.ts';
import { imageOf, indexOf, referrerOf } from '../support/images.ts';
import { errorOf, type Registry } from '../support/registry.ts';
import { databases, openScene, type Scene } from '../support/scene.ts';

interface Deletion {
  id: string;
  tagCount: number;
  manifestCount: number;
}
interface Job {
  state: string;
  attempts: number;
  progress: { done: number } | null;
}

describe.each(databases)('the recycle bin on %s', (database) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ database });
    // From its second life on the server has a port of its own, and so a name by which it takes its jobs up again at once.
    await scene.server.stop();
    await scene.server.start();
  });
  afterAll(() => scene?.close());

  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await scene.console.request(method, path, body);
    expect(answer.status, `${method} ${path}: ${answer.body}`).toBeLessThan(300);
    return json<T>(answer);
  };
  const deletions = async (path: string) =>
    (await call<{ items: Deletion[] }>('GET', `/organizations/acme/deletions?repository=${path}`)).items;
  const restore = (id: string) => call('POST', `/organizations/acme/deletions/${id}/restoration`, {});
  const status = async (registry: Registry, path: string) => (await registry.get(path)).status;

  it('gives back what a client deleted: index, images, layers and signature, pullable to the last byte', async () => {
    const name = 'acme/undone';
    const registry = await scene.registryFor(name);
    const { index, images } = indexOf('undone', ['amd64', 'arm64']);
    await registry.pushIndex(name, 'v1', { index, images });
    const signature = referrerOf(index.descriptor, 'application/vnd.example.signature', 'signed');
    await registry.pushImage(name, signature.manifest.descriptor.digest, signature);
    const digests = [index, signature.manifest, ...images.map((image) => image.manifest)].map(
      ({ descriptor }) => descriptor.digest,
    );
    for (const digest of digests) {
      expect((await registry.call('DELETE', `/${name}/manifests/${digest}`)).status).toBe(202);
    }
    for (const digest of digests) expect(await status(registry, `/${name}/manifests/${digest}`)).toBe(404);
    const layer = images[0]?.layers[0];
    const refused = errorOf(await registry.call('DELETE', `/${name}/blobs/${layer?.descriptor.digest}`));
    expect([refused.status, refused.code]).toEqual([405, 'UNSUPPORTED']);
    expect(JSON.stringify(refused)).toContain('recycle bin');

    for (const { id } of await deletions('undone')) await restore(id);
    expect(await deletions('undone')).toEqual([]);
    for (const digest of digests) expect(await status(registry, `/${name}/manifests/${digest}`)).toBe(200);
    expect((await registry.get(`/${name}/manifests/v1`)).body.equals(index.bytes)).toBe(true);
    expect(
      (await registry.get(`/${name}/blobs/${layer?.descriptor.digest}`)).body.equals(layer?.bytes ?? Buffer.alloc(0)),
    ).toBe(true);
    const referrers = json<{ manifests: unknown[] }>(
      await registry.get(`/${name}/referrers/${index.descriptor.digest}`),
    );
    expect(referrers.manifests).toHaveLength(1);
  });

  it('deletes by a filter through kill -9, every tag once, and gives all back', async () => {
    const name = 'acme/many';
    const registry = await scene.registryFor(name);
    const image = imageOf({ seed: 'many', layers: [500] });
    await registry.pushImage(name, 'keep', image);
    const tags = Array.from({ length: 3000 }, (_, index) => `dev-${index}`);
    for (let start = 0; start < tags.length; start += 100) {
      const query = tags.slice(start, start + 100).map((tag) => `tag=${tag}`);
      const { digest, mediaType } = image.manifest.descriptor;
      const put = await registry.call('PUT', `/${name}/manifests/${digest}?${query.join('&')}`, {
        body: image.manifest.bytes,
        headers: { 'content-type': mediaType },
      });
      expect(put.status).toBe(201);
    }
    const place = '/organizations/acme/repositories/many';
    const body = { filter: { q: 'dev-' }, except: ['dev-7'] };
    const preview = await call<{ tags: number; asJob: boolean }>('POST', `${place}/deletion-previews`, body);
    expect(preview).toMatchObject({ tags: 2999, manifests: 0, bytesFreed: 0, asJob: true });
    const { id, job } = await call<{ id: string; job: string }>('POST', `${place}/deletions`, body);
    const until = async (wanted: (job: Job) => boolean): Promise<Job> => {
      for (;;) {
        const found = await call<Job>('GET', `/jobs/${job}`);
        if (wanted(found)) return found;
        await pause(10);
      }
    };
    await until(({ state }) => state !== 'waiting');
    await scene.server.kill9();
    await scene.server.start();
    expect(await until(({ state }) => state !== 'waiting' && state !== 'running')).toMatchObject({
      state: 'succeeded',
    });
    const left = json<{ tags: string[] }>(await registry.get(`/${name}/tags/list`));
    expect(left.tags).toEqual(['dev-7', 'keep']);
    expect(await deletions('many')).toMatchObject([{ id, tagCount: 2999, manifestCount: 0 }]);
    await restore(id);
    const back = await call<{ tagCount: number }>('GET', place);
    expect(back.tagCount).toBe(3001);
  });
});
