import { randomUUID } from 'node:crypto';
import type { RepositoryName } from '@wharf/oci';
import { describe, expect, it } from 'vitest';
import { digestOfText, type MetadataWorld, minutesLater, newDigest, noon } from './metadata-fixture.ts';

export function describeUploads(world: MetadataWorld): void {
  const create = async (startedAt = noon) => {
    const name = await world.newName();
    const id = randomUUID();
    const session = await world.metadata.createUpload({ id, name, storageKey: `uploads/${id}`, startedAt });
    return { name, id, session };
  };

  describe('upload sessions', () => {
    it('begin empty and are found under their repository only', async () => {
      const { name, id, session } = await create();
      expect(session).toEqual({
        id,
        name,
        storageKey: `uploads/${id}`,
        offset: 0,
        digest: digestOfText(''),
        startedAt: noon,
      });
      expect(await world.metadata.findUpload(name, id)).toEqual(session);
      expect(await world.metadata.findUpload(await world.newName(), id)).toBeUndefined();
      expect(await world.metadata.findUpload(name, randomUUID())).toBeUndefined();
    });

    it('are not made in an organization that does not exist', async () => {
      const name = 'nobody-has-this/app' as RepositoryName;
      const id = randomUUID();
      expect(await world.metadata.createUpload({ id, name, storageKey: id, startedAt: noon })).toBeUndefined();
      expect(await world.metadata.findOrphans([id])).toEqual([id]);
    });

    it('have one writer at a time', async () => {
      const { id } = await create();
      const { metadata } = world;
      expect(await metadata.claimUpload(id, 'one/1', noon, minutesLater(2))).toBe(true);
      expect(await metadata.claimUpload(id, 'two/1', minutesLater(1), minutesLater(3))).toBe(false);
      // Its holder renews it; until then another one waits, and after that it may take over.
      expect(await metadata.claimUpload(id, 'one/1', minutesLater(1), minutesLater(5))).toBe(true);
      expect(await metadata.claimUpload(id, 'two/1', minutesLater(4), minutesLater(9))).toBe(false);
      expect(await metadata.claimUpload(id, 'two/1', minutesLater(5), minutesLater(9))).toBe(true);
      expect(await metadata.claimUpload(id, 'one/1', minutesLater(6), minutesLater(9))).toBe(false);
      expect(await metadata.claimUpload(randomUUID(), 'one/1', noon, minutesLater(2))).toBe(false);
    });

    it('record progress of their writer, which gives up its claim with it', async () => {
      const { name, id } = await create();
      const { metadata } = world;
      const progress = { offset: 2 ** 33, digest: newDigest(), at: minutesLater(1) };
      await metadata.claimUpload(id, 'one', noon, minutesLater(2));
      expect(await metadata.saveUpload(id, 'one', progress)).toBe(true);
      expect(await metadata.findUpload(name, id)).toMatchObject({ offset: progress.offset, digest: progress.digest });
      expect(await metadata.claimUpload(id, 'two', minutesLater(1), minutesLater(2))).toBe(true);
      // The one that lost its claim has nothing to say any more.
      const stale = { offset: 5, digest: newDigest(), at: minutesLater(1) };
      expect(await metadata.saveUpload(id, 'one', stale)).toBe(false);
      expect(await metadata.findUpload(name, id)).toMatchObject({ offset: progress.offset, digest: progress.digest });
      expect(await metadata.claimUpload(id, 'three', minutesLater(1), minutesLater(2))).toBe(false);
    });

    it("are released, by the beginning of their writer's name, when a node starts again", async () => {
      const [mine, other] = [await create(), await create()];
      const { metadata } = world;
      const node = `node-${randomUUID()}`;
      await metadata.claimUpload(mine.id, `${node}/42`, noon, minutesLater(9));
      await metadata.claimUpload(other.id, `${node.slice(0, -1)}`, noon, minutesLater(9));
      await metadata.releaseClaims(`${node}/`);
      expect(await metadata.claimUpload(mine.id, 'next', noon, minutesLater(9))).toBe(true);
      expect(await metadata.claimUpload(other.id, 'next', noon, minutesLater(9))).toBe(false);
    });

    it('finish once', async () => {
      const { name, id } = await create();
      const digest = newDigest();
      const finish = { id, digest, size: 9, at: minutesLater(1) };
      expect(await world.metadata.finishUpload(finish)).toEqual({ spare: undefined });
      expect(await world.metadata.finishUpload(finish)).toBeUndefined();
      expect(await world.metadata.findUpload(name, id)).toBeUndefined();
      expect(await world.metadata.findBlob(name, digest)).toMatchObject({ size: 9, storageKey: `uploads/${id}` });
    });

    it('are finished only by the writer that holds the claim', async () => {
      const { name, id } = await create();
      const { metadata } = world;
      const finish = { id, digest: newDigest(), size: 9, at: minutesLater(4) };
      await metadata.claimUpload(id, 'one', noon, minutesLater(2));
      expect(await metadata.finishUpload(finish)).toBeUndefined();
      await metadata.claimUpload(id, 'two', minutesLater(3), minutesLater(5));
      expect(await metadata.finishUpload({ ...finish, writer: 'one' })).toBeUndefined();
      expect(await metadata.findUpload(name, id)).toBeDefined();
      expect(await metadata.findBlob(name, finish.digest)).toBeUndefined();
      expect(await metadata.finishUpload({ ...finish, writer: 'two' })).toEqual({ spare: undefined });
    });

    it('take an object that holds the whole blob, as long as nobody has begun to write theirs', async () => {
      const { metadata } = world;
      const [fresh, claimed, written] = [await create(), await create(), await create()];
      const finishOf = ({ id }: { id: string }) => {
        return { id, digest: newDigest(), size: 9, at: minutesLater(4), whole: `whole/${id}` };
      };
      const finish = finishOf(fresh);
      expect(await metadata.finishUpload(finish)).toEqual({ spare: undefined });
      expect(await metadata.findBlob(fresh.name, finish.digest)).toMatchObject({ storageKey: finish.whole });
      expect(await metadata.findUpload(fresh.name, fresh.id)).toBeUndefined();
      expect(await metadata.finishUpload(finish)).toBeUndefined();

      await metadata.claimUpload(claimed.id, 'one', minutesLater(1), minutesLater(2));
      expect(await metadata.finishUpload(finishOf(claimed))).toBeUndefined();
      // The claim is over, and what its holder left in the session's object is the session's.
      await metadata.releaseClaims('one');
      expect(await metadata.finishUpload(finishOf(claimed))).toBeUndefined();
      await metadata.claimUpload(written.id, 'one', minutesLater(1), minutesLater(2));
      await metadata.saveUpload(written.id, 'one', { offset: 0, digest: newDigest(), at: minutesLater(2) });
      expect(await metadata.finishUpload(finishOf(written))).toBeUndefined();
      expect(await metadata.findUpload(written.name, written.id)).toBeDefined();
    });

    it('give a whole object back as spare when the content is there', async () => {
      const { metadata } = world;
      const [first, second] = [await create(), await create()];
      const finish = { id: first.id, digest: newDigest(), size: 9, at: minutesLater(4), whole: `whole/${first.id}` };
      await metadata.finishUpload(finish);
      const again = { ...finish, id: second.id, whole: `whole/${second.id}` };
      expect(await metadata.finishUpload(again)).toEqual({ spare: again.whole });
      expect(await metadata.findBlob(second.name, finish.digest)).toMatchObject({ storageKey: finish.whole });
    });

    it('are removed under their repository, giving the key of what they left', async () => {
      const { name, id } = await create();
      expect(await world.metadata.removeUpload(await world.newName(), id)).toBeUndefined();
      expect(await world.metadata.removeUpload(name, id)).toBe(`uploads/${id}`);
      expect(await world.metadata.removeUpload(name, id)).toBeUndefined();
      expect(await world.metadata.findUpload(name, id)).toBeUndefined();
      expect(await world.metadata.finishUpload({ id, digest: newDigest(), size: 1, at: noon })).toBeUndefined();
    });

    it('are stale when nobody touched them, longest ago first', async () => {
      // Long before what other tests make, so that these are the first of the list.
      const past = new Date('2001-01-01T00:00:00.000Z');
      const at = (minutes: number) => minutesLater(minutes, past);
      const [newer, older, claimed, saved] = [
        await create(at(2)),
        await create(at(1)),
        await create(past),
        await create(past),
      ];
      const { metadata } = world;
      await metadata.claimUpload(claimed.id, 'one', at(10), at(20));
      await metadata.claimUpload(saved.id, 'one', at(1), at(20));
      await metadata.saveUpload(saved.id, 'one', { offset: 1, digest: newDigest(), at: at(10) });
      const entry = ({ id, name }: { id: string; name: RepositoryName }) => ({ id, name });
      expect(await metadata.listStaleUploads(at(10), 10)).toEqual([entry(older), entry(newer)]);
      expect(await metadata.listStaleUploads(at(10), 1)).toEqual([entry(older)]);
      expect(await metadata.listStaleUploads(at(1), 10)).toEqual([]);
      expect(await metadata.listStaleUploads(at(11), 10)).toHaveLength(4);
    });
  });
}
