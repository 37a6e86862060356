import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { firstPage, type MetadataWorld, newDigest, noon, somebody, tag } from './metadata-fixture.ts';

export function describeRemoval(world: MetadataWorld): void {
  const nowhere = 'nobody-has-this/app' as RepositoryName;

  describe('removing', () => {
    it('a tag leaves its manifest and the other tags', async () => {
      const name = await world.newName();
      const digest = await world.put(name, { tags: ['a', 'b'] });
      expect(await world.metadata.removeTag(name, tag('a'), somebody, noon)).toBe(true);
      expect(await world.metadata.removeTag(name, tag('a'), somebody, noon)).toBe(false);
      expect(await world.metadata.listTags(name, firstPage)).toEqual(['b']);
      expect(await world.metadata.findManifest(name, tag('a'))).toBeUndefined();
      expect(await world.metadata.findManifest(name, digest)).toBeDefined();
      expect(await world.metadata.removeTag(nowhere, tag('a'), somebody, noon)).toBe(false);
    });

    it('a manifest takes its tags along, not those of others', async () => {
      const name = await world.newName();
      const digest = await world.put(name, { tags: ['a', 'b'] });
      const other = await world.put(name, { tags: ['c'] });
      expect(await world.metadata.removeManifest(name, digest, somebody, noon)).toBe('removed');
      expect(await world.metadata.removeManifest(name, digest, somebody, noon)).toBe('unknown');
      expect(await world.metadata.findManifest(name, digest)).toBeUndefined();
      expect(await world.metadata.findManifest(name, tag('a'))).toBeUndefined();
      expect(await world.metadata.listTags(name, firstPage)).toEqual(['c']);
      expect((await world.metadata.findManifest(name, tag('c')))?.digest).toBe(other);
      expect(await world.metadata.removeManifest(nowhere, digest, somebody, noon)).toBe('unknown');
    });

    it('a manifest in one repository leaves the same one in another', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const text = `in two places ${name}`;
      const digest = await world.put(name, { text });
      await world.put(other, { text, tags: ['kept'] });
      expect(await world.metadata.removeManifest(name, digest, somebody, noon)).toBe('removed');
      expect(await world.metadata.findManifest(other, tag('kept'))).toBeDefined();
    });

    it('a child waits until no index names it', async () => {
      const name = await world.newName();
      const child = await world.put(name, { tags: ['child'] });
      const index = await world.put(name, { manifests: [child], tags: ['index'] });
      expect(await world.metadata.removeManifest(name, child, somebody, noon)).toEqual({ keptBy: index });
      expect(await world.metadata.findManifest(name, tag('child'))).toBeDefined();
      expect(await world.metadata.removeManifest(name, index, somebody, noon)).toBe('removed');
      expect(await world.metadata.removeManifest(name, child, somebody, noon)).toBe('removed');
    });

    it('a subject leaves its referrers', async () => {
      const name = await world.newName();
      const subject = await world.put(name);
      const referrer = await world.put(name, { subject });
      expect(await world.metadata.removeManifest(name, subject, somebody, noon)).toBe('removed');
      expect(await world.metadata.findManifest(name, referrer)).toBeDefined();
      expect(await world.referrers(name, subject)).toHaveLength(1);
    });

    it('a blob waits until no manifest of the repository names it', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const blob = newDigest();
      await world.upload(name, blob);
      await world.upload(other, blob);
      await world.put(other, { blobs: [blob] });
      const manifest = await world.put(name, { blobs: [blob] });
      expect(await world.metadata.removeBlob(name, blob, somebody, new Date())).toEqual({
        keptBy: manifest,
        inRecycleBin: false,
      });
      expect(await world.metadata.findBlob(name, blob)).toBeDefined();
      await world.metadata.removeManifest(name, manifest, somebody, noon);
      if (world.keepsRemoved) {
        expect(await world.metadata.removeBlob(name, blob, somebody, new Date())).toEqual({
          keptBy: manifest,
          inRecycleBin: true,
        });
        expect(await world.metadata.findBlob(name, blob)).toBeDefined();
      } else {
        expect(await world.metadata.removeBlob(name, blob, somebody, new Date())).toBe('removed');
        expect(await world.metadata.removeBlob(name, blob, somebody, new Date())).toBe('unknown');
        expect(await world.metadata.findBlob(name, blob)).toBeUndefined();
      }
      expect(await world.metadata.findBlob(other, blob)).toBeDefined();
      expect(await world.metadata.removeBlob(nowhere, blob, somebody, new Date())).toBe('unknown');
    });

    it('a blob and pushing it again brings it back', async () => {
      const name = await world.newName();
      const blob = newDigest();
      await world.upload(name, blob);
      await world.metadata.removeBlob(name, blob, somebody, new Date());
      expect((await world.tryPut(name, { blobs: [blob] })).result).toMatchObject({ missing: 'blob' });
      await world.upload(name, blob);
      await world.put(name, { blobs: [blob] });
    });
  });
}
