import type { Digest, RepositoryName } from '@wharf/oci';
import { minutesLater, newDigest, noon, somebody, tag, withMetadata } from '@wharf/registry/contract/metadata';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, inject, test } from 'vitest';
import type { WharfDatabase } from '../database.ts';
import { openMetadata } from '../testing/open-metadata.ts';
import { createPostgresDatabase, createSqliteDatabase } from '../testing/test-database.ts';

const dialects = {
  SQLite: createSqliteDatabase,
  PostgreSQL: () => createPostgresDatabase(inject('postgresUrl')),
};

describe.each(Object.entries(dialects))('what lists and the outbox show, on %s', (_, create) => {
  let database: WharfDatabase;
  let account: string;
  const world = withMetadata(async () => {
    const opened = await openMetadata(create());
    ({ database, account } = opened);
    return opened;
  });

  const rowOf = (name: RepositoryName) =>
    database.db.selectFrom('repositories').selectAll().where('name', '=', name).executeTakeFirstOrThrow();

  /** Counts anew what the repository's row claims. */
  const countedAnew = async (name: RepositoryName) => {
    const { id } = await rowOf(name);
    const counts = await sql<{ tag_count: number; bytes: number; manifests: number }>`
      select
        (select count(*) from tags where repository_id = ${id}) as tag_count,
        (select count(*) from manifests where repository_id = ${id} and deleted_at is null) as manifests,
        (select coalesce(sum(size), 0) from manifests where repository_id = ${id} and deleted_at is null)
          + (select coalesce(sum(size), 0) from blobs where digest in
             (select mb.blob_digest from manifest_blobs mb join manifests m
              on m.repository_id = mb.repository_id and m.digest = mb.manifest_digest
              where mb.repository_id = ${id} and m.deleted_at is null)) as bytes`.execute(database.db);
    return counts.rows[0];
  };

  const eventsOf = async (name: RepositoryName) => {
    const { id } = await rowOf(name);
    const rows = await database.db
      .selectFrom('events')
      .selectAll()
      .where('repository_id', '=', id)
      .orderBy('id')
      .execute();
    return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) as Record<string, unknown> }));
  };

  test('the counts of a repository are what it holds, after any history', async () => {
    const step = fc.record({
      act: fc.constantFrom('push', 'push', 'index', 'upload', 'mount', 'tag', 'remove', 'untag', 'remove blob'),
      one: fc.nat(3),
      two: fc.nat(3),
    });
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (steps, together) => {
      const [name, other] = [await world.newName(), await world.newName()];
      await world.metadata.openRepository(name, noon);
      const blobs = Array.from({ length: 4 }, newDigest);
      for (const [index, blob] of blobs.entries()) await world.upload(other, blob, 1000 + index);
      const text = (index: number) => `${'x'.repeat(index)} ${name}`;
      const images: Digest[] = [];
      for (let index = 0; index < 4; index++) images.push((await world.tryPut(other, { text: text(index) })).digest);
      const run = async ({ act, one, two }: (typeof steps)[number]) => {
        const [blob, image] = [blobs[one] as Digest, images[one] as Digest];
        const { metadata } = world;
        if (act === 'push') await world.tryPut(name, { text: text(one), blobs: [blob], tags: [`t${two}`] });
        if (act === 'tag') await world.tryPut(name, { text: text(one), tags: [`t${two}`, `u${one}`] });
        if (act === 'index') await world.tryPut(name, { text: `index ${text(two)}`, manifests: [image], tags: ['i'] });
        if (act === 'upload') await world.upload(name, blob, 1000 + one);
        if (act === 'mount') await metadata.mountBlob(other, name, blob, noon);
        if (act === 'remove') await metadata.removeManifest(name, image, somebody, noon);
        if (act === 'untag') await metadata.removeTag(name, tag(`t${two}`), somebody, noon);
        if (act === 'remove blob') await metadata.removeBlob(name, blob, somebody, new Date());
      };
      if (together) await Promise.all(steps.map(run));
      else for (const one of steps) await run(one);

      const row = await rowOf(name);
      const { manifests, ...counts } = (await countedAnew(name)) ?? { manifests: -1 };
      expect({ tag_count: row.tag_count, bytes: row.bytes }).toEqual(counts);
      expect(row.pushed_at === null).toBe(manifests === 0);
    });
    await fc.assert(property, { numRuns: 25 });
  });

  test('a push sets the time of the push, and the last removal takes it back', async () => {
    const name = await world.newName();
    const one = await world.put(name, { at: minutesLater(1) });
    const two = await world.put(name, { at: minutesLater(2) });
    expect((await rowOf(name)).pushed_at).toBe(minutesLater(2).getTime());
    await world.metadata.removeManifest(name, one, somebody, noon);
    expect((await rowOf(name)).pushed_at).toBe(minutesLater(2).getTime());
    await world.metadata.removeManifest(name, two, somebody, noon);
    expect((await rowOf(name)).pushed_at).toBeNull();
  });

  test('a manifest and its tag are kept with what lists show of them', async () => {
    const name = await world.newName();
    const config = newDigest();
    await world.upload(name, config);
    const digest = await world.put(name, {
      text: `{"for":"${name}"}`,
      blobs: [config],
      tags: ['v1.10.0'],
      contentSize: 2 ** 41,
      platforms: [{ os: 'linux', architecture: 'arm64', variant: 'v8' }],
      artifactType: 'application/x.chart',
      annotations: { a: 'b' },
    });
    const row = await database.db
      .selectFrom('manifests')
      .innerJoin('tags', 'tags.digest', 'manifests.digest')
      .selectAll('manifests')
      .select(['tags.version_key', 'tags.pushed_by as tagged_by', 'tags.pulls'])
      .where('manifests.digest', '=', digest)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      kind: 'image',
      artifact_type: 'application/x.chart',
      subject: null,
      config_digest: config,
      size: `{"for":"${name}"}`.length,
      content_size: 2 ** 41,
      platforms: '[{"os":"linux","architecture":"arm64","variant":"v8"}]',
      annotations: '{"a":"b"}',
      pushed_at: noon.getTime(),
      pushed_by: 'somebody',
      tagged_by: 'somebody',
      pulls: 0,
    });
    expect(row.version_key).toMatch(/^1/);
  });

  test('every change leaves its event, in order, with who did it', async () => {
    const name = await world.newName();
    const one = await world.put(name, { tags: ['latest', 'v1'] });
    const two = await world.put(name, { tags: ['latest'], at: minutesLater(1) });
    await world.metadata.removeTag(name, tag('v1'), { id: undefined, name: 'anonymous' }, minutesLater(2));
    await world.metadata.removeManifest(name, two, somebody, minutesLater(3));

    const events = await eventsOf(name);
    const repository = name;
    const deleted = (kind: string, counts: { tags: number; manifests: number }) => {
      return { type: 'ContentDeleted', repository, deletion: expect.any(String), kind, rule: null, ...counts };
    };
    expect(events.map(({ type, payload }) => ({ type, ...payload }))).toEqual([
      {
        type: 'ManifestPushed',
        repository,
        digest: one,
        mediaType: expect.any(String),
        tags: ['latest', 'v1'],
        created: true,
      },
      { type: 'TagCreated', repository, tag: 'latest', digest: one },
      { type: 'TagCreated', repository, tag: 'v1', digest: one },
      {
        type: 'ManifestPushed',
        repository,
        digest: two,
        mediaType: expect.any(String),
        tags: ['latest'],
        created: true,
      },
      { type: 'TagMoved', repository, tag: 'latest', digest: two, previous: one },
      { type: 'TagRemoved', repository, tag: 'v1', digest: one },
      deleted('tags', { tags: 1, manifests: 0 }),
      { type: 'TagRemoved', repository, tag: 'latest', digest: two },
      { type: 'ManifestRemoved', repository, digest: two, tags: 1 },
      deleted('manifests', { tags: 1, manifests: 1 }),
    ]);
    expect(events[0]).toMatchObject({
      account_id: account,
      organization_id: expect.any(String),
      author_id: somebody.id,
      author_name: somebody.name,
      created_at: noon.getTime(),
    });
    expect(events[5]).toMatchObject({
      author_id: null,
      author_name: 'anonymous',
      created_at: minutesLater(2).getTime(),
    });
  });

  test('putting the same again tells of the push, not of a tag; what is refused or absent tells nothing', async () => {
    const name = await world.newName();
    const text = `same ${name}`;
    const digest = await world.put(name, { text, tags: ['v1'] });
    await world.put(name, { text, tags: ['v1'] });
    await world.tryPut(name, { blobs: [newDigest()], tags: ['v1'] });
    await world.metadata.removeTag(name, tag('none'), somebody, noon);
    await world.metadata.removeManifest(name, newDigest(), somebody, noon);
    await world.put(name, { manifests: [digest] });
    await world.metadata.removeManifest(name, digest, somebody, noon);
    const told = (await eventsOf(name)).map(({ type, payload }) => `${type} ${payload.created ?? ''}`.trim());
    expect(told).toEqual(['ManifestPushed true', 'TagCreated', 'ManifestPushed false', 'ManifestPushed true']);
  });

  test('a removed organization takes its repositories along, but neither blobs nor events', async () => {
    const name = await world.newName();
    const blob = newDigest();
    const { key } = await world.upload(name, blob);
    const child = await world.put(name, { blobs: [blob] });
    await world.put(name, { manifests: [child], tags: ['latest'] });
    const { id, organization_id } = await rowOf(name);
    await database.db.deleteFrom('organizations').where('id', '=', organization_id).execute();
    expect(await world.metadata.findManifest(name, tag('latest'))).toBeUndefined();
    expect(await world.metadata.findOrphans([key])).toEqual([]);
    const events = await database.db.selectFrom('events').select('id').where('repository_id', '=', id).execute();
    expect(events.length).toBeGreaterThan(0);
  });

  test('the content of an index is that of its images', async () => {
    const name = await world.newName();
    const images = [await world.put(name, { contentSize: 1000 }), await world.put(name, { contentSize: 500 })];
    const digest = await world.put(name, { manifests: images, contentSize: 20 });
    const { id } = await rowOf(name);
    const row = database.db.selectFrom('manifests').select('content_size').where('repository_id', '=', id);
    expect(await row.where('digest', '=', digest).executeTakeFirst()).toEqual({ content_size: 1520 });
  });

  test('what something refers to cannot be deleted behind its back', async () => {
    const name = await world.newName();
    const blob = newDigest();
    await world.upload(name, blob);
    const child = await world.put(name, { blobs: [blob], tags: ['v1'] });
    await world.put(name, { manifests: [child] });
    const { db } = database;
    await expect(db.deleteFrom('repository_blobs').where('digest', '=', blob).execute()).rejects.toThrow(
      /foreign key/i,
    );
    await expect(db.deleteFrom('manifests').where('digest', '=', child).execute()).rejects.toThrow(/foreign key/i);
    await expect(db.deleteFrom('blobs').where('digest', '=', blob).execute()).rejects.toThrow(/foreign key/i);
  });
});
