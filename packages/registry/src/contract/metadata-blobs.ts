import { randomUUID } from 'node:crypto';
import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { type MetadataWorld, newDigest, noon, somebody } from './metadata-fixture.ts';

export function describeBlobs(world: MetadataWorld): void {
  const nowhere = 'nobody-has-this/app' as RepositoryName;

  describe('blobs', () => {
    it('are found in the repositories that hold them only', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const digest = newDigest();
      const size = 2 ** 40;
      const { key } = await world.upload(name, digest, size);
      await world.metadata.openRepository(other, noon);
      const repository = await world.metadata.findRepository(name);
      expect(await world.metadata.findBlob(name, digest)).toEqual({
        repositoryId: repository?.id,
        digest,
        size,
        storageKey: key,
      });
      expect(await world.metadata.findBlob(other, digest)).toBeUndefined();
      expect(await world.metadata.findBlob(nowhere, digest)).toBeUndefined();
      expect(await world.metadata.findBlob(name, newDigest())).toBeUndefined();
    });

    it('pushed twice keep the older bytes and give the newer ones back', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const digest = newDigest();
      const first = await world.upload(name, digest);
      expect(first.spare).toBeUndefined();
      for (const again of [name, other]) {
        const { key, spare } = await world.upload(again, digest);
        expect(spare).toBe(key);
        expect((await world.metadata.findBlob(again, digest))?.storageKey).toBe(first.key);
      }
    });

    it('get another object only from who knows where the present one lies', async () => {
      const name = await world.newName();
      const digest = newDigest();
      const { key } = await world.upload(name, digest, 10);
      const { metadata } = world;
      expect(await metadata.replaceBlobObject(digest, 'elsewhere', 'blobs/new')).toBe(false);
      expect(await metadata.replaceBlobObject(newDigest(), key, 'blobs/new')).toBe(false);
      expect(await metadata.findBlob(name, digest)).toMatchObject({ storageKey: key });
      expect(await metadata.replaceBlobObject(digest, key, 'blobs/new')).toBe(true);
      expect(await metadata.replaceBlobObject(digest, key, 'blobs/newer')).toBe(false);
      expect(await metadata.findBlob(name, digest)).toMatchObject({ storageKey: 'blobs/new', size: 10 });
      expect(await metadata.findOrphans([key, 'blobs/new'])).toEqual([key]);
    });

    it('are mounted from a repository that holds them, into one that may be new', async () => {
      const [from, to] = [await world.newName(), await world.newName()];
      const digest = newDigest();
      const { key } = await world.upload(from, digest, 77);
      const mounted = await world.metadata.mountBlob(from, to, digest, noon);
      expect(mounted).toEqual({ repositoryId: expect.any(String), digest, size: 77, storageKey: key });
      expect(await world.metadata.findBlob(to, digest)).toEqual(mounted);
      expect(await world.metadata.mountBlob(from, to, digest, noon)).toEqual(mounted);
      await world.put(to, { blobs: [digest] });
    });

    it('are not mounted from where they are not, nor into an organization that does not exist', async () => {
      const [from, holder, to] = [await world.newName(), await world.newName(), await world.newName()];
      const digest = newDigest();
      await world.upload(holder, digest);
      await world.metadata.openRepository(from, noon);
      expect(await world.metadata.mountBlob(from, to, digest, noon)).toBeUndefined();
      expect(await world.metadata.mountBlob(nowhere, to, digest, noon)).toBeUndefined();
      expect(await world.metadata.mountBlob(holder, nowhere, digest, noon)).toBeUndefined();
      expect(await world.metadata.findRepository(to)).toBeUndefined();
    });

    it('and uploads are what objects belong to: the rest are orphans', async () => {
      const name = await world.newName();
      const blob = await world.upload(name, newDigest());
      const id = randomUUID();
      await world.metadata.createUpload({ id, name, storageKey: `uploads/${id}`, startedAt: noon });
      const strangers = Array.from({ length: 1200 }, () => `blobs/${randomUUID()}`);
      const keys = [...strangers.slice(0, 600), blob.key, `uploads/${id}`, ...strangers.slice(600)];
      expect(await world.metadata.findOrphans(keys)).toEqual(strangers);
      expect(await world.metadata.findOrphans([])).toEqual([]);
    });

    it('taken out of every repository still own their object: collecting it is another matter', async () => {
      const name = await world.newName();
      const digest = newDigest();
      const { key } = await world.upload(name, digest);
      await world.metadata.removeBlob(name, digest, somebody, new Date());
      expect(await world.metadata.findOrphans([key])).toEqual([]);
    });
  });
}
