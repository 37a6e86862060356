import { randomUUID } from 'node:crypto';
import type { Digest, RepositoryName } from '@wharf/oci';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Collection, StoredBlob } from '../ports/collection.ts';
import { minutesLater, newDigest, noon, type OpenedMetadata, somebody, withMetadata } from './metadata-fixture.ts';

export interface OpenedCollection extends OpenedMetadata {
  collection: Collection;
}

/**
 * Proves an implementation of the `Collection` port beside its `Metadata`.
 * @param open a store that nobody else uses; called once
 */
export function describeCollection(name: string, open: () => Promise<OpenedCollection>): void {
  describe(`collection: ${name}`, () => {
    let collection: Collection;
    const opening = { store: undefined as Promise<OpenedCollection> | undefined };
    const world = withMetadata(() => {
      opening.store = open();
      return opening.store;
    });
    beforeAll(async () => {
      const store = await opening.store;
      if (!store) throw new Error('the store is not open');
      collection = store.collection;
    });

    const later = minutesLater(60);
    type Walk = (step: { after: string | undefined; limit: number; untouchedSince: Date }) => Promise<{
      next: string | undefined;
      seen: number;
      removed?: number | StoredBlob[];
      blobs?: StoredBlob[];
    }>;
    const walk = async (take: Walk, untouchedSince: Date, limit: number) => {
      const found: StoredBlob[] = [];
      let links = 0;
      for (let after: string | undefined; ; ) {
        const step = await take({ after, limit, untouchedSince });
        expect(step.seen).toBeLessThanOrEqual(limit);
        if (typeof step.removed === 'number') links += step.removed;
        else found.push(...(step.removed ?? step.blobs ?? []));
        if (step.next === undefined) return { links, found: found.map(({ digest }) => digest) };
        after = step.next;
      }
    };
    /** Gives the digests that went. */
    const collect = async (untouchedSince = later, limit = 3): Promise<Digest[]> => {
      await walk((step) => collection.removeLinks(step), untouchedSince, limit);
      return (await walk((step) => collection.removeBlobs(step), untouchedSince, limit)).found;
    };
    const look = async (limit = 3): Promise<Digest[]> =>
      (await walk((step) => collection.findGarbage(step), later, limit)).found;
    const holds = async (name: RepositoryName, digest: Digest) =>
      (await world.metadata.findBlob(name, digest)) !== undefined;

    it('takes what no manifest names, and says so before', async () => {
      const name = await world.newName();
      const [named, ...others] = [newDigest(), newDigest(), newDigest(), newDigest(), newDigest()];
      for (const blob of [named, ...others]) await world.upload(name, blob);
      await world.put(name, { blobs: [named] });
      const before = await collection.countBlobs();
      expect(new Set(await look())).toEqual(new Set(others));
      expect(await collection.countBlobs()).toBe(before);
      expect(new Set(await collect())).toEqual(new Set(others));
      expect(await collection.countBlobs()).toBe(before - others.length);
      expect(await holds(name, named)).toBe(true);
      for (const blob of others) expect(await holds(name, blob)).toBe(false);
      expect(await collect()).toEqual([]);
    });

    it.each([1, 2, 500])('walks over everything in stretches of %i', async (limit) => {
      const names = [await world.newName(), await world.newName()] as const;
      const blobs = Array.from({ length: 7 }, newDigest);
      for (const blob of blobs) for (const name of names) await world.upload(name, blob);
      expect(new Set(await look(limit))).toEqual(new Set(blobs));
      expect(new Set(await collect(later, limit))).toEqual(new Set(blobs));
    });

    it('takes a repository its claim while another one uses the blob', async () => {
      const [one, other] = [await world.newName(), await world.newName()];
      const blob = newDigest();
      await world.upload(one, blob);
      await world.upload(other, blob);
      await world.put(other, { blobs: [blob] });
      expect(await look()).toEqual([]);
      expect(await collect()).toEqual([]);
      expect(await holds(one, blob)).toBe(false);
      expect(await holds(other, blob)).toBe(true);
    });

    it('gives the keys of the objects', async () => {
      const name = await world.newName();
      const digest = newDigest();
      const { key } = await world.upload(name, digest, 42);
      await collection.removeLinks({ after: undefined, limit: 1000, untouchedSince: later });
      const { removed } = await collection.removeBlobs({ after: undefined, limit: 1000, untouchedSince: later });
      expect(removed).toEqual([{ digest, size: 42, storageKey: key }]);
      expect(await world.metadata.findOrphans([key])).toEqual([key]);
    });

    it('leaves what was touched: pushed, mounted, pushed again, asked for', async () => {
      const [name, to] = [await world.newName(), await world.newName()];
      const touch: Record<string, (digest: Digest) => Promise<unknown>> = {
        mounted: (digest) => world.metadata.mountBlob(name, to, digest, later),
        asked: (digest) => world.metadata.holdBlob(name, digest, later, minutesLater(50)),
        again: async (digest) => {
          const id = randomUUID();
          await world.metadata.createUpload({ id, name, storageKey: `blobs/${id}`, startedAt: later });
          await world.metadata.finishUpload({ id, digest, size: 10, at: later });
        },
      };
      for (const use of Object.values(touch)) {
        const digest = newDigest();
        await world.upload(name, digest);
        expect(await collect(noon)).toEqual([]);
        await use(digest);
        expect(await collect()).toEqual([]);
        expect(await holds(name, digest)).toBe(true);
        expect(await collect(minutesLater(61))).toEqual([digest]);
      }
    });

    it('a blob that was asked for lately is not written again', async () => {
      const name = await world.newName();
      const digest = newDigest();
      const { key } = await world.upload(name, digest);
      expect(await world.metadata.holdBlob(name, digest, later, minutesLater(-1))).toMatchObject({ storageKey: key });
      expect(await collect()).toEqual([digest]);
      expect(await world.metadata.holdBlob(name, digest, later, later)).toBeUndefined();
    });

    it('leaves what the recycle bin holds', async () => {
      const name = await world.newName();
      const blob = newDigest();
      await world.upload(name, blob);
      const manifest = await world.put(name, { blobs: [blob] });
      await world.metadata.removeManifest(name, manifest, somebody, noon);
      expect(await look()).toEqual(world.keepsRemoved ? [] : [blob]);
      expect(await collect()).toEqual(world.keepsRemoved ? [] : [blob]);
    });

    it('an image and the collection of its layer: one of them wins', async () => {
      const name = await world.newName();
      for (let round = 0; round < 20; round++) {
        const blobs = [newDigest(), newDigest(), newDigest()];
        for (const blob of blobs) await world.upload(name, blob);
        const [image, gone] = await Promise.all([world.tryPut(name, { blobs }), collect(later, 500)]);
        if (image.result.put) expect(gone).toEqual([]);
        const there = await Promise.all(blobs.map((blob) => holds(name, blob)));
        if (image.result.put) expect(there).toEqual([true, true, true]);
        else expect(image.result).toMatchObject({ missing: 'blob' });
        await collect();
      }
    });

    it('who was told that a blob is there can rely on it, whatever runs meanwhile', async () => {
      const [source, name] = [await world.newName(), await world.newName()];
      for (let round = 0; round < 20; round++) {
        const [asked, mounted, pushed] = [newDigest(), newDigest(), newDigest()];
        await world.upload(name, asked);
        await world.upload(source, mounted);
        await world.upload(source, pushed);
        const push = async () => {
          const id = randomUUID();
          await world.metadata.createUpload({ id, name, storageKey: `blobs/${id}`, startedAt: later });
          return await world.metadata.finishUpload({ id, digest: pushed, size: 10, at: later });
        };
        const [held, mount, finished] = await Promise.all([
          world.metadata.holdBlob(name, asked, later, later),
          world.metadata.mountBlob(source, name, mounted, later),
          push(),
          collect(later, 500),
        ]);
        expect(finished).toBeDefined();
        const told = [...(held ? [asked] : []), ...(mount ? [mounted] : []), pushed];
        expect((await world.tryPut(name, { blobs: told, at: later })).result).toEqual({ put: true });
      }
    });

    it('several collections at once take each blob once', async () => {
      const name = await world.newName();
      const blobs = Array.from({ length: 20 }, newDigest);
      for (const blob of blobs) await world.upload(name, blob);
      const taken = (await Promise.all([collect(later, 4), collect(later, 5), collect(later, 500)])).flat();
      const rest = await collect();
      expect([...taken, ...rest].sort()).toEqual([...blobs].sort());
    });

    it('a broken blob is absent until it is pushed again', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const digest = newDigest();
      const { key } = await world.upload(name, digest);
      const manifest = await world.put(name, { blobs: [digest] });
      expect(await collection.markBlob(digest, 'blobs/elsewhere', noon)).toBe(false);
      expect(await collection.markBlob(digest, key, noon)).toBe(true);
      expect(await collection.markBlob(digest, key, noon)).toBe(false);
      expect(await collection.listBlobs(undefined, 1000)).toContainEqual({
        digest,
        size: 10,
        storageKey: key,
        broken: true,
      });
      expect(await holds(name, digest)).toBe(false);
      expect(await world.metadata.holdBlob(name, digest, noon, noon)).toBeUndefined();
      expect(await world.metadata.mountBlob(name, other, digest, noon)).toBeUndefined();
      expect((await world.tryPut(name, { blobs: [digest] })).result).toEqual({ put: false, missing: 'blob', digest });
      expect(await world.metadata.findManifest(name, manifest)).toBeDefined();
      const again = await world.upload(name, digest);
      expect(again.spare).toBe(key);
      expect((await world.metadata.findBlob(name, digest))?.storageKey).toBe(again.key);
      expect(await world.metadata.findOrphans([key, again.key])).toEqual([key]);
    });
  });
}
