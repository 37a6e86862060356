import { randomUUID } from 'node:crypto';
import type { Digest, RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { firstPage, type MetadataWorld, minutesLater, newDigest, noon, somebody, tag } from './metadata-fixture.ts';

function times<T>(count: number, work: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => work(index)));
}

export function describeConcurrency(world: MetadataWorld): void {
  /** Every tag of the list must lead to a manifest: a tag that leads nowhere is a broken promise to a client. */
  const expectWhole = async (name: RepositoryName) => {
    for (const listed of (await world.metadata.listTags(name, firstPage)) ?? []) {
      expect(await world.metadata.findManifest(name, tag(listed)), `tag ${listed}`).toBeDefined();
    }
  };

  describe('at the same time', () => {
    it('a repository is made once', async () => {
      const name = await world.newName();
      const opened = await times(32, () => world.metadata.openRepository(name, noon));
      expect(new Set(opened.map((repository) => repository?.id)).size).toBe(1);
      expect(opened[0]?.id).toEqual(expect.any(String));
    });

    it('64 pushes of images that share layers all succeed', async () => {
      const name = await world.newName();
      const shared = Array.from({ length: 8 }, newDigest);
      const pushed = await times(64, async (index) => {
        const own = newDigest();
        await Promise.all([own, ...shared].map((digest) => world.upload(name, digest)));
        const blobs = [own, ...(index % 2 ? shared : [...shared].reverse())];
        return world.put(name, { blobs, tags: [`t${index}`, 'latest'] });
      });
      for (const [index, digest] of pushed.entries()) {
        expect((await world.metadata.findManifest(name, tag(`t${index}`)))?.digest).toBe(digest);
      }
      expect(pushed).toContain((await world.metadata.findManifest(name, tag('latest')))?.digest);
      expect(await world.metadata.listTags(name, firstPage)).toHaveLength(65);
    });

    it('uploads of the same content agree on one object', async () => {
      const names = await times(16, () => world.newName());
      const digest = newDigest();
      const uploads = await Promise.all(names.map((name) => world.upload(name, digest)));
      const kept = uploads.filter((upload) => upload.spare === undefined);
      expect(kept).toHaveLength(1);
      for (const upload of uploads) if (upload.spare !== undefined) expect(upload.spare).toBe(upload.key);
      for (const name of names) {
        expect((await world.metadata.findBlob(name, digest))?.storageKey).toBe(kept[0]?.key);
      }
    });

    it('a session is claimed by one, and finished once', async () => {
      const name = await world.newName();
      const id = randomUUID();
      await world.metadata.createUpload({ id, name, storageKey: id, startedAt: noon });
      const claims = await times(16, (index) => world.metadata.claimUpload(id, `w${index}`, noon, minutesLater(1)));
      expect(claims.filter(Boolean)).toHaveLength(1);
      const finish = { id, writer: `w${claims.indexOf(true)}`, digest: newDigest(), size: 1, at: noon };
      const finished = await times(16, () => world.metadata.finishUpload(finish));
      expect(finished.filter(Boolean)).toEqual([{ spare: undefined }]);
    });

    it('two repositories mount from each other', async () => {
      const [a, b] = [await world.newName(), await world.newName()];
      const [ofA, ofB] = [Array.from({ length: 8 }, newDigest), Array.from({ length: 8 }, newDigest)];
      await Promise.all([
        ...ofA.map((digest) => world.upload(a, digest)),
        ...ofB.map((digest) => world.upload(b, digest)),
      ]);
      const mounted = await Promise.all([
        ...ofA.map((digest) => world.metadata.mountBlob(a, b, digest, noon)),
        ...ofB.reverse().map((digest) => world.metadata.mountBlob(b, a, digest, noon)),
      ]);
      expect(mounted).not.toContain(undefined);
    });

    it('several repositories take the same blobs, by upload and by mount, in any order', async () => {
      const names = await times(6, () => world.newName());
      const blobs = Array.from({ length: 6 }, newDigest);
      const source = await world.newName();
      for (const blob of blobs) await world.upload(source, blob);
      await Promise.all(
        names.map(async (name, index) => {
          const order = [...blobs.slice(index), ...blobs.slice(0, index)];
          await Promise.all(
            order.map((blob, turn) =>
              turn % 2 ? world.upload(name, blob) : world.metadata.mountBlob(source, name, blob, noon),
            ),
          );
          await world.put(name, { blobs: order, tags: ['latest'] });
        }),
      );
      for (const name of names) expect(await world.metadata.findManifest(name, tag('latest'))).toBeDefined();
    });

    it('tags move while manifests go, and never lead nowhere', async () => {
      const name = await world.newName();
      const texts = Array.from({ length: 6 }, (_, index) => `${index} ${name}`);
      const digests: Digest[] = [];
      for (const text of texts) digests.push(await world.put(name, { text }));
      await times(60, async (index) => {
        const turn = index % texts.length;
        const tags = ['moving', `t${turn}`];
        if (index % 3 < 2) await world.put(name, { text: texts[turn] ?? '', tags });
        else if (index % 2) await world.metadata.removeManifest(name, digests[turn] as Digest, somebody, noon);
        else await world.metadata.removeTag(name, tag('moving'), somebody, noon);
      });
      await expectWhole(name);
    });

    it('an index and the removal of its child: one of them wins', async () => {
      const name = await world.newName();
      await times(24, async () => {
        const child = await world.put(name);
        const [index, removed] = await Promise.all([
          world.tryPut(name, { manifests: [child] }),
          world.metadata.removeManifest(name, child, somebody, noon),
        ]);
        if (index.result.put) expect(removed).toEqual({ keptBy: index.digest });
        else expect(removed).toBe('removed');
        expect((await world.metadata.findManifest(name, child)) !== undefined).toBe(index.result.put);
      });
    });

    it('an image and the removal of its layer: one of them wins', async () => {
      const name = await world.newName();
      await times(24, async () => {
        const blob = newDigest();
        await world.upload(name, blob);
        const [image, removed] = await Promise.all([
          world.tryPut(name, { blobs: [blob] }),
          world.metadata.removeBlob(name, blob, somebody, new Date()),
        ]);
        if (image.result.put) expect(removed).toEqual({ keptBy: image.digest, inRecycleBin: false });
        else expect(removed).toBe('removed');
        expect((await world.metadata.findBlob(name, blob)) !== undefined).toBe(image.result.put);
      });
    });
  });
}
