import { type Digest, mediaTypes } from '@wharf/oci';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomBytesOf, sha256 } from '../support/bytes.ts';
import { json } from '../support/http.ts';
import { type Content, contentOf, imageOf, indexOf, manifestOf } from '../support/images.ts';
import type { Registry } from '../support/registry.ts';
import { openScene, type Scene } from '../support/scene.ts';

const rounds = 30;
const name = 'acme/races';
const other = 'acme/races-other';

describe.each([
  ['sqlite', 1],
  ['sqlite', 2],
  ['postgres', 2],
] as const)('requests that meet (%s, processes: %i)', (database, processes) => {
  let scene: Scene;
  let registry: Registry;

  beforeAll(async () => {
    scene = await openScene({ database, env: { WHARF_PROCESSES: String(processes) } });
    registry = await scene.registryFor(name, other);
  });
  afterAll(() => scene?.close());

  async function freshBlob(seed: string): Promise<Content> {
    const content = contentOf(mediaTypes.ociLayerGzip, randomBytesOf(`races/${database}/${processes}/${seed}`, 4000));
    await registry.pushBlob(name, content.bytes, content.descriptor.digest);
    return content;
  }
  async function holds(repository: string, digest: Digest): Promise<boolean> {
    const answer = await registry.get(`/${repository}/blobs/${digest}`);
    if (answer.status === 200) expect(sha256(answer.body)).toBe(digest);
    else expect(answer.status, answer.body.toString()).toBe(404);
    return answer.status === 200;
  }
  /** Starts both, every other time in the other order: one process alone would always serve the first one first. */
  async function meet<A, B>(index: number, one: () => Promise<A>, two: () => Promise<B>): Promise<[A, B]> {
    if (index % 2 === 0) return Promise.all([one(), two()]);
    const second = two();
    return Promise.all([one(), second]);
  }
  async function deleteAgainAndAgain(digest: Digest): Promise<void> {
    for (let left = 6; left > 0; left -= 1) {
      expect([202, 404]).toContain((await registry.call('DELETE', `/${name}/blobs/${digest}`)).status);
    }
  }
  async function inRounds(round: (index: number) => Promise<string>): Promise<Map<string, number>> {
    const outcomes = new Map<string, number>();
    for (let index = 0; index < rounds; index += 1) {
      const outcome = await round(index);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    return outcomes;
  }

  it('a manifest never names a blob that a DELETE took away in between', async () => {
    const config = await freshBlob('config');
    const outcomes = await inRounds(async (index) => {
      const layer = await freshBlob(`put-delete-${index}`);
      const { digest } = layer.descriptor;
      const manifest = manifestOf(config, [layer]);
      const [put, removed] = await meet(
        index,
        () => registry.putManifest(name, `race-${index}`, manifest),
        () => registry.call('DELETE', `/${name}/blobs/${digest}`),
      );
      const there = await holds(name, digest);
      expect(put.status === 201, `PUT ${put.status}, DELETE ${removed.status}, blob ${there}`).toBe(there);
      expect(removed.status === 202).toBe(!there);
      return `${put.status} ${removed.status}`;
    });
    expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(rounds);
  });

  it('an index never names a child that a DELETE took away in between', async () => {
    await inRounds(async (index) => {
      const { images, index: document } = indexOf(`races/${database}/${processes}/${index}`, ['amd64']);
      const [child] = images;
      if (!child) throw new Error('no child');
      const { digest } = child.manifest.descriptor;
      await registry.pushImage(name, digest, child);
      const [put, removed] = await meet(
        index,
        () => registry.putManifest(name, `index-${index}`, document),
        () => registry.call('DELETE', `/${name}/manifests/${digest}`),
      );
      const there = (await registry.head(`/${name}/manifests/${digest}`)).status === 200;
      expect(put.status === 201, `PUT ${put.status}, DELETE ${removed.status}, child ${there}`).toBe(there);
      return String(put.status);
    });
  });

  it('a mount that was confirmed holds, although the source lost the blob at that moment', async () => {
    await inRounds(async (index) => {
      const { digest } = (await freshBlob(`mount-delete-${index}`)).descriptor;
      const [mounted, removed] = await meet(
        index,
        () => registry.call('POST', `/${other}/blobs/uploads/?mount=${digest}&from=${name}`),
        () => registry.call('DELETE', `/${name}/blobs/${digest}`),
      );
      expect([201, 202]).toContain(mounted.status);
      expect(removed.status).toBe(202);
      expect(await holds(other, digest)).toBe(mounted.status === 201);
      return String(mounted.status);
    });
  });

  it('the same content pushed by many at once, while one deletes it, is whole or absent', async () => {
    await inRounds(async (index) => {
      const bytes = randomBytesOf(`races/same/${database}/${processes}/${index}`, 20_000);
      const digest = sha256(bytes);
      await Promise.all([
        ...[name, name, other, other].map((repository) => registry.pushBlob(repository, bytes, digest)),
        deleteAgainAndAgain(digest),
      ]);
      expect(await holds(other, digest)).toBe(true);
      return String(await holds(name, digest));
    });
  });

  it('tags and manifests that come and go leave lists that agree with what can be pulled', async () => {
    const repository = 'acme/races-tags';
    const mine = await scene.registryFor(repository);
    const images = Array.from({ length: 6 }, (_, index) => imageOf({ seed: `races/tags/${index}`, layers: [200] }));
    for (const [index, image] of images.entries()) await mine.pushImage(repository, `start-${index}`, image);
    await Promise.all(
      images.flatMap(({ manifest }, index) => [
        mine.putManifest(repository, 'shared', manifest),
        mine.putManifest(repository, `own-${index}`, manifest),
        index % 2 === 0
          ? mine.call('DELETE', `/${repository}/manifests/${manifest.descriptor.digest}`)
          : mine.call('DELETE', `/${repository}/manifests/start-${index}`),
      ]),
    );
    const { tags } = json<{ tags: string[] }>(await mine.get(`/${repository}/tags/list`));
    for (const tag of tags) expect((await mine.get(`/${repository}/manifests/${tag}`)).status, tag).toBe(200);
    for (const tag of ['start-1', 'start-3', 'start-5']) expect(tags).not.toContain(tag);
    for (const tag of ['own-1', 'own-3', 'own-5']) expect(tags).toContain(tag);
  });
});
