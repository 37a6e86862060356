import type { Digest, RepositoryName, Tag } from '@wharf/oci';
import { minutesLater, newDigest, noon, somebody, withMetadata } from '@wharf/registry/contract/metadata';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import type { WharfDatabase } from '../database.ts';
import { copyManifest } from '../metadata/copy-manifest.ts';
import { lockRepository } from '../metadata/locked-repository.ts';
import { moveTag } from '../metadata/move-tag.ts';
import { newId } from '../new-id.ts';
import { openMetadata } from '../testing/open-metadata.ts';
import { createPostgresDatabase, createSqliteDatabase } from '../testing/test-database.ts';
import { deleteContent } from './delete-content.ts';
import { deleteRepositoryStep } from './delete-repository.ts';
import { freedBytes, listGoing } from './freed-bytes.ts';
import { planDeletion } from './plan-deletion.ts';
import { expireDeletions, letGoDeletion } from './purge-deletion.ts';
import { restoreDeletion } from './restore-deletion.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

const days = (count: number) => minutesLater(count * 24 * 60);

describe.each(Object.entries(dialects))('the recycle bin on %s', (_, create) => {
  let database: WharfDatabase;
  const world = withMetadata(async () => {
    const opened = await openMetadata(create());
    ({ database } = opened);
    return opened;
  });

  const remove = (name: RepositoryName, what: { tags?: string[]; manifests?: string[]; at?: Date; binDays?: number }) =>
    database.db.transaction().execute(async (trx) => {
      const repository = await lockRepository(trx, name);
      if (!repository) throw new Error(`${name} is not there`);
      const { tags = [], manifests = [], at = noon, binDays = 14 } = what;
      const kind = manifests.length > 0 ? 'manifests' : 'tags';
      const deleting = { kind, tags, manifests, alsoManifests: true, by: somebody, at, binDays } as const;
      return deleteContent(trx, repository, deleting);
    });
  const removed = async (...args: Parameters<typeof remove>) => {
    const deleted = await remove(...args);
    if (!deleted || 'kept' in deleted) throw new Error(`not deleted: ${JSON.stringify(deleted)}`);
    return deleted;
  };
  const restore = (id: string, options: { overwrite?: boolean; at?: Date; step?: number } = {}) =>
    restoreDeletion(database.db, id, somebody, options.at ?? noon, options);
  const removeAll = async (name: RepositoryName, limit = 2) => {
    const id = newId();
    const step = () =>
      database.db.transaction().execute(async (trx) => {
        const repository = await lockRepository(trx, name);
        if (!repository) throw new Error(`${name} is not there`);
        return deleteRepositoryStep(trx, repository, { id, by: somebody, at: noon, binDays: 14 }, limit);
      });
    while (!(await step()).done);
    return id;
  };
  const seen = async (name: RepositoryName, digest: string) =>
    (await world.metadata.findManifest(name, digest as Digest)) !== undefined;
  const tagsOf = async (name: RepositoryName) =>
    (await world.metadata.listTags(name, { limit: 1000, last: undefined })) ?? [];

  /** What must hold at any time, counted anew. */
  const expectSound = async (name: RepositoryName) => {
    const { db } = database;
    const row = await db.selectFrom('repositories').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
    const { id } = row;
    const one = async (query: ReturnType<typeof sql<{ n: number }>>) => (await query.execute(db)).rows[0]?.n;
    const live = sql`select * from manifests where repository_id = ${id} and deleted_at is null`;
    expect({
      tags: row.tag_count,
      bytes: row.bytes,
      empty: row.pushed_at === null,
    }).toEqual({
      tags: await one(sql`select count(*) as n from tags where repository_id = ${id}`),
      bytes: await one(sql`select (select coalesce(sum(size), 0) from (${live}) l)
        + (select coalesce(sum(size), 0) from blobs where digest in (select blob_digest from manifest_blobs
           where repository_id = ${id} and manifest_digest in (select digest from (${live}) l))) as n`),
      empty: (await one(sql`select count(*) as n from (${live}) l`)) === 0,
    });
    const broken = {
      tags: sql<{ n: number }>`select count(*) as n from tags where repository_id = ${id}
        and digest not in (select digest from (${live}) l)`,
      children: sql<{ n: number }>`select count(*) as n from manifest_children where repository_id = ${id}
        and manifest_digest in (select digest from (${live}) l) and child_digest not in (select digest from (${live}) l)`,
      binned: sql<{ n: number }>`select count(*) as n from manifests m where repository_id = ${id}
        and (deleted_at is not null) <> exists (select 1 from deleted_manifests d
          where d.repository_id = m.repository_id and d.digest = m.digest)`,
      references: sql<{ n: number }>`select count(*) as n from manifest_blobs b join manifests m
        on m.repository_id = b.repository_id and m.digest = b.manifest_digest
        where b.repository_id = ${id} and coalesce(b.deleted_at, 0) <> coalesce(m.deleted_at, 0)`,
      deletions: sql<{ n: number }>`select count(*) as n from deletions d where repository_id = ${id} and (
        tag_count <> (select count(*) from deleted_tags t where t.deletion_id = d.id)
        or manifest_count <> (select count(*) from deleted_manifests t where t.deletion_id = d.id)
        or tag_count + manifest_count = 0 or bytes < 0)`,
      history: sql<{ n: number }>`select count(*) as n from (
        select tag, (select digest from tag_changes l where l.repository_id = ${id} and l.tag = c.tag order by l.id desc limit 1)
          as last, (select digest from tags t where t.repository_id = ${id} and t.name = c.tag) as now
        from tag_changes c where repository_id = ${id} group by tag) h where coalesce(last, '') <> coalesce(now, '')`,
    };
    for (const [what, query] of Object.entries(broken)) expect(await one(query), what).toBe(0);
  };

  test('holds after any history, also of steps at the same time', async () => {
    const step = fc.record({
      act: fc.constantFrom(
        ...['image', 'image', 'index', 'referrer', 'tags', 'manifest', 'oci', 'all'],
        ...['restore', 'overwrite', 'restore in steps', 'let go', 'expire', 'move', 'copy'],
      ),
      one: fc.nat(3),
      two: fc.nat(3),
    });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.boolean(), async (steps, together) => {
      const [name, other] = [await world.newName(), await world.newName()];
      const blobs = Array.from({ length: 4 }, newDigest);
      for (const repository of [name, other]) {
        for (const [index, blob] of blobs.entries()) await world.upload(repository, blob, 1000 + index);
      }
      const image = (index: number) => ({
        text: `${'i'.repeat(index + 1)} ${name}`,
        blobs: [blobs[index], blobs[(index + 1) % 4]] as Digest[],
      });
      const images: Digest[] = [];
      for (let index = 0; index < 4; index++) images.push(await world.put(other, image(index)));
      await world.put(name, image(0));
      const repository = await database.db
        .selectFrom('repositories')
        .select('id')
        .where('name', '=', name)
        .executeTakeFirstOrThrow();
      const deletions = async () => {
        const query = database.db.selectFrom('deletions').select('id').where('repository_id', '=', repository.id);
        return (await query.orderBy('id').execute()).map((row) => row.id);
      };
      const run = async ({ act, one, two }: (typeof steps)[number]) => {
        const digest = images[one] as Digest;
        const picked = (await deletions())[one];
        if (act === 'image') await world.tryPut(name, { ...image(one), tags: [`t${two}`] });
        if (act === 'index')
          await world.tryPut(name, { text: `x${one} ${name}`, manifests: [digest], tags: [`t${two}`] });
        if (act === 'referrer') await world.tryPut(name, { text: `s${one} ${name}`, subject: digest });
        if (act === 'tags') await remove(name, { tags: [`t${one}`, `t${two}`] });
        if (act === 'manifest') await remove(name, { manifests: [digest] });
        if (act === 'oci') await world.metadata.removeManifest(name, digest, somebody, noon);
        if (act === 'all') await removeAll(name);
        if (act === 'restore' && picked) await restore(picked);
        if (act === 'overwrite' && picked) await restore(picked, { overwrite: true });
        if (act === 'restore in steps' && picked) await restore(picked, { overwrite: two > 1, step: 1 });
        if (act === 'let go' && picked) await letGoDeletion(database.db, picked, somebody, noon);
        if (act === 'expire' && one === 0) await expireDeletions(database.db, days(15), 100);
        if (act === 'move') {
          await database.db
            .transaction()
            .execute((trx) => moveTag(trx, name, `t${two}` as Tag, digest, somebody, noon));
        }
        if (act === 'copy') {
          const from = await database.db
            .selectFrom('repositories')
            .select('id')
            .where('name', '=', other)
            .executeTakeFirstOrThrow();
          const tag = `t${two}` as Tag;
          const copy = {
            from: from.id,
            to: name,
            digest,
            tag,
            referrers: true,
            overwrite: true,
            by: somebody,
            at: noon,
          };
          await database.db.transaction().execute((trx) => copyManifest(trx, copy));
        }
      };
      if (together) await Promise.all(steps.map(run));
      else for (const one of steps) await run(one);
      await expectSound(name);
      await expectSound(other);
    });
    await fc.assert(property, { numRuns: 60 });
    // Hundreds of transactions, on a machine that may be busy.
  }, 120_000);

  /** An image with a signature, in an index, two tags; and another image that shares a layer. */
  const seed = async () => {
    const name = await world.newName();
    const [base, own, rest] = [newDigest(), newDigest(), newDigest()];
    await world.upload(name, base, 1000);
    await world.upload(name, own, 100);
    await world.upload(name, rest, 10);
    const image = await world.put(name, { blobs: [base, own], text: `image ${name}` });
    const index = await world.put(name, { manifests: [image], tags: ['v1', 'latest'], text: `index ${name}` });
    const signature = await world.put(name, { subject: index, text: `signature ${name}` });
    const neighbour = await world.put(name, { blobs: [base, rest], tags: ['other'], text: `neighbour ${name}` });
    return { name, base, own, rest, image, index, signature, neighbour };
  };

  test('a tag goes alone while another one names its manifest, then with all that belongs to it', async () => {
    const { name, image, index, signature, neighbour } = await seed();
    expect(await removed(name, { tags: ['v1'] })).toMatchObject({ tags: 1, manifests: 0, bytes: 0 });
    const last = await removed(name, { tags: ['latest', 'absent'] });
    expect(last).toMatchObject({ tags: 1, manifests: 3 });
    for (const digest of [image, index, signature]) expect(await seen(name, digest)).toBe(false);
    expect(await seen(name, neighbour)).toBe(true);
    expect(await restore(last.id)).toMatchObject({ tags: 1, manifests: 3, conflicts: [], lost: [] });
    for (const digest of [image, index, signature]) expect(await seen(name, digest)).toBe(true);
    expect(await world.referrers(name, index)).toHaveLength(1);
    expect(await tagsOf(name)).toEqual(['latest', 'other']);
    expect(await restore(last.id)).toBeUndefined();
    await expectSound(name);
  });

  test('a tag that exists again is told and kept, with what only the deleted one names, unless it is to move back', async () => {
    const { name, index } = await seed();
    const { id } = await removed(name, { tags: ['v1', 'latest'] });
    const present = await world.put(name, { tags: ['latest'] });
    await database.db.transaction().execute((trx) => moveTag(trx, name, 'v1' as Tag, present, somebody, noon));
    const conflicts = ['v1', 'latest'].map((tag) => ({ tag, digest: index, presentDigest: present }));
    const told = await restore(id);
    expect(told).toMatchObject({ tags: 0, manifests: 0 });
    expect(told?.conflicts).toEqual(expect.arrayContaining(conflicts));
    expect(await seen(name, index)).toBe(false);
    await expectSound(name);
    expect(await restore(id, { overwrite: true })).toMatchObject({ tags: 2, manifests: 3, conflicts: [] });
    expect((await world.metadata.findManifest(name, 'latest' as Tag))?.digest).toBe(index);
    await expectSound(name);
  });

  test('a tag comes back as it was, and its history tells of both', async () => {
    const { name, index } = await seed();
    const { id } = await database.db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    await database.db.updateTable('tags').set({ pulls: 7, pulled_at: 5 }).where('repository_id', '=', id).execute();
    const tags = () =>
      database.db.selectFrom('tags').selectAll().where('repository_id', '=', id).orderBy('name').execute();
    const before = await tags();
    const deletion = await removed(name, { tags: ['v1', 'latest'], at: minutesLater(1) });
    await restore(deletion.id, { at: minutesLater(2) });
    expect(await tags()).toEqual(before);
    const changes = await database.db
      .selectFrom('tag_changes')
      .select(['digest', 'author_name', 'changed_at'])
      .where('repository_id', '=', id)
      .where('tag', '=', 'v1')
      .orderBy('id')
      .execute();
    const by = { author_name: somebody.name };
    expect(changes).toEqual([
      { digest: index, ...by, changed_at: noon.getTime() },
      { digest: null, ...by, changed_at: minutesLater(1).getTime() },
      { digest: index, ...by, changed_at: minutesLater(2).getTime() },
    ]);
  });

  test('in steps it brings back the same', async () => {
    const { name, image, index, signature, neighbour } = await seed();
    const { id } = await removed(name, { tags: ['v1', 'latest', 'other'] });
    const present = await world.put(name, { tags: ['other'] });
    const conflict = { tag: 'other', digest: neighbour, presentDigest: present };
    expect(await restore(id, { step: 1 })).toMatchObject({ tags: 2, manifests: 3, conflicts: [conflict] });
    for (const digest of [image, index, signature]) expect(await seen(name, digest)).toBe(true);
    expect(await seen(name, neighbour)).toBe(false);
    await expectSound(name);
    const all = await removeAll(name);
    expect(await restore(all, { step: 1 })).toMatchObject({ tags: 3, manifests: 4 });
    expect(await restore(id, { step: 1, overwrite: true })).toMatchObject({ tags: 1, manifests: 1 });
    expect(await tagsOf(name)).toEqual(['latest', 'other', 'v1']);
    await expectSound(name);
  });

  test('an image that an index in the bin needs outlives its own deletion', async () => {
    const { name, image, index } = await seed();
    await world.metadata.removeManifest(name, index, somebody, noon);
    const { id } = await removed(name, { manifests: [image] });
    expect(await letGoDeletion(database.db, id, somebody, noon)).toBe(true);
    await expectSound(name);
    const row = await database.db.selectFrom('deletions').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    expect(row.manifest_count).toBe(2);
    expect(await restore(row.id)).toMatchObject({ tags: 2, manifests: 2 });
    expect(await seen(name, image)).toBe(true);
    await expectSound(name);
  });

  test('a whole repository goes and comes back with what it said of itself', async () => {
    const { name, index } = await seed();
    const repositories = () => database.db.selectFrom('repositories').selectAll().where('name', '=', name);
    const about = { visibility: 'public', category: 'database', description: '# Hello' } as const;
    const { id } = await repositories().executeTakeFirstOrThrow();
    await database.db.updateTable('repositories').set(about).where('id', '=', id).execute();
    const tag = { resource_id: id, key: 'team', value: 'core', organization_id: null, repository_id: id };
    await database.db.insertInto('resource_tags').values(tag).execute();
    const before = await repositories().executeTakeFirstOrThrow();
    const deletion = await removeAll(name);
    expect(await repositories().executeTakeFirstOrThrow()).toMatchObject({
      ...{ visibility: 'private', category: null, description: '' },
      ...{ tag_count: 0, bytes: 0, pushed_at: null },
    });
    expect(await seen(name, index)).toBe(false);
    expect(await restore(deletion)).toMatchObject({ tags: 3, manifests: 4 });
    expect(await repositories().executeTakeFirstOrThrow()).toEqual(before);
    const tags = await database.db.selectFrom('resource_tags').selectAll().where('resource_id', '=', id).execute();
    expect(tags).toEqual([tag]);
    await expectSound(name);
  });

  test("a repository comes back shared as it was, but with accounts that are gone, and its name is nobody's heir", async () => {
    const { name } = await seed();
    const { db } = database;
    const { id } = await db.selectFrom('repositories').select('id').where('name', '=', name).executeTakeFirstOrThrow();
    const [stays, goes] = [newId(), newId()];
    for (const account of [stays, goes]) {
      const row = { id: account, name: account, organization_quota: 1, created_at: 1 };
      await db.insertInto('accounts').values(row).execute();
    }
    const share = {
      repository_id: id,
      repository_name: name,
      description: 'for tests',
      created_at: 7,
      created_by: 'mei',
    };
    const rows = [
      { ...share, account_id: stays, expires_at: 5 },
      { ...share, account_id: goes, expires_at: null },
    ];
    await db.insertInto('shares').values(rows).execute();
    const shares = () => db.selectFrom('shares').selectAll().where('repository_id', '=', id).execute();
    const deletion = await removeAll(name);
    expect(await shares()).toEqual([]);
    await db.deleteFrom('accounts').where('id', '=', goes).execute();
    await restore(deletion);
    expect(await shares()).toEqual(rows.slice(0, 1));
  });

  test('a repository that was pushed anew keeps what it says now', async () => {
    const { name } = await seed();
    await database.db.updateTable('repositories').set({ visibility: 'public' }).where('name', '=', name).execute();
    const deletion = await removeAll(name);
    await world.put(name, { tags: ['new'] });
    expect(await restore(deletion)).toMatchObject({ tags: 3, manifests: 4 });
    const row = database.db.selectFrom('repositories').select('visibility').where('name', '=', name);
    expect(await row.executeTakeFirst()).toEqual({ visibility: 'private' });
    expect(await tagsOf(name)).toEqual(['latest', 'new', 'other', 'v1']);
  });

  test('what it lets go frees exactly what was said before', async () => {
    const blobBytes = async () => {
      const named = sql<{ n: number }>`select coalesce(sum(size), 0) as n from blobs
        where digest in (select blob_digest from manifest_blobs)`;
      return (await named.execute(database.db)).rows[0]?.n ?? 0;
    };
    const { name, own } = await seed();
    const elsewhere = await world.newName();
    await world.upload(elsewhere, own, 100);
    const copy = await world.put(elsewhere, { blobs: [own] });
    const { id: repository } = await database.db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    const promise = async (deletion: string) =>
      freedBytes(database.db, repository, await listGoing(database.db, deletion), noon);
    const preview = async (at: Date) => {
      const plan = await planDeletion(database.db, repository, { tags: ['v1', 'latest'], alsoManifests: true });
      return 'kept' in plan ? undefined : freedBytes(database.db, repository, plan.manifests, at);
    };
    expect(await preview(days(14))).toEqual({ freed: 0, shared: 1100 });
    await world.metadata.removeManifest(elsewhere, copy, somebody, noon);
    // That one lies in the bin now, and is gone when the time of this one is over.
    expect(await preview(noon)).toEqual({ freed: 0, shared: 1100 });
    expect(await preview(days(14))).toEqual({ freed: 100, shared: 1000 });
    const { id } = await removed(name, { tags: ['v1', 'latest'] });
    expect(await promise(id)).toEqual({ freed: 0, shared: 1100 });
    const all = await removed(name, { tags: ['other'] });
    expect(await promise(all.id)).toEqual({ freed: 10, shared: 1000 });
    const before = await blobBytes();
    await letGoDeletion(database.db, all.id, somebody, noon);
    expect(before - (await blobBytes())).toBe(10);
    expect(await promise(id)).toEqual({ freed: 1000, shared: 100 });
    await letGoDeletion(database.db, id, somebody, noon);
    expect(before - (await blobBytes())).toBe(1010);
  });

  test('lets go when the time is over, not before, and nothing brings it back then', async () => {
    const { name, index } = await seed();
    const { id } = await removed(name, { tags: ['v1', 'latest'], binDays: 3 });
    await expireDeletions(database.db, minutesLater(-1, days(3)), 1000);
    const rows = () => database.db.selectFrom('manifests').select('digest').where('digest', '=', index).execute();
    expect(await rows()).toHaveLength(1);
    expect(await restore(id, { at: days(3) })).toBeUndefined();
    await expireDeletions(database.db, days(3), 1000);
    expect(await rows()).toEqual([]);
    expect(await restore(id)).toBeUndefined();
    expect(await letGoDeletion(database.db, id, somebody, noon)).toBe(false);
    await expectSound(name);
  });

  test('a tag whose manifest was let go is told as lost', async () => {
    const name = await world.newName();
    const digest = await world.put(name, { tags: ['v1'] });
    await world.metadata.removeTag(name, 'v1' as Tag, somebody, noon);
    const first = await database.db.selectFrom('deletions').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow();
    const { id } = await removed(name, { manifests: [digest] });
    await letGoDeletion(database.db, id, somebody, noon);
    expect(await restore(first.id)).toMatchObject({ tags: 0, lost: [{ tag: 'v1', digest }] });
    await expectSound(name);
  });

  test('moving a tag back brings its manifest out of the bin with its signature', async () => {
    const { name, image, index, signature, neighbour } = await seed();
    await removed(name, { tags: ['v1', 'latest'] });
    const move = (digest: Digest) =>
      database.db.transaction().execute((trx) => moveTag(trx, name, 'other' as Tag, digest, somebody, noon));
    expect(await move(index)).toEqual({ previous: neighbour });
    for (const digest of [image, index, signature]) expect(await seen(name, digest)).toBe(true);
    expect(await move(newDigest())).toBeUndefined();
    await expectSound(name);
  });

  test('a copy brings images, layers and signature to another repository, once', async () => {
    const { name, index, image, signature, own } = await seed();
    const from = await database.db
      .selectFrom('repositories')
      .select('id')
      .where('name', '=', name)
      .executeTakeFirstOrThrow();
    const to = await world.newName();
    const copy = {
      from: from.id,
      to,
      digest: index,
      tag: 'v1' as Tag,
      referrers: true,
      overwrite: false,
      by: somebody,
      at: noon,
    };
    const run = (change = {}) => database.db.transaction().execute((trx) => copyManifest(trx, { ...copy, ...change }));
    const sizes = [image, index, signature].map((_, at) => ['image ', 'index ', 'signature '][at]?.length ?? 0);
    const bytes = 1100 + sizes.reduce((sum, size) => sum + size + name.length, 0);
    expect(await run()).toEqual({ manifests: 3, bytes, previous: undefined });
    expect(await run({ tag: 'v2' })).toEqual({ manifests: 0, bytes: 0, previous: undefined });
    expect(await run({ digest: image })).toEqual({ taken: index });
    expect(await run({ digest: image, overwrite: true })).toEqual({ manifests: 0, bytes: 0, previous: index });
    expect(await tagsOf(to)).toEqual(['v1', 'v2']);
    expect(await world.referrers(to, index)).toHaveLength(1);
    expect(await world.metadata.findBlob(to, own)).toBeDefined();
    await expectSound(to);
    expect(await run({ digest: newDigest() })).toMatchObject({ missing: expect.any(String) });
    expect(await run({ to: 'nobody-has-this/app' })).toBeUndefined();
    expect(await run({ to: await world.newName(), referrers: false })).toMatchObject({ manifests: 2 });
  });

  test('an image of an index that stays is not deleted, and says why', async () => {
    const { name, image, index } = await seed();
    expect(await remove(name, { manifests: [image] })).toEqual({ kept: { manifest: image, index } });
    expect(await remove(name, { manifests: [newDigest()] })).toBeUndefined();
    expect(await remove(name, { manifests: [image, index] })).toMatchObject({ tags: 2, manifests: 3 });
  });

  test('a repository goes with all that it holds, in sight and in the bin, when its row goes', async () => {
    const { name } = await seed();
    await removed(name, { tags: ['v1', 'latest'] });
    await database.db.deleteFrom('repositories').where('name', '=', name).execute();
    expect(await world.metadata.findRepository(name)).toBeUndefined();
  });

  test('an upload that begins while the organization goes is refused, not broken', async () => {
    for (let round = 0; round < 20; round++) {
      const name = await world.newName();
      await world.metadata.openRepository(name, noon);
      const organization = name.slice(0, name.indexOf('/'));
      const begin = (id: string) => world.metadata.createUpload({ id, name, storageKey: id, startedAt: noon });
      const [, ...begun] = await Promise.all([
        database.db.deleteFrom('organizations').where('name', '=', organization).execute(),
        ...Array.from({ length: 4 }, () => begin(newId())),
      ]);
      for (const session of begun) expect(session === undefined || session.name === name).toBe(true);
    }
  });
});
