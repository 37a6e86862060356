import type { Digest, RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { firstPage, type MetadataWorld, minutesLater, newDigest, noon, somebody, tag } from './metadata-fixture.ts';

/** What is removed may lie in a recycle bin: clients must not see it, and pushing it again must be as the first push. */
export function describeReturn(world: MetadataWorld): void {
  const remove = async (name: RepositoryName, digest: Digest) =>
    expect(await world.metadata.removeManifest(name, digest, somebody, noon)).toBe('removed');

  describe('a removed manifest', () => {
    it('is out of sight everywhere', async () => {
      const name = await world.newName();
      const [subject, child] = [await world.put(name), await world.put(name)];
      const referrer = await world.put(name, { subject, tags: ['sbom'] });
      const index = await world.put(name, { manifests: [child] });
      await remove(name, referrer);
      await remove(name, index);
      await remove(name, child);
      for (const digest of [referrer, index, child]) {
        expect(await world.metadata.findManifest(name, digest)).toBeUndefined();
        expect(await world.metadata.removeManifest(name, digest, somebody, noon)).toBe('unknown');
      }
      expect(await world.referrers(name, subject)).toEqual([]);
      expect(await world.metadata.findManifest(name, tag('sbom'))).toBeUndefined();
      expect(await world.metadata.listTags(name, firstPage)).toEqual([]);
      const { result } = await world.tryPut(name, { manifests: [child] });
      expect(result).toEqual({ put: false, missing: 'manifest', digest: child });
    });

    it('comes back by being pushed, tag and all', async () => {
      const name = await world.newName();
      const blob = newDigest();
      await world.upload(name, blob);
      const sketch = { text: `back ${name}`, blobs: [blob], tags: ['v1'] };
      const digest = await world.put(name, sketch);
      await remove(name, digest);
      if (!world.keepsRemoved) await world.upload(name, blob);
      expect(await world.put(name, { ...sketch, at: minutesLater(1) })).toBe(digest);
      expect((await world.metadata.findManifest(name, tag('v1')))?.digest).toBe(digest);
      expect(await world.metadata.removeBlob(name, blob, somebody, new Date())).toEqual({
        keptBy: digest,
        inRecycleBin: false,
      });
      await remove(name, digest);
      expect(await world.metadata.findManifest(name, digest)).toBeUndefined();
    });

    it('comes back as an index only over images that are there', async () => {
      const name = await world.newName();
      const image = { text: `image ${name}` };
      const child = await world.put(name, image);
      const sketch = { text: `index ${name}`, manifests: [child], tags: ['v1'] };
      const index = await world.put(name, sketch);
      await remove(name, index);
      await remove(name, child);
      expect((await world.tryPut(name, sketch)).result).toMatchObject({ missing: 'manifest', digest: child });
      await world.put(name, image);
      expect(await world.put(name, sketch)).toBe(index);
      expect(await world.metadata.removeManifest(name, child, somebody, noon)).toEqual({ keptBy: index });
    });

    it('refers again to its subject when it comes back', async () => {
      const name = await world.newName();
      const subject = await world.put(name);
      const sketch = { text: `signature ${name}`, subject };
      const referrer = await world.put(name, sketch);
      await remove(name, referrer);
      expect(await world.referrers(name, subject)).toEqual([]);
      await world.put(name, sketch);
      expect((await world.referrers(name, subject)).map(({ digest }) => digest)).toEqual([referrer]);
    });

    it('and its push at the same time: one comes after the other', async () => {
      const name = await world.newName();
      const sketch = { text: `contended ${name}`, tags: ['latest'] };
      const digest = await world.put(name, sketch);
      await Promise.all(
        Array.from({ length: 24 }, (_, turn) =>
          turn % 2 ? world.metadata.removeManifest(name, digest, somebody, noon) : world.put(name, sketch),
        ),
      );
      const tags = await world.metadata.listTags(name, firstPage);
      const found = await world.metadata.findManifest(name, digest);
      expect(tags).toEqual(found ? ['latest'] : []);
    });
  });
}
