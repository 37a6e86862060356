import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { digestOfText, firstPage, type MetadataWorld, minutesLater, newDigest, noon, tag } from './metadata-fixture.ts';

export function describeManifests(world: MetadataWorld): void {
  describe('manifests', () => {
    it('are found by tag and by digest, as they were pushed', async () => {
      const name = await world.newName();
      const text = `{"name":"é","repository":"${name}"}`;
      const digest = await world.put(name, { text, tags: ['v1', 'latest'], mediaType: 'application/x.test+json' });
      const repository = await world.metadata.findRepository(name);
      for (const reference of [tag('v1'), tag('latest'), digest]) {
        const found = await world.metadata.findManifest(name, reference);
        expect(found).toMatchObject({ repositoryId: repository?.id, digest, mediaType: 'application/x.test+json' });
        expect(Buffer.from(found?.content ?? []).toString()).toBe(text);
      }
    });

    it('are unknown under other names, tags and digests', async () => {
      const name = await world.newName();
      const digest = await world.put(name, { tags: ['v1'] });
      const other = await world.newName();
      await world.metadata.openRepository(other, noon);
      expect(await world.metadata.findManifest(name, tag('V1'))).toBeUndefined();
      expect(await world.metadata.findManifest(name, newDigest())).toBeUndefined();
      expect(await world.metadata.findManifest(other, tag('v1'))).toBeUndefined();
      expect(await world.metadata.findManifest(other, digest)).toBeUndefined();
      expect(await world.metadata.findManifest(`${other}/none` as RepositoryName, digest)).toBeUndefined();
    });

    it('are refused when their organization does not exist', async () => {
      const { result } = await world.tryPut('nobody-has-this/app' as RepositoryName);
      expect(result).toEqual({ put: false, missing: 'organization' });
    });

    it('are refused, naming the digest, when the repository lacks a blob or a child, and leave no trace', async () => {
      const name = await world.newName();
      const [held, lacking] = [newDigest(), newDigest()];
      await world.upload(name, held);
      const image = await world.tryPut(name, { blobs: [held, lacking], tags: ['v1'] });
      expect(image.result).toEqual({ put: false, missing: 'blob', digest: lacking });
      const child = await world.put(name, { blobs: [held] });
      const index = await world.tryPut(name, { manifests: [child, lacking], tags: ['v1'] });
      expect(index.result).toEqual({ put: false, missing: 'manifest', digest: lacking });
      expect(await world.metadata.findManifest(name, image.digest)).toBeUndefined();
      expect(await world.metadata.findManifest(name, index.digest)).toBeUndefined();
      expect(await world.metadata.listTags(name, firstPage)).toEqual([]);
    });

    it('need their blobs and children in the same repository: those of another one do not count', async () => {
      const [name, other] = [await world.newName(), await world.newName()];
      const blob = newDigest();
      await world.upload(other, blob);
      const child = await world.put(other);
      expect((await world.tryPut(name, { blobs: [blob] })).result).toMatchObject({ missing: 'blob', digest: blob });
      expect((await world.tryPut(name, { manifests: [child] })).result).toMatchObject({ missing: 'manifest' });
    });

    it('may name thousands of blobs and children', async () => {
      const name = await world.newName();
      const children = [];
      for (let index = 0; index < 20; index++) children.push(await world.put(name));
      const blobs = [newDigest(), newDigest()];
      for (const blob of blobs) await world.upload(name, blob);
      const absent = Array.from({ length: 3000 }, newDigest);
      const { result } = await world.tryPut(name, { blobs: [...blobs, ...absent], manifests: children });
      expect(result).toEqual({ put: false, missing: 'blob', digest: absent[0] });
      await world.put(name, { manifests: children, tags: Array.from({ length: 1200 }, (_, index) => `t${index}`) });
      expect(await world.metadata.listTags(name, { limit: 2000, last: undefined })).toHaveLength(1200);
    });

    it('can be put again, with another tag or media type', async () => {
      const name = await world.newName();
      const text = `again ${name}`;
      const blob = newDigest();
      await world.upload(name, blob);
      await world.put(name, { text, blobs: [blob], tags: ['a'] });
      await world.put(name, { text, blobs: [blob], tags: ['a', 'b'], mediaType: 'application/x.other' });
      expect(await world.metadata.listTags(name, firstPage)).toEqual(['a', 'b']);
      expect(await world.metadata.findManifest(name, tag('a'))).toMatchObject({
        digest: digestOfText(text),
        mediaType: 'application/x.other',
      });
    });

    it('are independent of the tags that point at them: a tag moves, the old manifest stays', async () => {
      const name = await world.newName();
      const before = await world.put(name, { tags: ['latest'] });
      const after = await world.put(name, { tags: ['latest'], at: minutesLater(1) });
      expect((await world.metadata.findManifest(name, tag('latest')))?.digest).toBe(after);
      expect((await world.metadata.findManifest(name, before))?.digest).toBe(before);
      expect(await world.metadata.listTags(name, firstPage)).toEqual(['latest']);
    });
  });

  describe('tags', () => {
    it('are listed in byte order, page by page', async () => {
      const name = await world.newName();
      const tags = ['1.10', '1.9', 'A', 'Z', '_x', 'a', 'a-1', 'a.1', 'a0', 'aA', 'b', 'latest'];
      await world.put(name, { tags: [...tags].reverse() });
      for (const limit of [1, 5, 12, 50]) {
        const walked: string[] = [];
        for (let last: string | undefined; ; last = walked.at(-1)) {
          const page = (await world.metadata.listTags(name, { limit, last })) ?? [];
          if (page.length === 0) break;
          expect(page.length).toBeLessThanOrEqual(limit);
          walked.push(...page);
        }
        expect(walked).toEqual(tags);
      }
      // `last` need not be a tag itself.
      expect(await world.metadata.listTags(name, { limit: 2, last: 'a.' })).toEqual(['a.1', 'a0']);
      expect(await world.metadata.listTags(name, { limit: 0, last: undefined })).toEqual([]);
    });

    it('of a repository that does not exist are undefined, of an empty one none', async () => {
      const name = await world.newName();
      expect(await world.metadata.listTags(name, firstPage)).toBeUndefined();
      await world.metadata.openRepository(name, noon);
      expect(await world.metadata.listTags(name, firstPage)).toEqual([]);
    });
  });

  describe('referrers', () => {
    it('are the manifests of the repository whose subject it is, as descriptors in digest order', async () => {
      const name = await world.newName();
      const subject = newDigest();
      const annotations = { 'org.example/é': 'ü' };
      const sketches = [
        { text: `1 ${name}`, subject, artifactType: 'application/x.sbom', annotations },
        { text: `22 ${name}`, subject, artifactType: 'application/x.signature' },
        { text: `333 ${name}`, subject },
      ];
      for (const sketch of sketches) await world.put(name, sketch);
      await world.put(name, { subject: newDigest() });
      await world.put(await world.newName(), { subject });

      const mediaType = 'application/vnd.oci.image.manifest.v1+json';
      const expected = sketches
        .map(({ text, artifactType, annotations }) => ({
          mediaType,
          digest: digestOfText(text),
          size: Buffer.byteLength(text),
          ...(artifactType ? { artifactType } : {}),
          ...(annotations ? { annotations } : {}),
        }))
        .sort((a, b) => (a.digest < b.digest ? -1 : 1));
      expect(await world.referrers(name, subject)).toEqual(expected);
      const page = (limit: number, last?: string) =>
        world.metadata.listReferrers(name, subject, undefined, { limit, last, bytes: 1000 });
      expect(await page(2)).toEqual({ descriptors: expected.slice(0, 2), more: true });
      expect(await page(2, expected[1]?.digest)).toEqual({ descriptors: expected.slice(2), more: false });
      expect(await page(3)).toEqual({ descriptors: expected, more: false });
      expect((await page(0)).descriptors).toEqual([]);
      expect(await world.referrers(name, subject, 'application/x.sbom')).toEqual(
        expected.filter((descriptor) => descriptor.artifactType === 'application/x.sbom'),
      );
      expect(await world.referrers(name, subject, 'application/x.none')).toEqual([]);
    });

    it('fill a page up to its bytes, and each comes in the end, however large', async () => {
      const name = await world.newName();
      const subject = newDigest();
      const digests: string[] = [];
      for (const length of [10, 10, 400, 900, 2000, 900, 10]) {
        digests.push(await world.put(name, { subject, annotations: { a: 'é'.repeat(length / 2) } }));
      }
      const walked: string[] = [];
      for (let more = true; more; ) {
        const page = await world.metadata.listReferrers(name, subject, undefined, {
          limit: 5,
          last: walked.at(-1),
          bytes: 1000,
        });
        const bytes = page.descriptors.map(({ annotations }) => Buffer.byteLength(annotations?.a ?? ''));
        expect(bytes.length).toBeGreaterThan(0);
        if (bytes.length > 1) expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1000);
        walked.push(...page.descriptors.map(({ digest }) => digest));
        more = page.more;
      }
      expect(walked).toEqual(digests.sort());
    });

    it('may come before their subject, and of an unknown repository there are none', async () => {
      const name = await world.newName();
      const text = `subject of ${name}`;
      expect(await world.referrers(name, digestOfText(text))).toEqual([]);
      const referrer = await world.put(name, { subject: digestOfText(text) });
      await world.put(name, { text });
      const found = await world.referrers(name, digestOfText(text));
      expect(found.map((descriptor) => descriptor.digest)).toEqual([referrer]);
    });
  });
}
