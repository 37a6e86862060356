import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { QuotaExceeded } from '../quota-exceeded.ts';
import { firstPage, type MetadataWorld, newDigest, noon, somebody, tag } from './metadata-fixture.ts';

/** What `work` was refused for; fails for any other error. */
async function refusal(work: Promise<unknown> | undefined): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof QuotaExceeded) return error.detail.reason;
    throw error;
  }
}

export function describeQuotas(world: MetadataWorld): void {
  const repository = (organization: string, path: string) => `${organization}/${path}` as RepositoryName;
  /** Lists what every name holds, for what a refused push must not leave. */
  const tagsOf = async (name: RepositoryName) => (await world.metadata.listTags(name, firstPage)) ?? [];

  describe('a quota', () => {
    it('of repositories counts those that hold a manifest, and lets pushes into them go on', async () => {
      const organization = await world.newOrganization('o', { repositories: 1 });
      const [one, two] = [repository(organization, 'one'), repository(organization, 'two')];
      await world.metadata.openRepository(two, noon);
      expect(await refusal(world.metadata.checkQuota(one))).toBeUndefined();
      const digest = await world.put(one, { tags: ['a'] });
      await world.put(one, { tags: ['b'] });
      expect(await refusal(world.metadata.checkQuota(two))).toBe('repository-quota');
      expect(await refusal(world.metadata.checkQuota(one))).toBeUndefined();
      expect(await refusal(world.put(two, { tags: ['a'] }))).toBe('repository-quota');
      expect(await tagsOf(two)).toEqual([]);
      await world.metadata.removeManifest(one, digest, somebody, noon);
      expect(await refusal(world.put(two))).toBe('repository-quota');
      for (const left of await tagsOf(one)) {
        const found = await world.metadata.findManifest(one, tag(left));
        if (found) await world.metadata.removeManifest(one, found.digest, somebody, noon);
      }
      await world.put(two, { tags: ['a'] });
    });

    it('of tags bounds each repository, and lets tags move', async () => {
      const organization = await world.newOrganization('o', { tags: 2 });
      const name = repository(organization, 'app');
      await world.put(name, { tags: ['a', 'b'] });
      expect(await refusal(world.put(name, { text: 'refused', tags: ['c'] }))).toBe('tag-quota');
      expect(await tagsOf(name)).toEqual(['a', 'b']);
      await world.put(name, { tags: ['a', 'b'] });
      await world.put(name);
      await world.put(repository(organization, 'other'), { tags: ['a', 'b'] });
      await world.metadata.removeTag(name, tag('a'), somebody, noon);
      await world.put(name, { tags: ['c'] });
    });

    it('of bytes counts each blob of a repository once, and nothing of what was pushed before', async () => {
      const organization = await world.newOrganization('o', { bytes: 1000 });
      const [one, two] = [repository(organization, 'one'), repository(organization, 'two')];
      const blob = newDigest();
      await world.upload(one, blob, 800);
      await world.put(one, { text: 'x'.repeat(100), blobs: [blob], tags: ['a'] });
      await world.put(one, { text: 'x'.repeat(100), blobs: [blob], tags: ['b'] });
      await world.put(one, { text: 'y'.repeat(100), blobs: [blob], tags: ['c'] });
      expect(await refusal(world.put(one, { text: 'z', tags: ['d'] }))).toBe('byte-quota');
      expect(await refusal(world.put(two, { text: 'z' }))).toBe('byte-quota');
      expect(await refusal(world.metadata.checkQuota(two))).toBe('byte-quota');
      expect(await tagsOf(one)).toEqual(['a', 'b', 'c']);
      const found = await world.metadata.findManifest(one, tag('c'));
      if (found) await world.metadata.removeManifest(one, found.digest, somebody, noon);
      expect(await refusal(world.metadata.checkQuota(two))).toBeUndefined();
      await world.put(two, { text: 'z'.repeat(100) });
    });

    it('is never passed by pushes at the same time', async () => {
      const organization = await world.newOrganization('o', { repositories: 3, tags: 4, bytes: 50_000 });
      const pushes = Array.from({ length: 40 }, (_, index) => ({
        name: repository(organization, `app${index % 5}`),
        tag: `t${index}`,
      }));
      const refused = await Promise.all(
        pushes.map(({ name, tag: one }) => refusal(world.put(name, { text: one.padEnd(4500, ' '), tags: [one] }))),
      );
      const held = await Promise.all(
        ['app0', 'app1', 'app2', 'app3', 'app4'].map((path) => tagsOf(repository(organization, path))),
      );
      const counts = held.map((tags) => tags.length);
      expect(counts.filter((count) => count > 0).length).toBeLessThanOrEqual(3);
      expect(Math.max(...counts)).toBeLessThanOrEqual(4);
      // Eleven of 4500 bytes fit; three repositories of four tags would hold twelve.
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(11);
      expect(refused.filter((reason) => reason === undefined)).toHaveLength(11);
      expect(new Set(refused)).toEqual(new Set([undefined, 'repository-quota', 'tag-quota', 'byte-quota']));
    });

    it('asks nothing of who has none', async () => {
      const name = await world.newName();
      expect(await refusal(world.metadata.checkQuota(name))).toBeUndefined();
      expect(await refusal(world.metadata.checkQuota('absent/app' as RepositoryName))).toBeUndefined();
    });
  });
}
